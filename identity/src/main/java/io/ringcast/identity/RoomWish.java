package io.ringcast.identity;

import org.jspecify.annotations.Nullable;

/** What the {@code ringcast} claim asks of the room that a join may create; null where the token is silent. */
public record RoomWish(@Nullable Role role, @Nullable Mode mode, @Nullable Media media) {

  /** A claim that says nothing. */
  public static final RoomWish NONE = new RoomWish(null, null, null);

  /** A participant's role: the first two belong to live rooms, the others to meetings. */
  public enum Role { HOST, AUDIENCE, PARTICIPANT, OBSERVER }

  /** A room's mode. */
  public enum Mode { MEETING, LIVE }

  /** A live room's media. */
  public enum Media { AUDIO, VIDEO }
}
