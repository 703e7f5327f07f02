package io.ringcast.mixer.live;

import io.ringcast.client.stage.Clip;
import io.ringcast.mixer.codec.AudioCodec;
import io.ringcast.mixer.codec.AudioEncoder;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.EncodedFrame;
import io.ringcast.mixer.codec.VideoEncoder;
import io.ringcast.mixer.codec.VideoFormat;
import io.ringcast.mixer.output.H264Payloads;
import io.ringcast.mixer.output.Vp8Payloads;
import io.ringcast.mixer.picture.Color;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.sfu.api.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What hosts play, encoded beforehand: one second that goes round. */
final class HostClips {
  static final int FRAMES_PER_SECOND = 30;
  /** A flash and a beep begin with each second and last so long. */
  static final int FLASH_FRAMES = 4;
  static final int BEEP_HZ = 1_000;
  static final int DARK = 0x202020;
  static final int WHITE = 0xF0F0F0;
  private static final int VIDEO_CLOCK = 90_000;
  private static final int SAMPLE_RATE = 48_000;
  private static final int PACKET_FRAMES = 960;
  private static final int PACKETS = SAMPLE_RATE / PACKET_FRAMES;

  private HostClips() {}

  /** One colour all over, keyframes only. */
  static Clip color(Codec codec, int width, int height, int rgb) throws CodecException {
    return video(codec, width, height, List.of(rgb), 1);
  }

  /** One colour all over for three seconds, with one keyframe. */
  static Clip colorOfOneKeyframe(Codec codec, int width, int height, int rgb) throws CodecException {
    return video(codec, width, height, Collections.nCopies(3 * FRAMES_PER_SECOND, rgb), 3 * FRAMES_PER_SECOND);
  }

  /** Dark, and white when a second begins. */
  static Clip flash(Codec codec, int width, int height) throws CodecException {
    List<Integer> colors = new ArrayList<>();
    for (int i = 0; i < FRAMES_PER_SECOND; i++) {
      colors.add(i < FLASH_FRAMES ? WHITE : DARK);
    }
    return video(codec, width, height, colors, 1);
  }

  private static Clip video(Codec codec, int width, int height, List<Integer> colors, int keyframeEvery) throws CodecException {
    List<List<byte[]>> frames = new ArrayList<>();
    Vp8Payloads vp8 = new Vp8Payloads();
    VideoFormat format = new VideoFormat(codec, width, height, FRAMES_PER_SECOND, 500_000, keyframeEvery);
    try (VideoEncoder encoder = new VideoEncoder(format); Picture picture = Picture.of(width, height)) {
      for (int i = 0; i < colors.size(); i++) {
        picture.fill(picture.bounds(), Color.ofRgb(colors.get(i)));
        EncodedFrame frame = encoder.encode(picture, i, i % keyframeEvery == 0);
        if (frame == null) {
          throw new AssertionError("no frame " + i);
        }
        frames.add(codec == Codec.H264 ? H264Payloads.of(frame.data()) : vp8.of(frame.data()));
      }
    }
    return new Clip(frames, VIDEO_CLOCK / FRAMES_PER_SECOND, VIDEO_CLOCK, keyframeEvery);
  }

  /** One tone for a second; as loud as 32 of them may be together. */
  static Clip tone(double hertz, double amplitude) throws CodecException {
    return audio(position -> amplitude * Math.sin(2 * Math.PI * hertz * position / SAMPLE_RATE));
  }

  /** A beep when a second begins, silence else. */
  static Clip beep() throws CodecException {
    int beepFrames = SAMPLE_RATE * FLASH_FRAMES / FRAMES_PER_SECOND;
    return audio(position -> position < beepFrames ? 0.5 * Math.sin(2 * Math.PI * BEEP_HZ * position / SAMPLE_RATE) : 0);
  }

  private interface Wave {
    double at(int position);
  }

  /** The second of two equal seconds, so that its beginning follows its end. */
  private static Clip audio(Wave wave) throws CodecException {
    List<List<byte[]>> packets = new ArrayList<>();
    float[] samples = new float[2 * PACKET_FRAMES];
    try (AudioEncoder encoder = new AudioEncoder(AudioCodec.OPUS, 64_000)) {
      for (int packet = 0; packet < 2 * PACKETS + 2; packet++) {
        for (int i = 0; i < PACKET_FRAMES; i++) {
          samples[2 * i] = (float) wave.at((packet * PACKET_FRAMES + i) % SAMPLE_RATE);
          samples[2 * i + 1] = samples[2 * i];
        }
        encoder.encode(samples, PACKET_FRAMES, encoded -> packets.add(List.of(encoded.data())));
      }
    }
    return new Clip(packets.subList(PACKETS, 2 * PACKETS), PACKET_FRAMES, SAMPLE_RATE, 1);
  }
}
