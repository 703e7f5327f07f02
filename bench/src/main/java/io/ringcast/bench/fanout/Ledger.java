package io.ringcast.bench.fanout;

import io.ringcast.client.media.PayloadListener;
import io.ringcast.client.media.Stamp;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When one publisher sent which packet; the last {@link #KEPT} are known. Written on the publishers' loop, read on the subscribers'.
 */
final class Ledger implements PayloadListener {
  private static final int KEPT = 1 << 14;

  private final AtomicLongArray sentNs = new AtomicLongArray(KEPT);
  private volatile long sent;

  @Override
  public void onPayload(int ssrc, long sequence, byte[] bytes, int offset, int length) {
    sentNs.setRelease((int) (sequence % KEPT), Stamp.sentNs(bytes, offset + length));
    sent = sequence + 1;
  }

  /** Packets sent so far. */
  long sent() {
    return sent;
  }

  /** When a packet was sent; one that is no longer known reads as a later one. */
  long sentNs(long count) {
    return sentNs.getAcquire((int) (count % KEPT));
  }
}
