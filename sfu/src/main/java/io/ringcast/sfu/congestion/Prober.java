package io.ringcast.sfu.congestion;

import org.jspecify.annotations.Nullable;

/**
 * Decides when to try whether more fits, and how much: at the start, when more is wanted than is known to fit, and after a rest. A try that
 * showed more is followed by a larger one at once; tries that showed nothing come ever more rarely, up to {@link #RAREST_NS}.
 */
public final class Prober {
  static final long FIRST_INTERVAL_NS = 2_000_000_000L;
  static final long RAREST_NS = 6_000_000_000L;
  /** Nothing sent for so long is a rest: what fitted before may not fit now. */
  static final long REST_NS = 3_000_000_000L;

  /** At the start nothing is known: up to three and six times the first rate. */
  private static final int[] START_FACTORS = {3, 6};
  private static final double FACTOR = 2;
  /** A result of this share of what was tried is a success, which asks for more. */
  private static final double SUCCESS = 0.7;
  /** No more is tried than is of use, and a little. */
  private static final double BEYOND_WANTED = 1.2;
  /** Wanting a little more than is known to fit is no reason. */
  private static final double WORTH = 1.05;
  private static final long DURATION_NS = 20_000_000;
  /** A probe needs five packets to be measured by; on a narrow path small ones, which do not fill its queue. */
  private static final int LEAST_BYTES = 5 * 250;
  private static final long UNANSWERED_NS = 1_000_000_000L;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final int MOST_ID = 255;
  private static final long NEVER = Long.MIN_VALUE;

  private final long ceilingBps;
  private int started;
  private int lastId;
  private long triedBps;
  private long triedNs = NEVER;
  private boolean awaiting;
  private boolean again;
  private long intervalNs = FIRST_INTERVAL_NS;
  private long wantedBps;
  private long lastSentNs = NEVER;
  private boolean rested;

  public Prober(long ceilingBps) {
    this.ceilingBps = ceilingBps;
  }

  /** More, or less, is of use than before: a wish for more is tried soon. */
  public void want(long bitrateBps) {
    if (bitrateBps > wantedBps * WORTH) {
      intervalNs = FIRST_INTERVAL_NS;
    }
    wantedBps = bitrateBps;
  }

  /** Media was sent. */
  public void onSent(long nowNs) {
    rested |= lastSentNs != NEVER && nowNs - lastSentNs > REST_NS;
    lastSentNs = nowNs;
  }

  /** The probe that is to begin now; null when none is. */
  public @Nullable Probe next(long estimateBps, boolean calm, long nowNs) {
    if (awaiting && nowNs - triedNs < UNANSWERED_NS) {
      return null;
    }
    if (awaiting) {
      awaiting = false;
      onNothing();
    }
    if (!calm || lastSentNs == NEVER || wantedBps <= estimateBps * WORTH) {
      again = false;
      return null;
    }
    if (started < START_FACTORS.length) {
      return begin(estimateBps, START_FACTORS[started++], nowNs);
    }
    if (again) {
      return begin(estimateBps, FACTOR, nowNs);
    }
    if (rested || nowNs - triedNs >= intervalNs) {
      double factor = rested ? 1 : FACTOR;
      rested = false;
      return begin(estimateBps, factor, nowNs);
    }
    return null;
  }

  /** A probe showed this much; {@link BandwidthEstimator#NO_RESULT} when it showed nothing. */
  public void onResult(long shownBps) {
    awaiting = false;
    again = shownBps >= SUCCESS * triedBps;
    if (again) {
      intervalNs = FIRST_INTERVAL_NS;
    } else {
      onNothing();
    }
  }

  private void onNothing() {
    again = false;
    started = START_FACTORS.length;
    intervalNs = Math.min(RAREST_NS, intervalNs + intervalNs / 2);
  }

  private @Nullable Probe begin(long estimateBps, double factor, long nowNs) {
    long rate = (long) Math.min(Math.min(estimateBps * factor, wantedBps * BEYOND_WANTED), (double) ceilingBps);
    lastId = lastId == MOST_ID ? 1 : lastId + 1;
    triedBps = rate;
    triedNs = nowNs;
    awaiting = true;
    again = false;
    long leastNs = LEAST_BYTES * Byte.SIZE * NS_PER_S / rate;
    return new Probe(lastId, rate, Math.max(DURATION_NS, leastNs));
  }
}
