package io.ringcast.bench.relay;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.NalUnits;
import io.ringcast.relay.media.VideoFrame;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Pictures and sounds of the sizes that a 2 Mbit/s stream has; nobody decodes them. */
final class TestStream {
  static final int PICTURES_PER_S = 30;
  private static final int KEYFRAME_EVERY = 60;
  private static final int KEYFRAME_BYTES = 45_000;
  private static final int PICTURE_BYTES = 7_600;
  private static final int SOUND_BYTES = 340;
  private static final long US_PER_S = 1_000_000;
  private static final long SEED = 12;
  static final H264Config VIDEO = Objects.requireNonNull(H264Config.of(
    List.of(HexFormat.of().parseHex("6742000A9653058988")), List.of(HexFormat.of().parseHex("68CE3C80"))));
  static final AacConfig AUDIO = AacConfig.lowComplexity(48_000, 2);

  private final Random random = new Random(SEED);
  private long pictures;
  private long sounds;

  /** The next frame in the order of time. */
  Frame next() {
    long pictureUs = pictures * US_PER_S / PICTURES_PER_S;
    long soundUs = sounds * AUDIO.frameUs();
    if (soundUs < pictureUs) {
      sounds++;
      return new AudioFrame(AUDIO, soundUs, bytes(SOUND_BYTES));
    }
    boolean keyframe = pictures++ % KEYFRAME_EVERY == 0;
    byte[] unit = bytes(keyframe ? KEYFRAME_BYTES : PICTURE_BYTES);
    unit[0] = (byte) (keyframe ? 0x65 : 0x41);
    return new VideoFrame(VIDEO, pictureUs, 0, keyframe, NalUnits.withLengths(List.of(unit)));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
