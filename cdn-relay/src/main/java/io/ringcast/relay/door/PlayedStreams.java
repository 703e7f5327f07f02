package io.ringcast.relay.door;

import io.ringcast.relay.media.Frame;
import java.util.List;

/** The live streams that may be played; for threads that may wait. */
public interface PlayedStreams {
  /** A server that has no live streams. */
  PlayedStreams NONE = stream -> {
    throw new StreamRefusedException(StreamRefusal.UNAVAILABLE, "This server plays no live streams.");
  };

  /** Who takes a stream's frames, called on the sockets' thread. */
  interface Taker {
    /** The next frames, oldest first, the very first a keyframe where there are pictures. */
    void onFrames(List<Frame> frames);

    void onEnd();
  }

  /** A live stream that can be taken from. */
  interface Played {
    /** Names it as long as it lives: two that are equal are one. */
    Object id();

    /** How long from its opening it may be played by whom it was opened for. */
    default long validNs() {
      return Long.MAX_VALUE;
    }

    /** Begins to take. */
    void take(Taker taker) throws StreamRefusedException;

    /** Takes no more; any thread. */
    void leave(Taker taker);
  }

  /** The stream that a client asks for and may play, which begins now if it does not run. */
  Played open(StreamAddress stream) throws StreamRefusedException;
}
