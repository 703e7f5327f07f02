package io.ringcast.mixer.intake;

/**
 * How one stream's RTP timestamps lie in time: by the packets that were least late (our clock), and by its sender reports (its publisher's
 * clock, which its sound and its picture share). Owned by one thread.
 */
public final class Timeline {
  /** What was least late in the last one or two of these counts: long enough for a busy path, short enough for clocks that drift. */
  static final long WINDOW_NS = 4_000_000_000L;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final int clockRate;
  private long windowEndsNs;
  private long earliest = UNKNOWN;
  private long earliestBefore = UNKNOWN;
  private long latest = -UNKNOWN;
  private long latestBefore = -UNKNOWN;
  private boolean reported;
  private long reportedNtpNs;
  private long reportedTimestamp;

  public Timeline(int clockRate) {
    this.clockRate = clockRate;
  }

  /** A packet of this timestamp came. */
  public void onArrival(long timestamp, long arrivalNs) {
    if (!started() || arrivalNs - windowEndsNs >= 0) {
      boolean next = started() && arrivalNs - windowEndsNs < WINDOW_NS;
      earliestBefore = next ? earliest : UNKNOWN;
      latestBefore = next ? latest : -UNKNOWN;
      earliest = UNKNOWN;
      latest = -UNKNOWN;
      windowEndsNs = arrivalNs + WINDOW_NS;
    }
    long lateness = arrivalNs - ns(timestamp);
    earliest = Math.min(earliest, lateness);
    latest = Math.max(latest, lateness);
  }

  /** The publisher says which of its times a timestamp is. */
  public void onReport(long ntpNs, long timestamp) {
    reported = true;
    reportedNtpNs = ntpNs;
    reportedTimestamp = timestamp;
  }

  /** Its timestamps begin anew. */
  void restart() {
    earliest = UNKNOWN;
    earliestBefore = UNKNOWN;
    latest = -UNKNOWN;
    latestBefore = -UNKNOWN;
    reported = false;
  }

  /** Whether anything came. */
  public boolean started() {
    return earliest != UNKNOWN || earliestBefore != UNKNOWN;
  }

  boolean isReported() {
    return reported;
  }

  /** What must be added to a timestamp's own time to know when it would have come without delay. */
  public long earliestOffsetNs() {
    return Math.min(earliest, earliestBefore);
  }

  /** How much later than that packets came at worst. */
  long spreadNs() {
    return Math.max(latest, latestBefore) - earliestOffsetNs();
  }

  /** A timestamp's own time from an arbitrary zero. */
  public long ns(long timestamp) {
    return timestamp / clockRate * NS_PER_S + timestamp % clockRate * NS_PER_S / clockRate;
  }

  /** What must be added to a timestamp's own time to get the publisher's. */
  long publisherOffsetNs() {
    return reportedNtpNs - ns(reportedTimestamp);
  }

  /** The timestamp of what would come now without delay. */
  public long timestampAt(long nowNs) {
    long ownNs = nowNs - earliestOffsetNs();
    return ownNs / NS_PER_S * clockRate + ownNs % NS_PER_S * clockRate / NS_PER_S;
  }

  /**
   * What must be added to an own time of this to get the own time of the same moment of another stream of its publisher: by what that says,
   * and by when packets came as long as it has not said it of both.
   */
  public long offsetTo(Timeline other) {
    return reported && other.reported
      ? publisherOffsetNs() - other.publisherOffsetNs()
      : earliestOffsetNs() - other.earliestOffsetNs();
  }
}
