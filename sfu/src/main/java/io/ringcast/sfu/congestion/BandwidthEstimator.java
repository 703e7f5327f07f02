package io.ringcast.sfu.congestion;

/** Tells how much may be sent to one peer. Owned by one loop; without clock, thread and socket. */
public interface BandwidthEstimator {
  /** As probe result: none. */
  long NO_RESULT = ProbeMeasure.NOTHING;

  /** Something left; called for each packet. */
  void onSent(long nowNs);

  /** The estimate may grow to this even where much less is sent: nothing but the media themselves can show whether it fits. */
  void trust(long bitrateBps);

  /** Feedback came. */
  void onReports(PacketReports reports, long nowNs);

  /** Of the newest probe nothing is awaited any more, though nothing was sent behind it. */
  void onProbeTold();

  /** The receiver wants no more than this: draft-alvestrand-rmcat-remb-03. */
  void onRemb(long bitrateBps, long nowNs);

  void onRtt(long rttNs);

  /** What may be sent now, in bits a second with all headers. */
  long rateBps(long nowNs);

  /** The same, with its reasons. */
  Estimate why(long nowNs);

  /** Whether more may be tried: nothing says that the path is full. */
  boolean isCalm(long nowNs);

  /** The rate that the probe just reported showed to fit, told once; {@link #NO_RESULT}. */
  long takeProbeResult();
}
