package io.ringcast.identity;

import java.time.Instant;

/**
 * Who somebody is, until when.
 *
 * @param name what others are shown; empty for nothing
 * @param portraitUri the user's picture; empty for none
 */
public record UserToken(String userId, String name, String portraitUri, Instant issuedAt, Instant expiresAt) {}
