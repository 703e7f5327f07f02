package io.ringcast.calls.desk;

import io.ringcast.calls.call.CallEffect;

/** Something that is to be done for a call, once the entries that led to it are durable. */
public record CallTask(String callId, CallEffect effect) {}
