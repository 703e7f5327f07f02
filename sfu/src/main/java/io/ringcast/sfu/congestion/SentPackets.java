package io.ringcast.sfu.congestion;

import java.util.Arrays;

/**
 * What left for one peer lately, by its transport-wide number: when, how large, as part of which probe. Where the peer answers it grows
 * while feedback is awaited for more than it holds, up to {@link #MOST}; what is older is forgotten. Owned by one loop; nothing is
 * allocated per packet.
 */
public final class SentPackets {
  /** As many as a voice has in five seconds. */
  static final int FEWEST = 256;
  /** A round trip and a feedback interval, together half a second, of 70 Mbit/s. */
  static final int MOST = 4_096;
  /** As probe: none. */
  public static final int NO_PROBE = 0;

  private static final byte AWAITED = 0;
  private static final byte LOST = 1;
  private static final byte RECEIVED = 2;

  private long[] sentNs = {};
  private int[] ssrcs = {};
  private short[] rtpSequences = {};
  private short[] sizes = {};
  private byte[] probes = {};
  private byte[] fates = {};
  private long first;
  private long next;
  private boolean answered;

  /** Notes a packet; numbers are consecutive, a jump forgets everything before it. */
  public void add(long number, int ssrc, int rtpSequence, int bytes, int probe, long nowNs) {
    if (number != next) {
      first = number;
      next = number;
    }
    if (next - first == sentNs.length) {
      makeRoom();
    }
    int slot = slotOf(number);
    sentNs[slot] = nowNs;
    ssrcs[slot] = ssrc;
    rtpSequences[slot] = (short) rtpSequence;
    sizes[slot] = (short) bytes;
    probes[slot] = (byte) probe;
    fates[slot] = AWAITED;
    next = number + 1;
  }

  /** The number after the newest. */
  public long next() {
    return next;
  }

  /** The oldest that is remembered. */
  long first() {
    return first;
  }

  boolean holds(long number) {
    return number >= first && number < next;
  }

  long sentNs(long number) {
    return sentNs[slotOf(number)];
  }

  int bytes(long number) {
    return sizes[slotOf(number)] & 0xFFFF;
  }

  int probe(long number) {
    return probes[slotOf(number)] & 0xFF;
  }

  int ssrc(long number) {
    return ssrcs[slotOf(number)];
  }

  int rtpSequence(long number) {
    return rtpSequences[slotOf(number)] & 0xFFFF;
  }

  /** Whether this is news: a packet is told lost once, and received once. */
  boolean tell(long number, boolean received) {
    int slot = slotOf(number);
    byte fate = received ? RECEIVED : LOST;
    if (fates[slot] >= fate) {
      return false;
    }
    fates[slot] = fate;
    answered = true;
    return true;
  }

  /** Whether the peer ever told of a packet. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether it was told lost before. */
  boolean isLost(long number) {
    return fates[slotOf(number)] == LOST;
  }

  private void makeRoom() {
    boolean enough = sentNs.length == MOST || !answered || fates[slotOf(first)] != AWAITED;
    if (sentNs.length > 0 && enough) {
      first++;
      return;
    }
    int capacity = Math.max(FEWEST, 2 * sentNs.length);
    long[] times = sentNs;
    sentNs = Arrays.copyOf(times, capacity);
    ssrcs = Arrays.copyOf(ssrcs, capacity);
    rtpSequences = Arrays.copyOf(rtpSequences, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    probes = Arrays.copyOf(probes, capacity);
    fates = Arrays.copyOf(fates, capacity);
    for (long number = first; number < next; number++) {
      move((int) number & times.length - 1, slotOf(number));
    }
  }

  /** Twice as many slots: a packet stays where it was or goes as far up as there were slots. */
  private void move(int from, int to) {
    sentNs[to] = sentNs[from];
    ssrcs[to] = ssrcs[from];
    rtpSequences[to] = rtpSequences[from];
    sizes[to] = sizes[from];
    probes[to] = probes[from];
    fates[to] = fates[from];
  }

  private int slotOf(long number) {
    return (int) number & sentNs.length - 1;
  }
}
