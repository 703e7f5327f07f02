package io.ringcast.sfu.congestion;

/**
 * Gathers packets that left together and compares the spacing of such groups at both ends (draft-ietf-rmcat-gcc-02 section 5.2): by how
 * much a group came later than the one before, beyond what it was sent later.
 */
final class ArrivalGroups {
  /** What leaves within this time is one group. */
  private static final long GROUP_NS = 5_000_000;
  /** What a link that delivers in bursts let out at once belongs together, up to this length. */
  private static final long LONGEST_BURST_NS = 100_000_000;

  private boolean open;
  private long firstSentNs;
  private long lastSentNs;
  private long firstArrivalNs;
  private long lastArrivalNs;
  private boolean compared;
  private long previousSentNs;
  private long previousArrivalNs;
  private long sentDeltaNs;
  private long arrivalDeltaNs;

  /** Takes a packet that arrived; true when it began a new group and the one before can be compared. */
  boolean add(long sentNs, long arrivalNs) {
    if (!open) {
      begin(sentNs, arrivalNs);
      return false;
    }
    if (sentNs < firstSentNs) {
      return false;
    }
    if (belongs(sentNs, arrivalNs)) {
      lastSentNs = Math.max(lastSentNs, sentNs);
      lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
      return false;
    }
    boolean comparable = compared;
    sentDeltaNs = lastSentNs - previousSentNs;
    arrivalDeltaNs = lastArrivalNs - previousArrivalNs;
    compared = true;
    previousSentNs = lastSentNs;
    previousArrivalNs = lastArrivalNs;
    begin(sentNs, arrivalNs);
    return comparable;
  }

  private void begin(long sentNs, long arrivalNs) {
    open = true;
    firstSentNs = sentNs;
    lastSentNs = sentNs;
    firstArrivalNs = arrivalNs;
    lastArrivalNs = arrivalNs;
  }

  private boolean belongs(long sentNs, long arrivalNs) {
    if (sentNs - firstSentNs <= GROUP_NS) {
      return true;
    }
    boolean catchesUp = arrivalNs - lastArrivalNs < sentNs - lastSentNs;
    return catchesUp && arrivalNs - lastArrivalNs <= GROUP_NS && arrivalNs - firstArrivalNs < LONGEST_BURST_NS;
  }

  /** How much later the compared group was sent than the one before. */
  long sentDeltaNs() {
    return sentDeltaNs;
  }

  /** How much later it arrived. */
  long arrivalDeltaNs() {
    return arrivalDeltaNs;
  }

  /** When the compared group had arrived, by the receiver's clock. */
  long arrivalNs() {
    return previousArrivalNs;
  }

  /** The receiver's clock leapt, or nothing was heard for long: groups of before and after are not compared. */
  void reset() {
    open = false;
    compared = false;
  }
}
