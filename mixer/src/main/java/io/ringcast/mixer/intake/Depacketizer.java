package io.ringcast.mixer.intake;

/** Puts the payloads of one frame together as its codec's decoders want it. */
interface Depacketizer {
  /** Appends the next payload of a frame in order; false when it is malformed. */
  boolean add(byte[] payload, FrameBytes frame);

  /** Nothing of what was added belongs to what follows. */
  default void restart() {}
}
