package io.ringcast.sfu.ingress;

import io.ringcast.sfu.wire.Sequence;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import java.util.Arrays;

/**
 * Which packets of one RTP stream came: sequence numbers without wrap-around, duplicates, and what a receiver report tells of them (RFC
 * 3550 appendices A.1, A.3 and A.8). Retransmissions count for what came, not for the path's loss and jitter.
 */
final class ReceiveLog {
  /** Older packets are refused: a second of a very fast layer, longer than any retransmission is worth waiting for. */
  static final int WINDOW = 2_048;

  /** Two packets whose numbers lie this close belong together, although some between them were lost or overtaken. */
  private static final int NEAR = 16;
  private static final int NONE = -1;

  /** The unwrapper's first number lies one cycle up; reports count cycles from zero. */
  private static final long FIRST_CYCLE = 1L << 16;
  private static final int CYCLE_SHIFT = 16;
  private static final int FRACTION_MAX = 255;
  private static final long NS_PER_S = 1_000_000_000L;
  /** Gain of the jitter filter, fixed by RFC 3550 section 6.4.1: a sixteenth, kept as scaled sum. */
  private static final int JITTER_SHIFT = 4;

  /** What became of a packet. */
  enum Verdict {
    NEW,
    DUPLICATE,
    TOO_OLD,
    /** Far from all numbers before: the publisher began anew, if another packet near it follows, or it is none of this stream. */
    LEAP
  }

  private final int clockRateHz;
  private final long[] seen = new long[WINDOW / Long.SIZE];
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  /** The number of a packet that came from far away, as long as none came from near. */
  private int leap = NONE;
  private long base;
  private long first;
  private long last;
  private long fromPath;
  private long unique;
  private long packets;
  private long expectedPrior;
  private long fromPathPrior;
  private long uniquePrior;
  private int fractionLost;
  private double fractionLostAfterRepair;
  private boolean transitKnown;
  private int transit;
  private long jitterScaled;

  ReceiveLog(int clockRateHz) {
    this.clockRateHz = clockRateHz;
  }

  boolean started() {
    return unwrapper.started();
  }

  /**
   * Notes a packet; {@link #last()} then tells its extended sequence. Numbers go on far from those before once two packets say so, and are
   * then above all before, {@link #lowest()} too. A retransmission proves nothing: one from far away is so old that its number means
   * another now.
   */
  Verdict receive(int sequence, boolean retransmitted) {
    boolean starting = !unwrapper.started();
    long highest = unwrapper.highest();
    long extended = unwrapper.peek(sequence);
    last = extended;
    if (!retransmitted) {
      fromPath++;
    }
    if (starting) {
      first = extended;
      clearSeen();
    } else if (extended <= highest - WINDOW || extended > highest + WINDOW) {
      return retransmitted ? Verdict.TOO_OLD : leapTo(sequence);
    } else if (extended <= highest) {
      leap = NONE;
      first = Math.min(first, extended);
      return isSeen(extended) ? Verdict.DUPLICATE : accept(extended);
    } else {
      forget(highest + 1, extended);
    }
    leap = NONE;
    unwrapper.unwrap(sequence);
    return accept(extended);
  }

  /** Believes a new beginning with its second packet (RFC 3550 appendix A.1), and counts from the first one on. */
  private Verdict leapTo(int sequence) {
    int distance = leap == NONE ? Integer.MAX_VALUE : Sequence.delta(sequence, leap);
    leap = sequence;
    if (distance == 0 || Math.abs(distance) > NEAR) {
      return Verdict.LEAP;
    }
    leap = NONE;
    last = unwrapper.moveUp(sequence);
    clearSeen();
    forgetCounts();
    fromPath = 2;
    first = last - Math.max(0, distance);
    return accept(last);
  }

  /** The extended sequence of the packet noted last. */
  long last() {
    return base + last;
  }

  /** The lowest extended sequence so far: the stream's first packet, unless an earlier one came behind it. */
  long lowest() {
    return base + first;
  }

  /** The highest extended sequence so far. */
  long highest() {
    return base + unwrapper.highest();
  }

  /** Packets accepted since the beginning, over all SSRCs. */
  long packets() {
    return packets;
  }

  /**
   * Moves all numbers from here on above {@code floor}, by whole cycles: they never meet numbers given before, and their low 16 bits stay
   * the packet's own.
   */
  void renumberAbove(long floor) {
    base = ((floor >> CYCLE_SHIFT) + 1) << CYCLE_SHIFT;
  }

  /** A new SSRC takes over, with numbers above the old one's. */
  void restart() {
    if (unwrapper.started()) {
      renumberAbove(highest());
    }
    unwrapper.reset();
    leap = NONE;
    forgetCounts();
    fractionLost = 0;
    jitterScaled = 0;
  }

  /** What is told of loss and jitter begins anew. */
  private void forgetCounts() {
    fromPath = 0;
    unique = 0;
    expectedPrior = 0;
    fromPathPrior = 0;
    uniquePrior = 0;
    transitKnown = false;
  }

  /** Takes a packet's arrival into the jitter. */
  void arrived(int timestamp, long nowNs) {
    int arrival = (int) (Math.floorDiv(nowNs, NS_PER_S) * clockRateHz + Math.floorMod(nowNs, NS_PER_S) * clockRateHz / NS_PER_S);
    int now = arrival - timestamp;
    if (transitKnown) {
      long distance = Math.abs((long) (now - transit));
      jitterScaled += distance - ((jitterScaled + (1 << (JITTER_SHIFT - 1))) >> JITTER_SHIFT);
    }
    transitKnown = true;
    transit = now;
  }

  /** In timestamp units. */
  int jitter() {
    return (int) (jitterScaled >> JITTER_SHIFT);
  }

  /** Ends a report interval: computes the loss over it. */
  void closeInterval() {
    long expected = expected();
    long expectedNow = expected - expectedPrior;
    long lost = expectedNow - (fromPath - fromPathPrior);
    long lostAfterRepair = expectedNow - (unique - uniquePrior);
    fractionLost = expectedNow <= 0 || lost <= 0 ? 0 : (int) Math.min(FRACTION_MAX, (lost << 8) / expectedNow);
    fractionLostAfterRepair = expectedNow <= 0 ? 0 : Math.max(0, lostAfterRepair) / (double) expectedNow;
    expectedPrior = expected;
    fromPathPrior = fromPath;
    uniquePrior = unique;
  }

  /** The path's loss in the interval closed last, in 1/256. */
  int fractionLost() {
    return fractionLost;
  }

  /** What was missing at the end of the interval closed last, repairs counted in, 0 to 1. */
  double fractionLostAfterRepair() {
    return fractionLostAfterRepair;
  }

  int cumulativeLost() {
    return Math.clamp(expected() - fromPath, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** The report block's 32 bits: cycles and highest sequence. */
  int reportedHighest() {
    return (int) (unwrapper.highest() - FIRST_CYCLE);
  }

  private long expected() {
    return unwrapper.started() ? unwrapper.highest() - first + 1 : 0;
  }

  private Verdict accept(long extended) {
    seen[wordOf(extended)] |= 1L << extended;
    unique++;
    packets++;
    return Verdict.NEW;
  }

  private boolean isSeen(long extended) {
    return (seen[wordOf(extended)] & (1L << extended)) != 0;
  }

  private void forget(long from, long to) {
    if (to - from >= WINDOW) {
      clearSeen();
      return;
    }
    for (long extended = from; extended <= to; extended++) {
      seen[wordOf(extended)] &= ~(1L << extended);
    }
  }

  private void clearSeen() {
    Arrays.fill(seen, 0);
  }

  private static int wordOf(long extended) {
    return Math.floorMod(extended, WINDOW) / Long.SIZE;
  }
}
