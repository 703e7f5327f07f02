package io.ringcast.sfu.sctp;

/** How long an answer may take: RFC 9260 section 6.3.1. */
final class RetransmissionTimeout {
  /** WebRTC's stacks begin with half a second; the protocol's one second is more than a call's first words should wait. */
  static final long INITIAL_NS = 500_000_000L;

  /** Far below the protocol's 60 s: after a cut of half a minute, which a transport survives, data go on at once. */
  static final long MAX_NS = 3_000_000_000L;

  /** The least variance, not the least sum: peers hold an acknowledgement back for up to 200 ms, who waits less repeats what arrived. */
  private static final long MIN_VARIANCE_NS = 220_000_000L;

  private static final long UNKNOWN = -1;
  private static final int MAX_BACK_OFF = 8;

  private long smoothedNs = UNKNOWN;
  private long variationNs;
  private int backOff;

  void measured(long rttNs) {
    if (smoothedNs == UNKNOWN) {
      smoothedNs = rttNs;
      variationNs = rttNs / 2;
    } else {
      variationNs += (Math.abs(smoothedNs - rttNs) - variationNs) / 4;
      smoothedNs += (rttNs - smoothedNs) / 8;
    }
    backOff = 0;
  }

  /** Nobody answered in time: the next time is twice as long. */
  void backOff() {
    backOff = Math.min(backOff + 1, MAX_BACK_OFF);
  }

  long ns() {
    long once = smoothedNs == UNKNOWN ? INITIAL_NS : smoothedNs + Math.max(4 * variationNs, MIN_VARIANCE_NS);
    return Math.min(once << backOff, MAX_NS);
  }
}
