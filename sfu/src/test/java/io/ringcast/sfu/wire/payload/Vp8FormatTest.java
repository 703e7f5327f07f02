package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Vp8FormatTest {
  /** Keyframe, first partition size arbitrary, 1280x720 with scaling bits set. */
  private static final String KEYFRAME = "300200 9D012A 0045 D0C2";
  private static final String DELTA = "310200";
  private static final String FULL = "90E0 9234 56 A0";

  private final Vp8Format format = new Vp8Format();
  private final PayloadInfo info = new PayloadInfo();

  @ParameterizedTest
  @CsvSource({
    "10" + DELTA + ",start",
    "10" + KEYFRAME + ",start key 1280x720",
    "00" + KEYFRAME + ",''",
    "11" + KEYFRAME + ",''",
    "30" + DELTA + ",start discardable",
    "9080 7F" + DELTA + ",start id 127/7",
    "9080 FFFF" + DELTA + ",start id 32767/15",
    "9040 FE" + DELTA + ",start tl0 254",
    "9020 80" + DELTA + ",start layer 2",
    "9010 FF" + DELTA + ",start",
    "9000" + DELTA + ",start",
    FULL + DELTA + ",start id 4660/15 tl0 86 layer 2 sync",
    FULL + KEYFRAME + ",start key 1280x720 id 4660/15 tl0 86 layer 2 sync",
  })
  void readsTheDescriptor(String payload, String expected) {
    assertThat(parse(payload)).isTrue();
    assertThat(described()).isEqualTo(expected);
  }

  /** Descriptor; targets, switch targets. */
  @ParameterizedTest
  @CsvSource({
    "10" + DELTA + ",ffff,0000",
    "10" + KEYFRAME + ",ffff,ffff",
    "9020 00" + DELTA + ",ffff,0000",
    "9020 40" + DELTA + ",eeee,0000",
    "9020 80" + DELTA + ",cccc,0000",
    "9020 A0" + DELTA + ",cccc,4444",
    "9020 E0" + DELTA + ",8888,8888",
    "9020 00" + KEYFRAME + ",ffff,ffff",
  })
  void tellsWhoNeedsAFrame(String payload, String targets, String switches) {
    assertThat(parse(payload)).isTrue();
    assertThat(Described.targets(info.targets)).isEqualTo(targets);
    assertThat(Described.targets(info.switchTargets)).isEqualTo(switches);
  }

  @Test
  void aKeyframeCutShortHasNoSize() {
    assertThat(parse("10 300200 9D012A 0045 D0")).isTrue();
    assertThat(info.keyframe).isTrue();
    assertThat(info.width).isZero();
    assertThat(parse("10 300200 9D012B 0045 D0C2")).isTrue();
    assertThat(info.width).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "90", "9080", "908012", "90809234", "90E0923456", "90E0923456A0", "9040", "9020"})
  void refusesDescriptorsWithoutPayload(String payload) {
    parse(FULL + KEYFRAME);
    assertThat(parse(payload)).isFalse();
    assertThat(info.keyframe).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "90E0 9234 56 A0 310200,1,1,90e0923557a0310200",
    "90E0 FFFF FF A0 310200,1,1,90e0800000a0310200",
    "90E0 8000 00 A0 310200,-1,-1,90e0ffffffa0310200",
    "90E0 9234 56 A0 310200,40000,300,90e0ae7482a0310200",
    "9080 7F 310200,1,5,908000310200",
    "9080 00 310200,-1,5,90807f310200",
    "9040 56 310200,9,2,904058310200",
    "10 310200,1,1,10310200",
    "90E0 9234 56 A0,1,1,90e0923456a0",
    "90,1,1,90",
  })
  void movesPictureIdAndTl0WithinTheirWidths(String payload, int pictureIdDelta, int tl0Delta, String rewritten) {
    byte[] bytes = Hex.bytes("EE" + payload);
    format.rewrite(bytes, 1, bytes.length - 1, pictureIdDelta, tl0Delta);
    assertThat(Hex.string(bytes, 0, bytes.length)).isEqualTo("ee" + rewritten);
  }

  @Test
  void survivesHostileBytes() {
    HostileBytes.feed(5, (bytes, offset, length) -> {
      if (format.parse(bytes, offset, length, info)) {
        assertThat(info.keyframe && !info.frameStart).isFalse();
        assertThat(info.pictureId).isBetween(-1, 32767);
      }
      format.rewrite(bytes, offset, length, 17, 3);
    }, Hex.bytes(FULL + KEYFRAME), Hex.bytes("9080 7F" + DELTA));
  }

  private String described() {
    List<String> said = new ArrayList<>();
    add(said, info.frameStart, "start");
    add(said, info.keyframe, "key " + info.width + "x" + info.height);
    add(said, info.discardable, "discardable");
    add(said, info.pictureId != PayloadInfo.ABSENT, "id " + info.pictureId + "/" + info.pictureIdBits);
    add(said, info.tl0PicIdx != PayloadInfo.ABSENT, "tl0 " + info.tl0PicIdx);
    add(said, info.temporalLayer != 0, "layer " + info.temporalLayer);
    add(said, info.layerSync, "sync");
    return String.join(" ", said);
  }

  private static void add(List<String> said, boolean condition, String word) {
    if (condition) {
      said.add(word);
    }
  }

  private boolean parse(String payload) {
    byte[] bytes = Hex.bytes("FF" + payload);
    return format.parse(bytes, 1, bytes.length - 1, info);
  }
}
