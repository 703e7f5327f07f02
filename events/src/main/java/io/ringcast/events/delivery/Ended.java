package io.ringcast.events.delivery;

import io.ringcast.events.Event;

/** An event that was given up, and what its last attempt met. */
public record Ended(Event event, Outcome last, long atMs) {}
