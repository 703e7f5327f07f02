package io.ringcast.signaling.room;

import io.ringcast.identity.RoomWish;
import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Mode;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.MediaKind;
import org.jspecify.annotations.Nullable;

/** What kind of room it is: a meeting of participants, or a live room, whose hosts have an audience. */
public enum RoomMode {
  MEETING(Mode.MEETING, null),
  LIVE_AUDIO(Mode.LIVE, Media.AUDIO),
  LIVE_VIDEO(Mode.LIVE, Media.VIDEO);

  private final Mode mode;
  private final @Nullable Media media;

  RoomMode(Mode mode, @Nullable Media media) {
    this.mode = mode;
    this.media = media;
  }

  public Mode mode() {
    return mode;
  }

  /** A live room's media. */
  public @Nullable Media media() {
    return media;
  }

  public boolean live() {
    return mode == Mode.LIVE;
  }

  /** Whether a publication may be of this kind. */
  public boolean allows(MediaKind kind) {
    return kind == MediaKind.AUDIO || media != Media.AUDIO;
  }

  /** The role of whoever may publish here, or may not. */
  public Role role(boolean publishes) {
    return Role.of(mode, publishes);
  }

  /** The mode that is wished for: a live room has video unless it says otherwise; null where nothing is said. */
  public static @Nullable RoomMode wished(RoomWish wish) {
    if (wish.mode() == null) {
      return null;
    }
    return of(wish.mode(), wish.media());
  }

  public static RoomMode of(Mode mode, @Nullable Media media) {
    return mode == Mode.MEETING ? MEETING : media == Media.AUDIO ? LIVE_AUDIO : LIVE_VIDEO;
  }
}
