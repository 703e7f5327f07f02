package io.ringcast.calls.desk;

import io.ringcast.calls.call.CallEvent;

/** An event that a call accepted, as it is written down. */
public record CallEntry(String callId, long atMs, CallEvent event) {}
