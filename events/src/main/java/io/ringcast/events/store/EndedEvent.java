package io.ringcast.events.store;

import io.ringcast.events.RoomKey;
import io.ringcast.events.delivery.Outcome;

/** An event that a receiver was not given: what its last attempt met, and when. */
public record EndedEvent(String eventId, RoomKey room, long sequence, Outcome last, long atMs) {}
