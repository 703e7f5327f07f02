package io.ringcast.fuzz.body;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.VideoFrame;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Frames of live streams, for seeds and steps. */
final class LiveFrames {
  private static final byte[] PICTURE_SET = hex("68CE3C80");
  private static final H264Config SMALL = config("6742000A9653058988");
  private static final H264Config LARGE = config("6764001FACD9405005BB0110000003001000000303C0F1831960");
  private static final AacConfig STEREO = AacConfig.lowComplexity(48_000, 2);
  private static final AacConfig MONO = AacConfig.lowComplexity(44_100, 1);

  private LiveFrames() {}

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static H264Config config(String sequenceSet) {
    return Objects.requireNonNull(H264Config.of(List.of(hex(sequenceSet)), List.of(PICTURE_SET)));
  }

  /** A frame as the bits of {@code kind} say: 1 picture, 2 keyframe, 4 another configuration, 8 shown later. */
  static Frame frame(int kind, long timeUs) {
    boolean other = (kind & 4) != 0;
    if ((kind & 1) == 0) {
      return new AudioFrame(other ? MONO : STEREO, timeUs, hex("21100504"));
    }
    boolean key = (kind & 2) != 0;
    return new VideoFrame(other ? LARGE : SMALL, timeUs, (kind & 8) * 5_000L, key, hex(key ? "0000000465888040" : "00000003419A02"));
  }

  /** A second of a stream that changes its size. */
  static List<Frame> second() {
    return List.of(frame(3, 0), frame(0, 1_000), frame(1, 40_000), frame(9, 80_000), frame(0, 500_000), frame(7, 900_000));
  }
}
