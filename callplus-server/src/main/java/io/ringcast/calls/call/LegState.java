package io.ringcast.calls.call;

/** Where one participant of a call is. Names and numbers are CallPlus's. */
public enum LegState {
  IDLE(0),
  /** Rings others. */
  CALLING(100),
  INVITED(101),
  /** One of its devices said that it rings. */
  RINGING(102),
  /** As {@link #RINGING}, of somebody who is in another call. */
  BUSYLINE_RINGING(103),
  /** As {@link #INVITED}, of somebody who is in another call. */
  BUSYLINE_WAIT(104),
  CONNECTING(200),
  ONCALL(300),
  ENDED(1000),
  /** The others did not answer. */
  NOANSWER(1001),
  /** Did not answer itself. */
  MISSED(1002),
  CANCELED(1003),
  DECLINED(1004),
  ERROR(2000);

  private final int number;

  LegState(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Was asked and has not answered. */
  public boolean waiting() {
    return this == INVITED || this == RINGING || this == BUSYLINE_RINGING || this == BUSYLINE_WAIT;
  }

  /** Waiting, and in another call. */
  public boolean onBusyLine() {
    return this == BUSYLINE_RINGING || this == BUSYLINE_WAIT;
  }

  /** Takes part: calls, connects or talks. */
  public boolean active() {
    return this == CALLING || this == CONNECTING || this == ONCALL;
  }

  public boolean over() {
    return number >= ENDED.number;
  }
}
