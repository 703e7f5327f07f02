package io.ringcast.sfu.congestion;

/**
 * One try whether more fits: until it ends, media and padding between it leave at this rate, marked with the probe's id.
 *
 * @param id 1 to 255
 */
public record Probe(int id, long rateBps, long durationNs) {
  private static final int PACKETS = 6;
  private static final int LEAST_PADDING = 250;
  private static final int MOST_PADDING = 1_000;

  /** How large its packets of padding should be: enough of them to measure by. */
  public int paddingBytes() {
    return Math.clamp(bytes() / PACKETS, LEAST_PADDING, MOST_PADDING);
  }

  /** What leaves in it, media included. */
  public long bytes() {
    return rateBps / Byte.SIZE * durationNs / 1_000_000_000L;
  }
}
