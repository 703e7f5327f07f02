package io.ringcast.signaling.live;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Rooms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives live streams their places in rooms. For threads that may wait. */
public final class LivePlaces {
  private final Rooms rooms;
  private final RoomMixes mixes;

  public LivePlaces(Rooms rooms, RoomMixes mixes) {
    this.rooms = rooms;
    this.mixes = mixes;
  }

  /** @param tracks what the stream is made of as it begins; its ear was told the same */
  public record Taken(LivePlace place, LiveTracks tracks) {}

  /**
   * Takes a place in a room that is open; empty when it is not.
   *
   * @param streamId null for the room's own stream
   */
  public Optional<Taken> take(RoomKey key, @Nullable String streamId, LiveEar ear) throws RoomRefusedException {
    if (streamId == null) {
      mixes.onWatched(key);
    }
    return rooms.wonder(key, (host, room) -> {
      LivePlace place = new LivePlace(host, streamId, ear);
      return new Taken(place, place.tracks());
    });
  }
}
