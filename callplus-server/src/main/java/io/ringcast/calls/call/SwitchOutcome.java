package io.ringcast.calls.call;

/** What became of a request to switch between audio and video. */
public enum SwitchOutcome {
  AGREED, REFUSED, WITHDRAWN, TIMED_OUT, CALL_CHANGED
}
