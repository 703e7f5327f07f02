package io.ringcast.events.delivery;

/**
 * @param inFlightMax requests at once; one receiver is not flooded
 * @param windowEvents events read but not settled; the log is read no further then
 * @param behindMax rooms that are behind; the log is read no further then
 * @param downAfter failures in a row after which the receiver counts as down and is probed with one request at a time
 * @param giveUpAfterMs how long one event is tried at least
 * @param giveUpFaults … and how often it must have failed by its own fault in that time
 */
public record DeliveryLimits(int inFlightMax, int windowEvents, int behindMax, int downAfter, long giveUpAfterMs, int giveUpFaults,
  Backoff backoff) {

  public static final DeliveryLimits DEFAULT =
    new DeliveryLimits(32, 1_024, 1_000, 5, 24 * 3_600_000L, 10, new Backoff(1_000, 600_000));
}
