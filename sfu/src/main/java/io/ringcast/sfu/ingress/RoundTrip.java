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

  private boolean reported;
  private long reportedNs;
  private long reportedAtNs;
  private boolean answered;
  private long shortestNs;
  private long shortestAtNs;

  void onReported(long rttNs, long nowNs) {
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

  long ns(long nowNs) {
    if (reported && nowNs - reportedAtNs <= FRESH_NS) {
      return reportedNs;
    }
    return answered ? shortestNs : UNMEASURED_NS;
  }
}
