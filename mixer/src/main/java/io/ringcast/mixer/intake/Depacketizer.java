package io.ringcast.mixer.intake;

/** Puts the payloads of one frame together as its codec's decoders want it. */
interface Depacketizer {
  /** Appends the next payload of a frame in order; false when it is malformed. */
  boolean add(byte[] payload, FrameBytes frame);

  /** Adds what decoders want behind a frame's last payload; false when it would be too large. */
  default boolean end(FrameBytes frame) {
    return true;
  }

  /** Nothing of what was added belongs to what follows. */
  default void restart() {}
}
