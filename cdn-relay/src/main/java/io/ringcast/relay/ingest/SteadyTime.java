package io.ringcast.relay.ingest;

/**
 * A time line that only goes on, made of a publisher's, which may begin anew or leap. One for both tracks, so that they stay together.
 * Owned by one thread.
 */
final class SteadyTime {
  /** Tracks are interleaved less exactly than this, and no encoder pauses for longer without meaning it. */
  private static final long LEAP_US = 5_000_000;
  /** What stands in for a leap. */
  private static final long STEP_US = 20_000;

  private long lastUs = Long.MIN_VALUE;
  private long shiftUs;

  /** The time of a frame that is decoded at {@code timeUs} of the publisher's. */
  long at(long timeUs) {
    if (lastUs == Long.MIN_VALUE) {
      shiftUs = -timeUs;
      lastUs = timeUs;
    }
    if (Math.abs(timeUs - lastUs) > LEAP_US) {
      shiftUs += lastUs + STEP_US - timeUs;
    }
    lastUs = timeUs;
    return timeUs + shiftUs;
  }
}
