package io.ringcast.sfu.congestion;

import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.TwccFeedback;
import java.util.Arrays;

/** A receiver's side of transport-wide feedback. */
final class FeedbackWriter {
  private static final int ROOM = 1_200;

  private long[] ticks = new long[4_096];
  private long base = -1;
  private long next;
  private int messages;

  void onArrival(long number, long nowNs) {
    if (base < 0) {
      base = number;
      next = number;
    }
    if (number < base) {
      return;
    }
    if (number - base >= ticks.length) {
      ticks = Arrays.copyOf(ticks, 2 * ticks.length);
    }
    for (; next <= number; next++) {
      ticks[(int) (next - base)] = -1;
    }
    ticks[(int) (number - base)] = nowNs / TwccFeedback.TICK_NS;
  }

  /** The next message; empty when there is nothing to tell. */
  byte[] write() {
    if (base < 0 || next == base) {
      return new byte[0];
    }
    byte[] bytes = new byte[ROOM];
    RtcpWriter writer = new RtcpWriter();
    writer.reset(bytes, 0, ROOM);
    int told = writer.twcc(1, 2, messages++ & 0xFF, (int) base & 0xFFFF, ticks, 0, (int) (next - base));
    int left = (int) (next - base) - told;
    System.arraycopy(ticks, told, ticks, 0, left);
    base += told;
    return told == 0 ? new byte[0] : Arrays.copyOf(bytes, writer.length());
  }
}
