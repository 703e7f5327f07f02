package io.ringcast.identity;

import java.time.Duration;
import java.util.List;

/**
 * What an app's users may have for their user tokens.
 *
 * @param lifetime how long a user token is valid
 * @param roomTokenLifetime how long a room token is valid that one is exchanged for; a stay may last longer
 * @param publish the rooms in which users may publish
 * @param watch the rooms which they may only watch
 */
public record UserTokenPolicy(Duration lifetime, Duration roomTokenLifetime, List<RoomPattern> publish, List<RoomPattern> watch) {
  public static final Duration LIFETIME = Duration.ofDays(30);
  public static final Duration ROOM_TOKEN_LIFETIME = Duration.ofHours(1);

  /** Users of such an app may join any room, as RongCloud's may. */
  public static final UserTokenPolicy DEFAULT =
    new UserTokenPolicy(LIFETIME, ROOM_TOKEN_LIFETIME, List.of(new RoomPattern("*")), List.of());

  public UserTokenPolicy {
    if (!lifetime.isPositive() || !roomTokenLifetime.isPositive()) {
      throw new IllegalArgumentException("a token's lifetime must be longer than nothing");
    }
    publish = List.copyOf(publish);
    watch = List.copyOf(watch);
  }

  public boolean mayPublish(String roomId) {
    return anyMatches(publish, roomId);
  }

  /** Whoever may publish may watch. */
  public boolean mayWatch(String roomId) {
    return mayPublish(roomId) || anyMatches(watch, roomId);
  }

  private static boolean anyMatches(List<RoomPattern> patterns, String roomId) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(roomId));
  }
}
