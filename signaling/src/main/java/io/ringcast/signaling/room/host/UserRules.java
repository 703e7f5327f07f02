package io.ringcast.signaling.room.host;

import io.ringcast.identity.StayPolicy;
import io.ringcast.signaling.room.Exclusions;
import java.util.function.Function;

/**
 * What apps decide of their users.
 *
 * @param exclusions who is kept out
 * @param stays where an app's users may be at a time, by app
 */
public record UserRules(Exclusions exclusions, Function<String, StayPolicy> stays) {
  /** Everybody may come, and be where users may be by default. */
  public static final UserRules USUAL = new UserRules(Exclusions.NONE, appId -> StayPolicy.DEFAULT);
}
