package io.ringcast.events.delivery;

/**
 * Where a room that is behind stands.
 *
 * @param sequence of the event that is next to deliver
 * @param attempts that failed for it
 * @param failingSinceMs when the first of them was; 0 without any
 */
public record SavedLane(long sequence, int attempts, long failingSinceMs) {}
