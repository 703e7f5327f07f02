package io.ringcast.signaling.room;

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

  /** The generation of its ICE credentials. */
  String iceGeneration();
}
