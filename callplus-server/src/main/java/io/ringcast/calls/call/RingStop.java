package io.ringcast.calls.call;

/** Why a device stops ringing. */
public enum RingStop {
  ANSWERED_ELSEWHERE, REJECTED_ELSEWHERE, CALLED_OFF, TIMED_OUT
}
