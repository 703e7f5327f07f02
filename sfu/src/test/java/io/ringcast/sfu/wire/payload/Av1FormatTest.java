package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Av1FormatTest {
  private final Av1Format format = new Av1Format();
  private final PayloadInfo info = new PayloadInfo();

  /** OBU headers: 08 sequence header, 18 frame header, 20 tile group, 30 frame, 34 frame with layers, 32 frame with size. */
  @ParameterizedTest
  @CsvSource({
    "10 30AA,start",
    "90 30AA,''",
    "D0 30AA,''",
    "50 30AA,start",
    "10 18AA,start",
    "10 20AA,''",
    "10 34 48 AA,start S1T2",
    "10 24 48 AA,S1T2",
    "00 02 30AA,start",
    "00 02 20AA 02 30AA,start",
    "20 02 18AA 20AA,start",
    "20 02 20AA 34 28 AA,start S1T1",
    "A0 02 34AA 30 28,start",
    "10 32 01 AA,start",
    "00 8200 30AA,start",
    "90 00,''",
  })
  void readsElements(String payload, String expected) {
    assertThat(parse(payload)).isTrue();
    assertThat(Described.info(info)).isEqualTo(expected);
    assertThat(info.targets).isEqualTo(PayloadInfo.ALL_TARGETS);
  }

  @Test
  void aNewSequenceWithItsHeaderIsAKeyframe() {
    String sequence = sequenceHeader(new BitSink().put(0, 3).put(0, 1).put(0, 1).put(0, 2).put(0, 5).put(0x701, 12).put(5, 5), 640, 360);
    assertThat(parse("28 " + length(sequence) + sequence + "30AA")).isTrue();
    assertThat(Described.info(info)).isEqualTo("start key 640x360");
    assertThat(info.switchTargets).isEqualTo(PayloadInfo.ALL_TARGETS);
    assertThat(parse("20 " + length(sequence) + sequence + "30AA")).isTrue();
    assertThat(info.keyframe).isFalse();
    assertThat(parse("18 30AA")).isTrue();
    assertThat(info.keyframe).isFalse();
  }

  @Test
  void readsTheSizeBehindEverythingOptional() {
    BitSink reduced = new BitSink().put(0, 3).put(1, 1).put(1, 1).put(5, 5);
    assertSize(reduced, 1280, 720);
    BitSink full = new BitSink().put(0, 3).put(0, 1).put(0, 1).put(1, 1).put(1, 32).put(30, 32).put(1, 1).golomb(4);
    full.put(1, 1).put(9, 5).put(7, 32).put(3, 5).put(4, 5).put(1, 1).put(1, 5);
    full.put(0x703, 12).put(9, 5).put(1, 1).put(1, 1).put(5, 10).put(6, 10).put(0, 1).put(1, 1).put(3, 4);
    full.put(0x101, 12).put(7, 5).put(0, 1).put(0, 1);
    assertSize(full, 1920, 1080);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "10", "10 B0AA", "10 34", "10 32", "10 3680", "00 80", "00 03 30AA", "00 FFFFFFFFFF 30", "00 FFFFFFFF7F 30", "20 05 30AA",
    "20 02 18AA B4", "30 01 18 01 18 80 AA",
  })
  void refusesMalformedPayloads(String payload) {
    parse("10 30AA");
    assertThat(parse(payload)).isFalse();
    assertThat(info.frameStart).isFalse();
  }

  @Test
  void survivesHostileBytes() {
    String sequence = sequenceHeader(new BitSink().put(0, 3).put(1, 1).put(1, 1).put(5, 5), 640, 360);
    HostileBytes.feed(17, (bytes, offset, length) -> {
      if (format.parse(bytes, offset, length, info)) {
        assertThat(info.keyframe && !info.frameStart).isFalse();
        assertThat(info.width).isBetween(0, 65_536);
        assertThat(info.spatialLayer).isBetween(0, 3);
      }
    }, Hex.bytes("28 " + length(sequence) + sequence + "34 28 AA"), Hex.bytes("00 02 20AA 03 341001 02 30AA"));
  }

  private void assertSize(BitSink upToSize, int width, int height) {
    String sequence = sequenceHeader(upToSize, width, height);
    assertThat(parse("18" + sequence)).isTrue();
    assertThat(info.keyframe).isTrue();
    assertThat(info.width).isEqualTo(width);
    assertThat(info.height).isEqualTo(height);
    assertThat(parse("18" + sequence.substring(0, sequence.length() - 4))).isTrue();
    assertThat(info.width).isZero();
  }

  private static String sequenceHeader(BitSink upToSize, int width, int height) {
    return "08" + upToSize.put(11, 4).put(11, 4).put(width - 1, 12).put(height - 1, 12).hex();
  }

  private static String length(String hex) {
    return String.format("%02X", hex.length() / 2);
  }

  private boolean parse(String payload) {
    byte[] bytes = Hex.bytes("FF" + payload);
    return format.parse(bytes, 1, bytes.length - 1, info);
  }
}
