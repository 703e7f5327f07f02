package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import io.ringcast.sfu.wire.TwccFeedback;
import java.util.Arrays;

/**
 * Logs when the packets of one peer arrived, by transport-wide sequence, and feeds it back
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01): without it a browser never raises its rate.
 *
 * <p>Every packet up to the newest is told once as received or lost; one that comes after it was told lost lets the next feedback begin
 * with it again, which senders expect.
 */
final class TwccRecorder {
  /** The rhythm senders' estimators are tuned for. */
  static final long INTERVAL_NS = 100_000_000;
  /** Feedback leaves early at this many arrivals, so that one message holds them all. */
  static final int EARLY_AT = 512;
  /** Arrivals remembered, late ones included; older packets are left out. */
  static final int LOG_SIZE = 2_048;
  /** A jump by more is no loss but a restart of the numbering; the packets between are not told of. */
  static final int MAX_GAP = 1_000;

  private static final long NOT_RECEIVED = -1;

  private final FeedbackSender feedback;
  private final TimerWheel timers;
  private final Timer timer = new Timer(this::onDeadline);
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  /** Made with the first packet, since whoever only watches sends none. */
  private long[] log = {};
  private long[] ticks = {};
  private boolean started;
  private long originNs;
  private long base;
  private long next;
  private int arrivals;
  private int mediaSsrc;
  private int feedbackCount;

  TwccRecorder(FeedbackSender feedback, TimerWheel timers) {
    this.feedback = feedback;
    this.timers = timers;
  }

  /** Any authenticated packet arrived. */
  void onPacket(int transportSequence, int ssrc, long nowNs) {
    if (!started) {
      originNs = nowNs;
    }
    long sequence = unwrapper.unwrap(transportSequence);
    if (!started || sequence >= next + MAX_GAP) {
      startAt(sequence);
    }
    if (sequence <= next - LOG_SIZE) {
      return;
    }
    for (; next <= sequence; next++) {
      log[slotOf(next)] = NOT_RECEIVED;
    }
    int slot = slotOf(sequence);
    if (log[slot] != NOT_RECEIVED) {
      return;
    }
    log[slot] = (nowNs - originNs) / TwccFeedback.TICK_NS;
    base = Math.max(Math.min(base, sequence), next - LOG_SIZE);
    mediaSsrc = ssrc;
    arrivals++;
    if (arrivals >= EARLY_AT) {
      timers.disarm(timer);
      onDeadline(nowNs);
    } else if (!timer.isArmed()) {
      timers.arm(timer, nowNs + INTERVAL_NS);
    }
  }

  void close() {
    timers.disarm(timer);
  }

  private void startAt(long sequence) {
    if (log.length == 0) {
      log = new long[LOG_SIZE];
      ticks = new long[LOG_SIZE];
    }
    started = true;
    base = sequence;
    next = sequence;
    Arrays.fill(log, NOT_RECEIVED);
  }

  private void onDeadline(long nowNs) {
    int count = (int) (next - base);
    for (int i = 0; i < count; i++) {
      ticks[i] = log[slotOf(base + i)];
    }
    int from = 0;
    while (from < count) {
      int sequence = (int) ((base + from) & 0xFFFF);
      int told = feedback.transportWide(mediaSsrc, feedbackCount, sequence, ticks, from, count - from, nowNs);
      if (told > 0) {
        feedbackCount = (feedbackCount + 1) & 0xFF;
        from += told;
      } else {
        from = skipLost(from, count);
      }
    }
    base = next;
    arrivals = 0;
  }

  /** Nothing received among as many packets as one message holds: goes on at the next that was. */
  private int skipLost(int from, int count) {
    int at = from;
    while (at < count && ticks[at] == NOT_RECEIVED) {
      at++;
    }
    return at == from ? count : at;
  }

  private static int slotOf(long sequence) {
    return Math.floorMod(sequence, LOG_SIZE);
  }
}
