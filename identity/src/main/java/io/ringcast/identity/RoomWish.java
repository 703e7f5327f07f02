package io.ringcast.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code ringcast} claim asks of the room that a join may create, and of the place in it; null where the token is silent. A role
 * says in which mode it exists, media are a live room's: the mode follows from them.
 *
 * @param waitingAs by which name it connects and waits to be let in, unseen and without media; null where it comes in at once
 */
public record RoomWish(@Nullable Role role, @Nullable Mode mode, @Nullable Media media, @Nullable String waitingAs) {

  /** A claim that says nothing. */
  public static final RoomWish NONE = new RoomWish(null, null, null);

  /** A participant's role. */
  public enum Role {
    HOST(Mode.LIVE, true),
    AUDIENCE(Mode.LIVE, false),
    PARTICIPANT(Mode.MEETING, true),
    OBSERVER(Mode.MEETING, false);

    private final Mode mode;
    private final boolean publishes;

    Role(Mode mode, boolean publishes) {
      this.mode = mode;
      this.publishes = publishes;
    }

    /** The rooms that have it. */
    public Mode mode() {
      return mode;
    }

    /** Whether it may publish. */
    public boolean publishes() {
      return publishes;
    }

    /** The role of a room's mode that may publish, or may not. */
    public static Role of(Mode mode, boolean publishes) {
      return mode == Mode.LIVE ? (publishes ? HOST : AUDIENCE) : (publishes ? PARTICIPANT : OBSERVER);
    }
  }

  /** A room's mode. */
  public enum Mode { MEETING, LIVE }

  /** A live room's media. */
  public enum Media { AUDIO, VIDEO }

  /** Of somebody who comes in at once. */
  public RoomWish(@Nullable Role role, @Nullable Mode mode, @Nullable Media media) {
    this(role, mode, media, null);
  }

  public RoomWish {
    if (mode == null && role != null) {
      mode = role.mode();
    } else if (mode == null && media != null) {
      mode = Mode.LIVE;
    }
    if (role != null && role.mode() != mode) {
      throw new IllegalArgumentException("a room of mode " + lower(mode) + " has no " + lower(role));
    }
    if (media != null && mode != Mode.LIVE) {
      throw new IllegalArgumentException("media are a live room's: a meeting has both");
    }
  }

  /** The same in another role. */
  public RoomWish with(@Nullable Role other) {
    return new RoomWish(other, mode, media, waitingAs);
  }

  /** The same of somebody who waits by this name, or does not. */
  public RoomWish waiting(@Nullable String name) {
    return new RoomWish(role, mode, media, name);
  }

  private static String lower(@Nullable Enum<?> value) {
    return String.valueOf(value).toLowerCase(Locale.ROOT);
  }
}
