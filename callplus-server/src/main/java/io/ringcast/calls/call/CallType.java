package io.ringcast.calls.call;

/** How many a call is between. */
public enum CallType {
  /** Two: it ends when one of them leaves. */
  SINGLE,
  /** Several: it ends when the last one leaves, and until then whoever left may come back. */
  MULTI
}
