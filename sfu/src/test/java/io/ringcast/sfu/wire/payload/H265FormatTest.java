package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H265FormatTest {
  private final H265Format format = new H265Format();
  private final PayloadInfo info = new PayloadInfo();

  /** NAL unit types: 1 trailing, 16 BLA, 19 IDR, 21 CRA, 32 to 34 parameter sets, 35 delimiter, 39 and 40 SEI; 48 and 49 packets. */
  @ParameterizedTest
  @CsvSource({
    "0201 80AA,start",
    "0201 00AA,''",
    "0203 80AA,start S0T2",
    "2001 80AA,start key",
    "2601 80AA,start key",
    "2601 00AA,''",
    "2A01 80AA,start key",
    "2C01 80AA,start",
    "4001 0C01,start key",
    "4401 C0AA,start",
    "4601 10AA,start",
    "4E01 0504,start",
    "5001 0504,''",
    "0402 80AA,start S0T1 sync",
    "0A02 80AA,start S0T1 sync",
    "6201 93 80AA,start key",
    "6201 93 00AA,''",
    "6201 13 80AA,''",
    "6201 53 80AA,''",
    "6201 81 80AA,start",
    "6001 0004 4401C0AA 0004 260180AA,start key",
    "6001 0004 020100AA,''",
  })
  void tellsStartsKeyframesAndLayers(String payload, String expected) {
    assertThat(parse(payload)).isTrue();
    assertThat(Described.info(info)).isEqualTo(expected);
  }

  /** TID counts from 1; 2 is TSA, 4 STSA. */
  @ParameterizedTest
  @CsvSource({
    "0201 80AA,ffff,0000", "0202 80AA,eeee,0000", "0203 80AA,cccc,0000", "0205 80AA,0000,0000", "0402 80AA,eeee,eeee",
    "0802 80AA,eeee,2222", "2601 80AA,ffff,ffff", "6202 82 80AA,eeee,eeee", "0402 00AA,eeee,0000",
  })
  void tellsWhoNeedsAFrame(String payload, String targets, String switches) {
    assertThat(parse(payload)).isTrue();
    assertThat(Described.targets(info.targets)).isEqualTo(targets);
    assertThat(Described.targets(info.switchTargets)).isEqualTo(switches);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "26", "2601", "8201 80AA", "2600 80AA", "6401 0000 80AA", "7E01 80AA", "6201", "6201 93", "6001", "6001 00", "6001 0000",
    "6001 0002 2601", "6001 0004 260180", "6001 0004 260180AA 00",
  })
  void refusesMalformedPayloads(String payload) {
    parse("260180AA");
    assertThat(parse(payload)).isFalse();
    assertThat(info.keyframe).isFalse();
    assertThat(info.targets).isEqualTo(PayloadInfo.ALL_TARGETS);
  }

  /** Sub-layers above the lowest, with a profile and a level each; chroma format; cropping left, right, top, bottom. */
  @ParameterizedTest
  @CsvSource({
    "0,1,1280,720,none,1280,720",
    "0,1,1920,1088,0-0-0-4,1920,1080",
    "2,1,1920,1088,1-2-3-1,1914,1080",
    "6,2,640,480,0-1-0-1,638,479",
    "0,3,640,480,1-1-1-1,638,478",
    "0,0,640,480,1-1-1-1,638,478",
    "0,1,16889,720,none,0,0",
    "0,1,8,8,4-0-0-0,0,0",
  })
  void readsSizeAndConformanceWindow(int upperSubLayers, int chroma, int codedWidth, int codedHeight, String crop, int width, int height) {
    BitSink bits = new BitSink().put(1, 4).put(upperSubLayers, 3).put(1, 1).put(0x55, 8);
    for (int i = 0; i < 11; i++) {
      bits.put(0xAA, 8);
    }
    for (int i = 0; i < upperSubLayers; i++) {
      bits.put(i % 4, 2);
    }
    bits.put(0, upperSubLayers == 0 ? 0 : 2 * (8 - upperSubLayers));
    for (int i = 0; i < upperSubLayers; i++) {
      for (int octet = 0; octet < (i % 4 >= 2 ? 11 : 0) + i % 2; octet++) {
        bits.put(0x77, 8);
      }
    }
    bits.golomb(0).golomb(chroma).put(0, chroma == 3 ? 1 : 0).golomb(codedWidth).golomb(codedHeight);
    bits.put(crop.equals("none") ? 0 : 1, 1);
    if (!crop.equals("none")) {
      Pattern.compile("-").splitAsStream(crop).forEach(edge -> bits.golomb(Integer.parseInt(edge)));
    }
    assertThat(parse("4201" + bits.put(1, 1).hex())).isTrue();
    assertThat(info.keyframe).isTrue();
    assertThat(info.width).isEqualTo(width);
    assertThat(info.height).isEqualTo(height);
  }

  /** A set of x265 for 1920x1080, main profile. */
  @Test
  void readsTheSetOfARealEncoder() {
    assertThat(parse("420101016000000300900000030000030078A003C08010E596566924CAE010000003001000000301E080")).isTrue();
    assertThat(info.width).isEqualTo(1920);
    assertThat(info.height).isEqualTo(1080);
  }

  @Test
  void survivesHostileBytes() {
    String set = "420101016000000300900000030000030078A003C08010E596566924CAE010";
    HostileBytes.feed(16, (bytes, offset, length) -> {
      if (format.parse(bytes, offset, length, info)) {
        assertThat(info.keyframe && !info.frameStart).isFalse();
        assertThat(info.width).isBetween(0, 16_888);
        assertThat(info.height).isBetween(0, 16_888);
      }
    }, Hex.bytes(set), Hex.bytes("6001 0004 4401C0AA 0004 260180AA"), Hex.bytes("6201 93 80AA"));
  }

  private boolean parse(String payload) {
    byte[] bytes = Hex.bytes("FF" + payload);
    return format.parse(bytes, 1, bytes.length - 1, info);
  }
}
