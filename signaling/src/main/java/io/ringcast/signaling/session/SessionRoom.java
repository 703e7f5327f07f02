package io.ringcast.signaling.session;

import io.ringcast.sfu.api.PeerId;
import io.ringcast.signaling.room.host.RoomHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions of one room. Read and changed under the lock of {@link Sessions}. */
final class SessionRoom {
  private final RoomHost host;
  private final Map<PeerId, Session> sessions = new LinkedHashMap<>();

  SessionRoom(RoomHost host) {
    this.host = host;
  }

  RoomHost host() {
    return host;
  }

  void add(Session session) {
    sessions.put(session.peer(), session);
  }

  @Nullable Session remove(PeerId peer) {
    return sessions.remove(peer);
  }

  @Nullable Session session(PeerId peer) {
    return sessions.get(peer);
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
}
