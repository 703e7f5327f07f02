package io.ringcast.calls.call;

/** Why a call ended. */
public enum EndReason {
  /** Somebody hung up a call between two, or the last one left. */
  HUNG_UP,
  /** The caller took it back before anybody answered. */
  CANCELLED,
  REJECTED,
  BUSY,
  NO_ANSWER,
  /** A participant's devices were gone for longer than the grace, or never came into the room. */
  LOST,
  /** A participant of a call between two answered another call. */
  TOOK_ANOTHER_CALL,
  ENDED_BY_API;

  /** Of a call that ends because of how its last participant ended. */
  static EndReason of(LegEnd end) {
    return switch (end) {
      case HUNG_UP, CALL_ENDED -> HUNG_UP;
      case TOOK_ANOTHER_CALL -> TOOK_ANOTHER_CALL;
      case REJECTED, REFUSED -> REJECTED;
      case BUSY, FOUND_BUSY -> BUSY;
      case NO_ANSWER, UNANSWERED -> NO_ANSWER;
      case CANCELLED, CALLED_OFF -> CANCELLED;
      case LOST, NEVER_CONNECTED -> LOST;
    };
  }

  /** How it ends for the caller whom nobody answered. */
  LegEnd ofCaller() {
    return switch (this) {
      case REJECTED -> LegEnd.REFUSED;
      case BUSY -> LegEnd.FOUND_BUSY;
      case NO_ANSWER -> LegEnd.UNANSWERED;
      case CANCELLED -> LegEnd.CANCELLED;
      case HUNG_UP, LOST, TOOK_ANOTHER_CALL, ENDED_BY_API -> LegEnd.CALL_ENDED;
    };
  }
}
