package io.ringcast.signaling.room;

import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;

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

  /** What the owner must be told to reach this side now. */
  LocalTransport local();

  /** The same session in another ICE generation. */
  Session in(IceGeneration generation);
}
