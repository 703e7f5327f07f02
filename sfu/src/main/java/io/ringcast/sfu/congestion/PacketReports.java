package io.ringcast.sfu.congestion;

/** What one feedback message tells that was not known, in the order of sending. Reused; owned by one loop. */
public final class PacketReports {
  /** As {@link #arrivalNs}: the packet did not come. */
  static final long LOST = Long.MIN_VALUE;

  private final long[] sentNs = new long[SentPackets.MOST];
  private final long[] arrivalNs = new long[SentPackets.MOST];
  private final int[] sizes = new int[SentPackets.MOST];
  private final int[] probes = new int[SentPackets.MOST];
  private final boolean[] late = new boolean[SentPackets.MOST];
  private int count;
  private boolean newest;

  void clear() {
    count = 0;
    newest = false;
  }

  /** Takes what is sent, and when it arrived by the receiver's clock; what has been told before is passed over. */
  void add(SentPackets sent, long number, long arrival) {
    newest |= number == sent.next() - 1;
    boolean wasLost = sent.isLost(number);
    if (count == sizes.length || !sent.tell(number, arrival != LOST)) {
      return;
    }
    sentNs[count] = sent.sentNs(number);
    arrivalNs[count] = arrival;
    sizes[count] = sent.bytes(number);
    probes[count] = sent.probe(number);
    late[count] = wasLost;
    count++;
  }

  public int count() {
    return count;
  }

  /** Whether the newest packet that left is among them: nothing behind it is awaited. */
  boolean reachNewest() {
    return newest;
  }

  long sentNs(int index) {
    return sentNs[index];
  }

  boolean isReceived(int index) {
    return arrivalNs[index] != LOST;
  }

  /** By the receiver's clock; {@link #LOST}. */
  long arrivalNs(int index) {
    return arrivalNs[index];
  }

  int bytes(int index) {
    return sizes[index];
  }

  int probe(int index) {
    return probes[index];
  }

  /** Whether it was told lost before and has come after all. */
  boolean isLate(int index) {
    return late[index];
  }
}
