package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.EncodedFrame;

/** Where a mix goes; called on its thread. */
public interface MixOutput {
  /** One picture; {@code timestamp} by a clock of 90 kHz. */
  void onVideo(EncodedFrame frame, long timestamp);

  /** One packet of sound; {@code timestamp} by a clock of 48 kHz. */
  void onAudio(EncodedFrame packet, long timestamp);

  /** Which timestamps of both stand for one moment, by the media plane's clock; said every second. */
  default void onClock(long nowNs, long videoTimestamp, long audioTimestamp) {}
}
