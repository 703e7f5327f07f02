package io.ringcast.calls.call;

/** Somebody who is asked into a call. */
public record Invitee(String userId, Reach reach) {}
