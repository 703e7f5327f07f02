package io.ringcast.identity.ban;

/**
 * The tokens of a user that were issued before a time are worth nothing.
 *
 * @param forgetAtMs by then every such token has expired by itself
 */
public record Revocation(String appId, String userId, long beforeMs, long forgetAtMs) {}
