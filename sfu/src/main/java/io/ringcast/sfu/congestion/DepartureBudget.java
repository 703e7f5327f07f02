package io.ringcast.sfu.congestion;

import io.ringcast.sfu.api.MediaKind;

/** Whether a run may leave for one peer now; asked before anything is written for it. */
@FunctionalInterface
public interface DepartureBudget {
  /** Lets everything go. */
  DepartureBudget UNLIMITED = (kind, bytes, nowNs) -> true;

  /** Takes these bytes out of the budget; false, and nothing taken, when they do not fit. */
  boolean admits(MediaKind kind, int bytes, long nowNs);
}
