package io.ringcast.events.store;

import io.ringcast.events.Event;

/** An event with its {@link io.ringcast.events.Happening} as the store keeps it. */
public record StoredEvent(Event event, String details) {}
