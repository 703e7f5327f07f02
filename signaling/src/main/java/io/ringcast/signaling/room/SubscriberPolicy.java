package io.ringcast.signaling.room;

import java.util.Map;
import java.util.Set;

/**
 * Whom a publisher lets subscribe to what.
 *
 * @param everybody whether nobody needs to be named
 * @param allTracksOf users that may have everything
 * @param tracksOf the publications that a user may have
 */
public record SubscriberPolicy(boolean everybody, Set<String> allTracksOf, Map<String, Set<String>> tracksOf) {
  public static final SubscriberPolicy OPEN = new SubscriberPolicy(true, Set.of(), Map.of());

  public SubscriberPolicy {
    allTracksOf = Set.copyOf(allTracksOf);
    tracksOf = Map.copyOf(tracksOf);
  }

  boolean admits(String userId, String publicationSid) {
    return everybody || allTracksOf.contains(userId) || tracksOf.getOrDefault(userId, Set.of()).contains(publicationSid);
  }
}
