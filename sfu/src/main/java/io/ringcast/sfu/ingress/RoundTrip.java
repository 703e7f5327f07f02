package io.ringcast.sfu.ingress;

/**
 * The round trip to a publisher. What RTCP measured counts while it is fresh; else the shortest time in which a NACK was answered, which
 * includes the publisher's own delay and so errs on the patient side.
 */
final class RoundTrip {
  /** Retries are this far apart before anything was measured: more than most paths, less than a playout buffer. */
  static final long UNMEASURED_NS = 100_000_000;
  /** A measurement is forgotten after this, so that a path that became longer is believed. */
  static final long FRESH_NS = 10_000_000_000L;

  /** A publisher that tells more must not put off the repair of its media. */
  static final long MAX_RTT_NS = 10_000_000_000L;

  private boolean reported;
  private long reportedNs;
  private long reportedAtNs;
  private boolean answered;
  private long shortestNs;
  private long shortestAtNs;

  /** What RTCP measured; longer than any path is no measurement. */
  void onReported(long rttNs, long nowNs) {
    if (rttNs < 0 || rttNs > MAX_RTT_NS) {
      return;
    }
    reported = true;
    reportedNs = rttNs;
    reportedAtNs = nowNs;
  }

  void onAnswered(long turnaroundNs, long nowNs) {
    if (!answered || turnaroundNs <= shortestNs || nowNs - shortestAtNs > FRESH_NS) {
      answered = true;
      shortestNs = turnaroundNs;
      shortestAtNs = nowNs;
    }
  }

  /** What RTCP measured last; -1 when that was never or long ago. */
  long measuredNs(long nowNs) {
    return reported && nowNs - reportedAtNs <= FRESH_NS ? reportedNs : -1;
  }

  long ns(long nowNs) {
    long measuredNs = measuredNs(nowNs);
    if (measuredNs >= 0) {
      return measuredNs;
    }
    return answered ? shortestNs : UNMEASURED_NS;
  }
}
