package io.ringcast.relay.hls;

/**
 * How a stream is cut.
 *
 * @param partUs the longest part; it is cut at the first frame from 85 % of it on, the shortest that RFC 8216bis section 4.4.4.9 allows
 * @param segmentUs a segment ends at the first keyframe from this on
 * @param targetS the longest segment in seconds; one without keyframe is cut here
 */
public record HlsSettings(long partUs, long segmentUs, int targetS) {
  /** Players stay three parts behind: half a second keeps that at 1.5 s. Segments: one keyframe interval of 2 s, or two of 1 s. */
  public static final HlsSettings DEFAULT = new HlsSettings(500_000, 1_500_000, 4);
  /** A playlist is never shorter than three target durations: section 6.2.2. */
  static final int TARGETS_LISTED = 3;
  private static final int CUT_PERCENT = 85;

  long partCutUs() {
    return partUs * CUT_PERCENT / 100;
  }

  /** Room for the frame that ends it and for rounding. */
  long segmentCutUs() {
    return targetS * 1_000_000L - 250_000;
  }

  long listedUs() {
    return 1_000_000L * TARGETS_LISTED * targetS;
  }

  /** How far ahead of the playlist's end a part may be asked for: section 6.2.5.2. */
  int advanceParts() {
    return (int) Math.max(3, (3_000_000 + partUs - 1) / partUs);
  }
}
