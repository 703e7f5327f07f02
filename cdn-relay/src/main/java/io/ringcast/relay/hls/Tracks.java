package io.ringcast.relay.hls;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.VideoFrame;
import org.jspecify.annotations.Nullable;

/** What a stream holds and how its decoders are configured; what it does not hold is null. */
record Tracks(@Nullable H264Config video, @Nullable AacConfig audio) {
  static final int VIDEO_ID = 1;
  static final int AUDIO_ID = 2;
  /** Ticks a second of pictures; sounds have their sample rate, so that each lasts a whole number of ticks. */
  static final int VIDEO_RATE = 90_000;

  /** Whether this frame's decoder is configured. */
  boolean fits(Frame frame) {
    return switch (frame) {
      case VideoFrame picture -> picture.config().equals(video);
      case AudioFrame sound -> sound.config().equals(audio);
    };
  }

  /** RFC 6381's names, as the multivariant playlist lists them. */
  String codecs() {
    String pictures = video == null ? "" : video.codecName();
    String sounds = audio == null ? "" : audio.codecName();
    return pictures.isEmpty() || sounds.isEmpty() ? pictures + sounds : pictures + "," + sounds;
  }
}
