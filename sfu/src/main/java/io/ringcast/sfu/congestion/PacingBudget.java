package io.ringcast.sfu.congestion;

import io.ringcast.sfu.api.MediaKind;

/**
 * Spreads what leaves for one peer: a credit that fills with time, somewhat faster than the path's estimate, from which everything is paid.
 * Voice never waits; it may overdraw the credit, video then waits until it is paid. Owned by one loop.
 */
public final class PacingBudget implements DepartureBudget {
  /** A frame must get out before the next one comes; the estimate bounds the mean, not the moment. */
  private static final double FACTOR = 2.5;
  /** What was not used is not saved for long: a burst of it would fill the path's queue. */
  private static final long SAVED_NS = 40_000_000;
  /** A packet must fit into what may be saved, however slow the path. */
  private static final long LEAST_SAVED_BYTES = 2_400;
  /** Voice overdraws by so much at most; what is beyond is forgiven. */
  private static final long DEBT_NS = 200_000_000;
  private static final double NS_PER_S = 1e9;

  private double bytesPerNs;
  private double credit;
  private long filledNs;
  private boolean started;

  /** The path's estimate changed. */
  public void rate(long bitrateBps, long nowNs) {
    fill(nowNs);
    bytesPerNs = FACTOR * bitrateBps / Byte.SIZE / NS_PER_S;
  }

  @Override
  public boolean admits(MediaKind kind, int bytes, long nowNs) {
    fill(nowNs);
    if (kind == MediaKind.VIDEO && credit <= 0) {
      return false;
    }
    credit = Math.max(credit - bytes, -bytesPerNs * DEBT_NS);
    return true;
  }

  /** When video may leave again; now or earlier when it may. */
  public long nextNs(long nowNs) {
    fill(nowNs);
    return credit > 0 || bytesPerNs == 0 ? nowNs : nowNs + 1 + (long) (-credit / bytesPerNs);
  }

  private void fill(long nowNs) {
    double most = Math.max(LEAST_SAVED_BYTES, bytesPerNs * SAVED_NS);
    credit = started ? Math.min(most, credit + bytesPerNs * Math.max(0, nowNs - filledNs)) : LEAST_SAVED_BYTES;
    filledNs = started ? Math.max(filledNs, nowNs) : nowNs;
    started = true;
  }
}
