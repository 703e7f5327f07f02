package io.ringcast.events.log;

import io.ringcast.events.Event;
import io.ringcast.events.NewEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Events that wait to be written, all or none of them, with their details as JSON. */
record Append(List<NewEvent> events, List<String> details, long chars, CompletableFuture<List<Event>> done) {}
