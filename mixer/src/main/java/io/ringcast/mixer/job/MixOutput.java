package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.EncodedFrame;

/** Where a mix goes; called on its thread. */
public interface MixOutput {
  /** One picture; {@code timestamp} by a clock of 90 kHz. */
  void onVideo(EncodedFrame frame, long timestamp);

  /** One packet of sound; {@code timestamp} by a clock of 48 kHz. */
  void onAudio(EncodedFrame packet, long timestamp);
}
