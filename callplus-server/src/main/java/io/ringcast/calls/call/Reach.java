package io.ringcast.calls.call;

/** How somebody can be reached at the moment of being invited. */
public enum Reach {
  FREE,
  /** In another call, with call waiting. */
  BUSY_WAITING,
  /** In another call, without. */
  BUSY,
  /** Does not want to be disturbed: nothing rings, the record says that the call was missed. */
  QUIET,
  /** Has blocked the caller: never hears of the call, and the caller sees no difference to nobody answering. */
  BLOCKING;

  boolean rings() {
    return this == FREE || this == BUSY_WAITING;
  }

  /** Whether the user may learn of the call before its record. */
  boolean knows() {
    return rings() || this == BUSY;
  }
}
