package io.ringcast.relay.hub;

/**
 * When a source is to be asked for a keyframe: a browser sends none by itself, so while somebody watches it is asked whenever none came for
 * an interval, and again after each further one.
 */
public final class KeyframeRhythm {
  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  private final long intervalNs;
  private long deadlineNs = NEVER;
  private boolean watched;

  public KeyframeRhythm(long intervalNs) {
    this.intervalNs = intervalNs;
  }

  /** A keyframe came. */
  public void onKeyframe(long nowNs) {
    if (watched) {
      deadlineNs = nowNs + intervalNs;
    }
  }

  /** Somebody watches now, or nobody; who begins is not kept waiting for the interval's end. */
  public void onWatched(boolean anybody, long nowNs) {
    if (anybody != watched) {
      watched = anybody;
      deadlineNs = anybody ? nowNs : NEVER;
    }
  }

  /** Whether to ask now; once for each interval. */
  public boolean due(long nowNs) {
    if (deadlineNs == NEVER || nowNs - deadlineNs < 0) {
      return false;
    }
    deadlineNs = nowNs + intervalNs;
    return true;
  }

  /** When {@link #due} is to be asked next. */
  public long nextDeadlineNs() {
    return deadlineNs;
  }
}
