package io.ringcast.mixer.intake;

import org.jspecify.annotations.Nullable;

/**
 * Packets in the order in which they were sent. Where one is missing those behind it wait for a bounded time and in a bounded number, then
 * the missing ones count as lost. Owned by one thread.
 */
final class ReorderQueue {
  /** At most as many wait: half a second of a large stream. */
  static final int CAPACITY = 1_024;
  private static final int MASK = CAPACITY - 1;
  private static final long NONE = -1;
  static final long NEVER = Long.MAX_VALUE;

  private final @Nullable Incoming[] slots = new @Nullable Incoming[CAPACITY];
  private final long waitNs;
  private final LossCounts losses;
  private long next = NONE;
  private long highest = NONE;
  private int waiting;

  ReorderQueue(long waitNs, LossCounts losses) {
    this.waitNs = waitNs;
    this.losses = losses;
  }

  void offer(Incoming packet) {
    long sequence = packet.sequence();
    if (next == NONE) {
      next = sequence;
    }
    if (sequence < next || (sequence < next + CAPACITY && slots[(int) sequence & MASK] != null)) {
      losses.count(IntakeLoss.PACKET_LATE);
      return;
    }
    if (sequence >= next + CAPACITY) {
      losses.count(IntakeLoss.QUEUE_FULL);
      skipTo(sequence - CAPACITY + 1);
    }
    slots[(int) sequence & MASK] = packet;
    waiting++;
    highest = Math.max(highest, sequence);
  }

  /** The next packet in order; null while it is waited for. */
  @Nullable Incoming poll(long nowNs) {
    if (waiting == 0) {
      return null;
    }
    if (slots[(int) next & MASK] == null) {
      long first = firstWaiting();
      Incoming behind = slots[(int) first & MASK];
      if (behind == null || nowNs - behind.arrivalNs() < waitNs) {
        return null;
      }
      losses.count(IntakeLoss.PACKET_LOST, first - next);
      next = first;
    }
    Incoming packet = slots[(int) next & MASK];
    slots[(int) next & MASK] = null;
    waiting--;
    next++;
    return packet;
  }

  /** When a packet that waits is given up for; {@link #NEVER} while none waits. */
  long deadlineNs() {
    if (waiting == 0) {
      return NEVER;
    }
    Incoming behind = slots[(int) firstWaiting() & MASK];
    return behind == null ? NEVER : behind.arrivalNs() + waitNs;
  }

  /** Forgets everything: another stream begins. */
  void clear() {
    skipTo(highest + 1);
    next = NONE;
    highest = NONE;
  }

  private long firstWaiting() {
    long at = next;
    while (at < highest && slots[(int) at & MASK] == null) {
      at++;
    }
    return at;
  }

  private void skipTo(long sequence) {
    for (long at = next; at < sequence && at <= highest; at++) {
      if (slots[(int) at & MASK] != null) {
        slots[(int) at & MASK] = null;
        waiting--;
      }
    }
    next = Math.max(next, sequence);
  }
}
