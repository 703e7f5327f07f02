package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.loop.TimerWheel;
import java.util.Arrays;

/**
 * Decides when a missing packet of one stream is asked for (RFC 4585 section 6.2.1), how often, and when it is given up. Sequences are
 * extended ones; what is missing stands in ascending order.
 */
final class NackPlanner {
  /** A packet is missing only after this: paced packets are about 1 ms apart and paths seldom swap more than a few of them. */
  static final long REORDER_ALLOWANCE_NS = 5_000_000;
  /** NACKs of a stream leave at least this far apart, so that a burst of losses is one packet. */
  static final long BATCH_NS = 5_000_000;
  /** A keyframe of a large layer; more missing at once cannot be repaired faster than sent anew, so all is forgotten. */
  static final int MAX_MISSING = 512;
  /** One NACK message of this many sequences is under an MTU even if no two share an entry. */
  static final int MAX_PER_MESSAGE = 256;
  /** The answer may wait this long in the publisher's pacer on top of the round trip. */
  private static final long ANSWER_ALLOWANCE_NS = 10_000_000;

  /**
   * How long one kind of stream goes on asking.
   *
   * @param maxTries 0 where NACK was not negotiated
   */
  record Patience(int maxTries, long maxAgeNs) {
    /** Ten tries outlast a loss of 50 % nearly always; after two seconds viewers need a keyframe, not the packet. */
    static final Patience VIDEO = new Patience(10, 2_000_000_000L);
    /** A speech packet older than the usual playout buffer is worth nothing. */
    static final Patience AUDIO = new Patience(3, 200_000_000);
    /** Nothing can be asked for: what is not there after the reorder allowance is given up. */
    static final Patience NO_NACK = new Patience(0, 0);
  }

  /** What the planner asks of its stream. */
  interface Listener {
    /** Send a NACK for the first {@code count} sequences (16 bits, ascending). */
    void onNack(int[] sequences, int count, long nowNs);

    /** Something was lost for good. */
    void onGivenUp(long nowNs);
  }

  private final Patience patience;
  private final RoundTrip roundTrip;
  private final TimerWheel timers;
  private final Listener listener;
  private final Timer timer = new Timer(this::onDeadline);
  private final int[] batch = new int[MAX_PER_MESSAGE];
  private long[] sequences = new long[16];
  private long[] noticedNs = new long[16];
  private long[] askedNs = new long[16];
  private long[] dueNs = new long[16];
  private int[] tries = new int[16];
  private int size;
  private boolean sentBefore;
  private long sentNs;

  NackPlanner(Patience patience, RoundTrip roundTrip, TimerWheel timers, Listener listener) {
    this.patience = patience;
    this.roundTrip = roundTrip;
    this.timers = timers;
    this.listener = listener;
  }

  /** Sequences waited for. */
  int missing() {
    return size;
  }

  /** The packets from {@code from} up to, not including, {@code to} were jumped over: behind all that are waited for, or before them. */
  void onGap(long from, long to, long nowNs) {
    if (to - from > MAX_MISSING - size) {
      forgetAll();
      listener.onGivenUp(nowNs);
      return;
    }
    int count = (int) (to - from);
    reserve(size + count);
    int at = size == 0 || sequences[size - 1] < from ? size : 0;
    move(at, at + count, size - at);
    for (int i = 0; i < count; i++) {
      sequences[at + i] = from + i;
      noticedNs[at + i] = nowNs;
      dueNs[at + i] = nowNs + REORDER_ALLOWANCE_NS;
      tries[at + i] = 0;
    }
    size += count;
    armTimer();
  }

  /** A packet came that may have been missing. */
  void onArrived(long sequence, long nowNs) {
    int index = size == 0 ? -1 : Arrays.binarySearch(sequences, 0, size, sequence);
    if (index < 0) {
      return;
    }
    if (tries[index] == 1) {
      roundTrip.onAnswered(nowNs - askedNs[index], nowNs);
    }
    move(index + 1, index, size - index - 1);
    size--;
    if (size == 0) {
      timers.disarm(timer);
    }
  }

  /** A decoder can start at {@code sequence}: nothing before it is needed. */
  void onKeyframe(long sequence) {
    int index = Arrays.binarySearch(sequences, 0, size, sequence);
    int older = index < 0 ? -index - 1 : index;
    if (older > 0) {
      move(older, 0, size - older);
      size -= older;
    }
  }

  void forgetAll() {
    size = 0;
    timers.disarm(timer);
  }

  private void onDeadline(long nowNs) {
    boolean givenUp = dropHopeless(nowNs);
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (dueNs[i] > nowNs) {
        continue;
      }
      tries[i]++;
      askedNs[i] = nowNs;
      dueNs[i] = nowNs + retryNs(nowNs);
      batch[count++] = (int) (sequences[i] & 0xFFFF);
      if (count == MAX_PER_MESSAGE) {
        listener.onNack(batch, count, nowNs);
        count = 0;
      }
      sentBefore = true;
      sentNs = nowNs;
    }
    if (count > 0) {
      listener.onNack(batch, count, nowNs);
    }
    armTimer();
    if (givenUp) {
      listener.onGivenUp(nowNs);
    }
  }

  private boolean dropHopeless(long nowNs) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      boolean due = dueNs[i] <= nowNs;
      if (due && (tries[i] >= patience.maxTries() || nowNs - noticedNs[i] > patience.maxAgeNs())) {
        continue;
      }
      if (kept != i) {
        move(i, kept, 1);
      }
      kept++;
    }
    boolean dropped = kept < size;
    size = kept;
    return dropped;
  }

  private long retryNs(long nowNs) {
    long rttNs = roundTrip.ns(nowNs);
    return rttNs + rttNs / 4 + ANSWER_ALLOWANCE_NS;
  }

  private void armTimer() {
    if (size == 0) {
      timers.disarm(timer);
      return;
    }
    long earliestNs = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      earliestNs = Math.min(earliestNs, dueNs[i]);
    }
    if (sentBefore) {
      earliestNs = Math.max(earliestNs, sentNs + BATCH_NS);
    }
    if (!timer.isArmed() || timer.dueNs() != earliestNs) {
      timers.arm(timer, earliestNs);
    }
  }

  private void move(int from, int to, int count) {
    System.arraycopy(sequences, from, sequences, to, count);
    System.arraycopy(noticedNs, from, noticedNs, to, count);
    System.arraycopy(askedNs, from, askedNs, to, count);
    System.arraycopy(dueNs, from, dueNs, to, count);
    System.arraycopy(tries, from, tries, to, count);
  }

  private void reserve(int needed) {
    if (needed <= sequences.length) {
      return;
    }
    int capacity = Integer.highestOneBit(needed - 1) << 1;
    sequences = Arrays.copyOf(sequences, capacity);
    noticedNs = Arrays.copyOf(noticedNs, capacity);
    askedNs = Arrays.copyOf(askedNs, capacity);
    dueNs = Arrays.copyOf(dueNs, capacity);
    tries = Arrays.copyOf(tries, capacity);
  }
}
