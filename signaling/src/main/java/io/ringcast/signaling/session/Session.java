package io.ringcast.signaling.session;

import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Participant;

/** One participant's transport in a room, to publish a stream or to watch one. */
public sealed interface Session permits Publishing, Watching {
  /** Names the session to its owner; cannot be guessed. */
  String sessionId();

  RoomKey room();

  String userId();

  PeerId peer();

  /** The stream that is published or watched. */
  Stream stream();

  IceGeneration ice();

  Peer connection();

  /** The stay in the room that the session is. */
  Participant participant();

  /** What the owner must be told to reach this side now. */
  LocalTransport local();

  /** The same session in another ICE generation. */
  Session in(IceGeneration generation);
}
