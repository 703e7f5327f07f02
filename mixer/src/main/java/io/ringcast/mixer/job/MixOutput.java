package io.ringcast.mixer.job;

import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.sfu.api.Layer;

/** Where a mix goes; called on its thread. */
public interface MixOutput {
  /** One picture in one of its sizes, BIG or SMALL; {@code timestamp} by a clock of 90 kHz, the same for both. */
  void onVideo(Layer size, EncodedFrame frame, long timestamp);

  /** One packet of sound; {@code timestamp} by a clock of 48 kHz. */
  void onAudio(EncodedFrame packet, long timestamp);

  /** Which timestamps of both stand for one moment, by the media plane's clock; said every second. */
  default void onClock(long nowNs, long videoTimestamp, long audioTimestamp) {}
}
