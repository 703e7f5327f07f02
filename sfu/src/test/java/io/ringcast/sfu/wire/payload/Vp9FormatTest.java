package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Vp9FormatTest {
  /** Three layers with sizes, and a picture group of two pictures, the second with two references. */
  private static final String STRUCTURE = "58 0140 00B4 0280 0168 0500 02D0 02 10 30 01 02";
  private static final String THREE_SIZES = "50 0140 00B4 0280 0168 0500 02D0";

  private final Vp9Format format = new Vp9Format();
  private final PayloadInfo info = new PayloadInfo();

  @ParameterizedTest
  @CsvSource({
    "0C AA,start end key",
    "08 AA,start key",
    "00 AA,''",
    "4C AA,start end",
    "8C 7F AA,start end key id 127/7",
    "CC FFFF AA,start end id 32767/15",
    "28 20 56 AA,start key tl0 86 S0T1",
    "68 20 56 AA,start tl0 86 S0T1",
    "68 44 56 AA,start tl0 86 S2T2",
    "38 44 AA,start S2T2",
    "78 44 03 05 06 AA,start S2T2",
    "78 44 02 AA,start S2T2",
    "F8 9234 44 02 AA,start id 4660/15 S2T2",
    "0A 00 AA,start key layers 1",
    "0A" + THREE_SIZES + "AA,start key 1280x720 layers 3",
    "02" + THREE_SIZES + "AA,layers 3",
    "0A" + STRUCTURE + "AA,start key 1280x720 layers 3",
    "EE 9234 02 56" + THREE_SIZES + "AA,start end id 4660/15 tl0 86 S1T0 layers 3",
  })
  void readsTheDescriptor(String payload, String expected) {
    assertThat(parse(payload)).isTrue();
    assertThat(Described.info(info)).isEqualTo(expected);
  }

  /** Descriptor; targets, switch targets. */
  @ParameterizedTest
  @CsvSource({
    "08 AA,ffff,ffff",
    "48 AA,ffff,0000",
    "28 00 01 AA,ffff,ffff",
    "68 00 01 AA,ffff,0000",
    "69 00 01 AA,000f,0000",
    "68 10 01 AA,ffff,000f",
    "68 32 01 AA,eee0,00e0",
    "69 34 01 AA,0e00,0e00",
    "28 02 01 AA,fff0,fff0",
    "28 04 01 AA,ff00,ff00",
    "68 56 01 AA,c000,c000",
    "68 47 01 AA,c000,0000",
    "68 61 01 AA,8888,0000",
    "68 81 01 AA,0000,0000",
    "68 08 01 AA,0000,0000",
  })
  void tellsWhoNeedsAFrame(String payload, String targets, String switches) {
    assertThat(parse(payload)).isTrue();
    assertThat(Described.targets(info.targets)).isEqualTo(targets);
    assertThat(Described.targets(info.switchTargets)).isEqualTo(switches);
  }

  @Test
  void tellsTheSizeOfEachLayer() {
    assertThat(parse("0A" + STRUCTURE + "AA")).isTrue();
    assertThat(info.layerWidths).startsWith(320, 640, 1280);
    assertThat(info.layerHeights).startsWith(180, 360, 720);
    assertThat(parse("0A 40 AA")).isTrue();
    assertThat(info.spatialLayers).isEqualTo(3);
    assertThat(info.layerWidths).startsWith(0, 0, 0);
  }

  @Test
  void moreLayersThanAreToldApartAreLeftOut() {
    assertThat(parse("0A F0" + "0140 00B4".repeat(8) + "AA")).isTrue();
    assertThat(info.spatialLayers).isEqualTo(PayloadInfo.MAX_LAYERS);
    assertThat(info.layerWidths).containsExactly(320, 320, 320, 320);
  }

  /** Profile; the bits behind the sync code, before the size; the picture's size. */
  @ParameterizedTest
  @CsvSource({"0,0010,640,480", "0,0011,640,480", "1,0010000,640,480", "1,1110,640,480", "2,00010,640,480", "3,10010000,640,480"})
  void readsTheSizeOutOfAKeyframesHeader(int profile, String colours, int width, int height) {
    BitSink header = new BitSink().put(2, 2).put(profile & 1, 1).put(profile >> 1, 1).put(0, profile == 3 ? 1 : 0).put(0, 1);
    header.put(0, 1).put(1, 1).put(0, 1).put(0x498342, 24).put(Integer.parseInt(colours, 2), colours.length());
    assertThat(parse("08" + header.put(width - 1, 16).put(height - 1, 16).hex())).isTrue();
    assertThat(info.width).isEqualTo(width);
    assertThat(info.height).isEqualTo(height);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08 80498342 2000", "08 88498342 2000 0000 00", "08 84498342 2000 0000 00", "08 80498343 2000 0000 00"})
  void otherHeadersTellNoSize(String payload) {
    assertThat(parse(payload)).isTrue();
    assertThat(info.keyframe).isTrue();
    assertThat(info.width).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "08", "80", "8012", "809234", "20", "2000", "200056", "3000", "70", "7000", "700002", "70000305", "7000030507AA", "02", "0200",
    "0210 0140 00B4", "0210 0140 00", "0208", "0208 00", "0208 01", "0208 01 04", "0208 01 0402",
  })
  void refusesWhatIsCutShort(String payload) {
    parse("0A" + STRUCTURE + "AA");
    assertThat(parse(payload)).isFalse();
    assertThat(info.keyframe).isFalse();
    assertThat(info.spatialLayers).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "A8 9234 20 56 AA,1,1,a892352057aa",
    "A8 FFFF 20 FF AA,1,1,a880002000aa",
    "A8 8000 20 00 AA,-1,-1,a8ffff20ffaa",
    "88 7F AA,1,5,8800aa",
    "B8 9234 44 AA,1,5,b8923544aa",
    "28 20 56 AA,9,2,282058aa",
    "08 AA,1,1,08aa",
    "A8 92,1,1,a892",
    "A8 9234,1,1,a89235",
    "08,1,1,08",
  })
  void movesPictureIdAndTl0WithinTheirWidths(String payload, int pictureIdDelta, int tl0Delta, String rewritten) {
    byte[] bytes = Hex.bytes("EE" + payload);
    format.rewrite(bytes, 1, bytes.length - 1, pictureIdDelta, tl0Delta);
    assertThat(Hex.string(bytes, 0, bytes.length)).isEqualTo("ee" + rewritten);
  }

  @Test
  void survivesHostileBytes() {
    HostileBytes.feed(15, (bytes, offset, length) -> {
      if (format.parse(bytes, offset, length, info)) {
        assertThat(info.keyframe && !info.frameStart).isFalse();
        assertThat(info.pictureId).isBetween(-1, 32767);
        assertThat(info.spatialLayers).isBetween(0, PayloadInfo.MAX_LAYERS);
        assertThat(info.switchTargets & ~info.targets).isZero();
      }
      format.rewrite(bytes, offset, length, 17, 3);
    }, Hex.bytes("EE 9234 02 56" + STRUCTURE + "AA"), Hex.bytes("F8 9234 44 03 05 06 AA"), Hex.bytes("08 80498342 2000 0000 00"));
  }

  private boolean parse(String payload) {
    byte[] bytes = Hex.bytes("FF" + payload);
    return format.parse(bytes, 1, bytes.length - 1, info);
  }
}
