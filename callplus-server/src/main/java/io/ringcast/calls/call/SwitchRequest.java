package io.ringcast.calls.call;

/** A request to switch a call's media that waits for an answer. */
public record SwitchRequest(long transactionId, String byUserId, CallMedia media, long untilMs) {}
