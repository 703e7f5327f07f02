package io.ringcast.signaling.live;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives live streams their places in rooms. For threads that may wait. */
public final class LivePlaces {
  private final Rooms rooms;
  private final RoomMixes mixes;
  private final Executor executor;

  /** @param executor begins the mixes of rooms in which more is published while they are played */
  public LivePlaces(Rooms rooms, RoomMixes mixes, Executor executor) {
    this.rooms = rooms;
    this.mixes = mixes;
    this.executor = executor;
  }

  /** @param tracks what the stream is made of as it begins; its ear was told the same */
  public record Taken(LivePlace place, LiveTracks tracks) {}

  /**
   * Takes a place in a room that is open; empty when it is not. A room of several streams, or of one that live streams do not carry, is
   * mixed from now on.
   *
   * @param streamId null for the room's own stream
   */
  public Optional<Taken> take(RoomKey key, @Nullable String streamId, LiveEar ear) throws RoomRefusedException {
    boolean needed = streamId == null && rooms.wonder(key, (host, room) -> needsMix(streams(room))).orElse(false);
    boolean unmixed = needed && !mixes.onRelayed(key);
    return rooms.wonder(key, (host, room) -> {
      LivePlace place = new LivePlace(host, streamId, ear, mixed -> mix(host, mixed), unmixed);
      return new Taken(place, place.tracks());
    });
  }

  private void mix(RoomHost host, Consumer<Boolean> mixed) {
    try {
      executor.execute(() -> {
        boolean runs = isMixed(host.key());
        host.tell(() -> mixed.accept(runs));
      });
    } catch (RejectedExecutionException e) {
      // The server stops.
    }
  }

  private boolean isMixed(RoomKey key) {
    try {
      return mixes.onRelayed(key);
    } catch (RoomRefusedException e) {
      return false;
    }
  }

  private static List<LiveTracks> streams(Room room) {
    return room.visible().stream().flatMap(member -> member.publications().stream()).filter(Publication::live)
        .collect(Collectors.groupingBy(Publication::streamId)).values().stream().map(LiveTracks::of).toList();
  }

  /** Whether these streams are one live stream by their mix alone. What nobody can decode is mixed only beside others. */
  static boolean needsMix(List<LiveTracks> streams) {
    return streams.stream().anyMatch(one -> !one.encrypted()) && (streams.size() > 1 || !streams.getFirst().carried());
  }
}
