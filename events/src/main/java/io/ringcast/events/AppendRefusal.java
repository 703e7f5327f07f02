package io.ringcast.events;

/** Why events were not taken. */
public enum AppendRefusal {
  /** Too much waits to be written: the database is slow or away. */
  QUEUE_FULL,
  /** One event, or one batch, is larger than any may be. */
  TOO_LARGE,
  /** The database does not take it: a NUL in an id, for one. */
  UNSTORABLE,
  CLOSED
}
