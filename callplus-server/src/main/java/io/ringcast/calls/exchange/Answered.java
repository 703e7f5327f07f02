package io.ringcast.calls.exchange;

/** A request that was answered: asked again with the same content, it gets the same answer. */
public record Answered(String sessionId, String requestId, long fingerprint, Answer answer) {}
