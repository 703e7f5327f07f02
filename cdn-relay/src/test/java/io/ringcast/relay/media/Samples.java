package io.ringcast.relay.media;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Parameter sets and frames for tests; their pictures are no pictures. */
public final class Samples {
  /** Baseline, 176 by 144. */
  public static final byte[] SPS = hex("6742000A9653058988");
  /** High profile, 1280 by 720. */
  public static final byte[] HIGH_SPS = hex("6764001FACD9405005BB0110000003001000000303C0F1831960");
  public static final byte[] PPS = hex("68CE3C80");
  public static final H264Config H264 = config(SPS);
  public static final H264Config HIGH = config(HIGH_SPS);
  public static final AacConfig AAC = AacConfig.lowComplexity(48_000, 2);

  private Samples() {}

  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static H264Config config(byte[] sps) {
    return Objects.requireNonNull(H264Config.of(List.of(sps), List.of(PPS)));
  }

  public static VideoFrame key(long timeUs) {
    return key(H264, timeUs);
  }

  public static VideoFrame key(H264Config config, long timeUs) {
    return new VideoFrame(config, timeUs, 0, true, hex("00000004 65888040"));
  }

  /** A keyframe of so many bytes. */
  public static VideoFrame large(long timeUs, int sizeBytes) {
    byte[] unit = new byte[sizeBytes];
    unit[0] = 0x65;
    return new VideoFrame(H264, timeUs, 0, true, NalUnits.withLengths(List.of(unit)));
  }

  public static VideoFrame delta(long timeUs) {
    return new VideoFrame(H264, timeUs, 0, false, hex("00000003 419A02"));
  }

  public static AudioFrame audio(long timeUs) {
    return new AudioFrame(AAC, timeUs, hex("21100504"));
  }
}
