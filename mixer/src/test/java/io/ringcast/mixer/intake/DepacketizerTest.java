package io.ringcast.mixer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads, in hexadecimal and parted by blanks, and the frame that comes of them; a dash stands for refused. */
class DepacketizerTest {
  private static final HexFormat HEX = HexFormat.of();

  private static String framed(Depacketizer depacketizer, String payloads) {
    FrameBytes frame = new FrameBytes();
    for (String payload : List.of(payloads.split(" ", -1))) {
      if (!depacketizer.add(HEX.parseHex(payload), frame)) {
        return "-";
      }
    }
    assertThat(depacketizer.end(frame)).isTrue();
    return HEX.formatHex(frame.copy());
  }

  @ParameterizedTest
  @CsvSource({
    "6588aabb, 000000016588aabb",
    "7800026742000268cc, 0000000167420000000168cc",
    "7c85aa 7c05bb 7c45cc, 0000000165aabbcc",
    "7c05bb, -",
    "7c85, -",
    "7800056742, -",
    "79aa, -"})
  void h264(String payloads, String frame) {
    assertThat(framed(new H264Depacketizer(), payloads)).isEqualTo(frame);
  }

  @ParameterizedTest
  @CsvSource({
    "10aabb 00cc, aabbcc",
    "908080010102aabb, 0102aabb",
    "90807faabb, aabb",
    "90f08001050601aabb, 01aabb",
    "9080, -",
    "10, -"})
  void vp8(String payloads, String frame) {
    assertThat(framed(new DescribedDepacketizer(DescribedDepacketizer::vp8), payloads)).isEqualTo(frame);
  }

  @ParameterizedTest
  @CsvSource({
    "08aabb 04cc, aabbcc",
    "08aabb 04cc 0cdd, aabbccddd90300000001000000d9",
    "888001aabb, aabb",
    "a880010005aabb, aabb",
    "580302aabb, aabb",
    "0a1002800168aabb, aabb",
    "0a0802040100aabb, aabb",
    "0a100280, -",
    "88, -"})
  void vp9(String payloads, String frame) {
    assertThat(framed(new Vp9Depacketizer(), payloads)).isEqualTo(frame);
  }

  /** One OBU in one packet; one over three; two, the first with its length; one that has its size; a stray continuation; cut short. */
  @ParameterizedTest
  @CsvSource({
    "1030aabb, 3282808000aabb",
    "5030aa d0bb 90cc, 3283808000aabbcc",
    "2002081130aa, 0a81808000113281808000aa",
    "00033201aa, 3201aa",
    "90aa, -",
    "0005aa, -"})
  void av1(String payloads, String frame) {
    assertThat(framed(new Av1Depacketizer(), payloads)).isEqualTo(frame);
  }

  @Test
  void noiseIsRefusedOrBounded() {
    for (int seed = 1; seed <= 3_000; seed++) {
      Random random = new Random(seed);
      Depacketizer[] all = {new H264Depacketizer(), new Av1Depacketizer(), new DescribedDepacketizer(DescribedDepacketizer::vp8),
        new Vp9Depacketizer()};
      Depacketizer one = all[random.nextInt(all.length)];
      FrameBytes frame = new FrameBytes();
      for (int i = 0; i < 10; i++) {
        byte[] payload = new byte[1 + random.nextInt(40)];
        random.nextBytes(payload);
        if (!one.add(payload, frame)) {
          one.restart();
          frame.clear();
        }
      }
      assertThat(frame.length()).as("seed %d", seed).isLessThan(1_000);
    }
  }
}
