package io.ringcast.calls.call;

/** How a participant's part in a call ended: the state that it sees itself, and the one that the others see. */
public enum LegEnd {
  HUNG_UP(LegState.ENDED, LegState.ENDED),
  /** Answered another call instead. */
  TOOK_ANOTHER_CALL(LegState.ENDED, LegState.ENDED),
  /** The call ended under it. */
  CALL_ENDED(LegState.ENDED, LegState.ENDED),
  REJECTED(LegState.DECLINED, LegState.DECLINED),
  /** In another call, without call waiting. */
  BUSY(LegState.MISSED, LegState.DECLINED),
  NO_ANSWER(LegState.MISSED, LegState.NOANSWER),
  /** The call ended before it answered. */
  CALLED_OFF(LegState.MISSED, LegState.CANCELED),
  /** Ended its call before anybody answered. */
  CANCELLED(LegState.CANCELED, LegState.CANCELED),
  /** Called, and nobody answered. */
  UNANSWERED(LegState.NOANSWER, LegState.NOANSWER),
  /** Called, and was refused. */
  REFUSED(LegState.DECLINED, LegState.DECLINED),
  /** Called somebody who was busy. */
  FOUND_BUSY(LegState.DECLINED, LegState.DECLINED),
  /** Its devices were gone for longer than the grace. */
  LOST(LegState.ERROR, LegState.ERROR),
  /** Answered, and never came into the room. */
  NEVER_CONNECTED(LegState.ERROR, LegState.ERROR);

  private final LegState own;
  private final LegState seen;

  LegEnd(LegState own, LegState seen) {
    this.own = own;
    this.seen = seen;
  }

  public LegState own() {
    return own;
  }

  public LegState seen() {
    return seen;
  }
}
