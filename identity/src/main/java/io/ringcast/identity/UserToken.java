package io.ringcast.identity;

import java.time.Instant;
import java.util.Set;

/**
 * Who somebody is, until when.
 *
 * @param name what others are shown; empty for nothing
 * @param portraitUri the user's picture; empty for none
 * @param groups of which the user is a member, by the app's own ids
 */
public record UserToken(String userId, String name, String portraitUri, Set<String> groups, Instant issuedAt, Instant expiresAt) {

  /** More than these say nothing: a token has 8 kB. */
  public static final int GROUPS_MAX = 100;

  public UserToken {
    groups = Set.copyOf(groups);
  }

  /** Of a user without groups. */
  public UserToken(String userId, String name, String portraitUri, Instant issuedAt, Instant expiresAt) {
    this(userId, name, portraitUri, Set.of(), issuedAt, expiresAt);
  }
}
