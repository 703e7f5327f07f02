package io.ringcast.signaling.session;

import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.SubscriptionHandle;
import io.ringcast.signaling.room.Participant;
import java.util.List;

/** A session that watches one stream. */
public record Watching(
    String sessionId,
    RoomKey room,
    String userId,
    Stream stream,
    IceGeneration ice,
    Peer connection,
    Participant participant,
    List<Subscribed> subscriptions) implements Session {

  /**
   * One publication as the session receives it.
   *
   * @param mid the media section's id at the watcher
   */
  public record Subscribed(String mid, PublicationSpec publication, SubscriptionHandle handle) {}

  public Watching {
    subscriptions = List.copyOf(subscriptions);
  }

  @Override
  public PeerId peer() {
    return connection.id();
  }

  @Override
  public LocalTransport local() {
    return connection.local();
  }

  @Override
  public Watching in(IceGeneration generation) {
    return new Watching(sessionId, room, userId, stream, generation, connection, participant, subscriptions);
  }
}
