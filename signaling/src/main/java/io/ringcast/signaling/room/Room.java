package io.ringcast.signaling.room;

import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of one room. Read and changed under the lock of {@link Rooms}, except for the speakers. */
final class Room {
  private final MediaRoom media;
  private final Map<PeerId, Session> sessions = new LinkedHashMap<>();
  private volatile List<Speaker> speakers = List.of();

  Room(MediaRoom media) {
    this.media = media;
  }

  RoomKey key() {
    return media.key();
  }

  MediaRoom media() {
    return media;
  }

  void add(Session session) {
    sessions.put(session.peer(), session);
  }

  @Nullable Session remove(PeerId peer) {
    return sessions.remove(peer);
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  List<Publishing> publishers() {
    return sessions.values().stream().filter(Publishing.class::isInstance).map(Publishing.class::cast).toList();
  }

  List<Watching> watchers() {
    return sessions.values().stream().filter(Watching.class::isInstance).map(Watching.class::cast).toList();
  }

  /** Who publishes a stream, null when nobody does. */
  @Nullable Publishing publisherOf(String streamId) {
    for (Publishing publisher : publishers()) {
      if (publisher.stream().streamId().equals(streamId)) {
        return publisher;
      }
    }
    return null;
  }

  /** Any thread. */
  void speakers(List<Speaker> current) {
    speakers = List.copyOf(current);
  }

  RoomView view() {
    return new RoomView(key(), List.copyOf(sessions.values()), speakers);
  }
}
