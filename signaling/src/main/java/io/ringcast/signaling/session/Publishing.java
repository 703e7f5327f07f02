package io.ringcast.signaling.session;

import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Participant;

/** A session that publishes. */
public record Publishing(
    String sessionId, RoomKey room, String userId, Stream stream, IceGeneration ice, Peer connection, Participant participant)
    implements Session {
  @Override
  public PeerId peer() {
    return connection.id();
  }

  @Override
  public LocalTransport local() {
    return connection.local();
  }

  @Override
  public Publishing in(IceGeneration generation) {
    return new Publishing(sessionId, room, userId, stream, generation, connection, participant);
  }
}
