package io.ringcast.events.delivery;

import java.util.Map;

/**
 * How a receiver stands.
 *
 * @param position up to where everything is settled but for rooms that are behind
 * @param unread events of the log it has not looked at
 * @param attempts by how they ended
 * @param gaveUp events that were ended after a day
 * @param expired events that were deleted before it could have them, those it would not have wanted included
 */
public record DeliveryReport(boolean down, long position, long unread, int roomsBehind, int inFlight, Map<Outcome, Long> attempts,
  long gaveUp, long expired) {}
