package io.ringcast.calls.call;

/** Why a call does not do what was asked; the codes are CallPlus's where it has one. */
public enum CallRefusal {
  PARAM_ERROR(80001),
  SESSION_EXIST(80002),
  NOT_IN_CALL(80003),
  MEDIATYPE_INVALID(80004),
  USER_LIST_INVALID(80007),
  CALL_ID_INVALID(80008),
  TRANSACTION_ID_INVALID(80009),
  USER_ID_INVALID(80010),
  SINGLE_CALL_NOT_SUPPORT_MULTI_PERSON(80011),
  /** The device's session is over. */
  SIGNAL_DISCONNECTED(80012),
  /** Another device of the user was faster. */
  ANSWERED_ELSEWHERE(80201),
  /** Nothing is ringing that could be answered. */
  NOT_RINGING(80202),
  CALL_OVER(80203),
  /** As many take part, or are asked to, as the call's media allow. */
  CALL_FULL(80204),
  JOINING_NOT_ALLOWED(80205),
  /** The media are switched in calls between two alone, and one request at a time. */
  SWITCH_NOT_ALLOWED(80206),
  SWITCH_PENDING(80207),
  /** A request's id that was used with other content. */
  REQUEST_ID_REUSED(80301),
  /** One user asks for too much in too short a time. */
  TOO_MANY_REQUESTS(80302),
  /** The server has too much to do, or cannot write down what happens; ask again. */
  SERVER_BUSY(80304);

  private final int code;

  CallRefusal(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
