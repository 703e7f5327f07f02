package io.ringcast.signaling.room;

import io.ringcast.identity.RoomWish.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another role for a participant, and what it may do in it; what is null stays as it was.
 *
 * @param sources what it may publish; empty for everything
 * @param hidden whether others are told nothing of it
 */
public record RoleChange(Role role, @Nullable Set<Source> sources, @Nullable Boolean hidden) {
  public RoleChange {
    sources = sources == null ? null : Set.copyOf(sources);
  }

  /** Of the role alone. */
  public static RoleChange to(Role role) {
    return new RoleChange(role, null, null);
  }

  Permissions applied(Permissions now) {
    return new Permissions(role.publishes(), now.subscribe(), now.publishData(), sources == null ? now.sources() : sources,
        now.updateOwn(), hidden == null ? now.hidden() : hidden, now.recorder());
  }
}
