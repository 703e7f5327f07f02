package io.ringcast.sfu.congestion;

/**
 * The bounds of an estimate, in bits a second.
 *
 * @param startBps before anything is known
 * @param floorBps never less: voice
 * @param ceilingBps never more
 */
public record EstimatorSettings(long startBps, long floorBps, long ceilingBps) {
  public static final EstimatorSettings DEFAULT = new EstimatorSettings(600_000, 40_000, 50_000_000);

  public EstimatorSettings {
    if (floorBps <= 0 || startBps < floorBps || ceilingBps < startBps) {
      throw new IllegalArgumentException("an estimate needs 0 < floor <= start <= ceiling, not "
        + floorBps + ", " + startBps + ", " + ceilingBps);
    }
  }
}
