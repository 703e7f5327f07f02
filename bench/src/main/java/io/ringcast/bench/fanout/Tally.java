package io.ringcast.bench.fanout;

import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.Latencies;

/**
 * What arrives of one publisher, over all who watch it: how much of what was sent while it was measured, and how late. On the
 * subscribers' loop; the ends of the measurement are set from elsewhere.
 */
final class Tally {
  /** Frames whose last arrival is kept, in a ring. */
  private static final int FRAMES_KEPT = 1 << 10;

  private final Ledger ledger;
  private final int packetsPerFrame;
  private final Latencies first = new Latencies();
  private final Latencies last = new Latencies();
  private final Latencies lastOfAll = new Latencies();
  private final long[] frames = new long[FRAMES_KEPT];
  private final long[] latestNs = new long[FRAMES_KEPT];
  private volatile long fromCount = Long.MAX_VALUE;
  private volatile long toCount = Long.MAX_VALUE;
  private long arrived;
  private long recovered;
  private long renumbered;

  /** @param packetsPerFrame 1 for audio */
  Tally(Ledger ledger, int packetsPerFrame) {
    this.ledger = ledger;
    this.packetsPerFrame = packetsPerFrame;
  }

  /** Counts from the next whole frame on. */
  void begin() {
    fromCount = Math.ceilDiv(ledger.sent(), packetsPerFrame) * (long) packetsPerFrame;
  }

  /** Counts up to the last whole frame that was sent. */
  void end() {
    toCount = ledger.sent() / packetsPerFrame * packetsPerFrame;
  }

  /** What was sent while it was measured. */
  long sent() {
    return toCount - fromCount;
  }

  long arrived() {
    return arrived;
  }

  /** What came by RTX. */
  long recovered() {
    return recovered;
  }

  /** Times that a watcher's numbers moved against the publisher's: something was left out and the gap closed. */
  long renumbered() {
    return renumbered;
  }

  /** From sending a frame's first packet to its arrival, at each watcher. */
  Latencies first() {
    return first;
  }

  /** From sending a frame's last packet to its arrival, at each watcher. */
  Latencies last() {
    return last;
  }

  /** From sending a frame's last packet to its arrival at the last watcher. Frames that are on their way are left out. */
  Latencies lastOfAll() {
    return lastOfAll;
  }

  /** One watcher's ear. */
  ArrivalListener listener() {
    return new Watcher();
  }

  private void onArrival(long count, boolean again, long nowNs) {
    if (count < fromCount || count >= toCount) {
      return;
    }
    arrived++;
    if (again) {
      recovered++;
      return;
    }
    long lateNs = nowNs - ledger.sentNs(count);
    if (count % packetsPerFrame == 0) {
      first.record(lateNs);
    }
    if (count % packetsPerFrame == packetsPerFrame - 1) {
      last.record(lateNs);
      latest(count / packetsPerFrame, lateNs);
    }
  }

  private void latest(long frame, long lateNs) {
    int slot = (int) (frame % FRAMES_KEPT);
    if (frames[slot] != frame) {
      if (latestNs[slot] > 0) {
        lastOfAll.record(latestNs[slot]);
      }
      frames[slot] = frame;
      latestNs[slot] = 0;
    }
    latestNs[slot] = Math.max(latestNs[slot], lateNs);
  }

  /** Closes the frames whose arrivals are all in. */
  void close() {
    for (int i = 0; i < FRAMES_KEPT; i++) {
      if (latestNs[i] > 0) {
        lastOfAll.record(latestNs[i]);
        latestNs[i] = 0;
      }
    }
  }

  /** All of it at so many watchers, when nothing more comes. */
  Arrived arrivedAt(int watchers) {
    close();
    return new Arrived(sent() * watchers, arrived, recovered, renumbered, Latency.of(first), Latency.of(last), Latency.of(lastOfAll));
  }

  /** Tells from a stream's own numbers which of the publisher's packets came: the decrypted ones say how the two are apart. */
  private final class Watcher implements ArrivalListener {
    private boolean known;
    private long apart;

    @Override
    public void onArrival(int section, long sequence, boolean marker, boolean again, long count, long nowNs) {
      if (count != UNREAD) {
        if (known && count - sequence != apart) {
          renumbered++;
        }
        apart = count - sequence;
        known = true;
      }
      if (known) {
        Tally.this.onArrival(sequence + apart, again, nowNs);
      }
    }
  }
}
