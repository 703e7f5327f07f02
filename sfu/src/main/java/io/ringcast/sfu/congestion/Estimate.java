package io.ringcast.sfu.congestion;

/**
 * How much a path carries, and why that is believed.
 *
 * @param rateBps what may be sent
 * @param cause what held it there
 * @param delayRateBps what the queue allows
 * @param lossRateBps what loss allows; {@link Long#MAX_VALUE} while it allows all
 * @param deliveredBps what arrived lately, -1 before anything is known
 * @param queueDelayMs how long packets wait on the path
 * @param pathLoss the share lost at any rate, 0 to 1
 * @param heard whether any feedback came at all
 */
public record Estimate(
    long rateBps, Cause cause, long delayRateBps, long lossRateBps, long deliveredBps, double queueDelayMs, double pathLoss,
    boolean heard) {

  /** What keeps the rate from being higher. */
  public enum Cause {
    /** Nothing is known yet. */
    START,
    /** It grows as long as the queue does not. */
    GROWING,
    /** The queue grew, or empties. */
    QUEUE,
    /** Packets were lost because too much was sent. */
    LOSS,
    /** It is being found out whether less loss follows from sending less. */
    LOSS_TEST,
    /** A probe showed that this fits. */
    PROBE,
    /** The receiver asked for no more. */
    REMB,
    /** The receiver does not answer. */
    SILENCE,
    /** As much as the settings allow. */
    CEILING,
    /** As little as the settings allow. */
    FLOOR
  }
}
