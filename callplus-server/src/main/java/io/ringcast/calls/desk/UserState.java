package io.ringcast.calls.desk;

/** What a user is doing, as far as calls go. */
public enum UserState {
  IDLE,
  /** Rings others. */
  CALLING,
  IN_CALL
}
