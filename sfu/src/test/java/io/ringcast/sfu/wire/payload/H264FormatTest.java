package io.ringcast.sfu.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.HostileBytes;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264FormatTest {
  private static final String PPS = "68CE3C80";
  private final H264Format format = new H264Format();
  private final PayloadInfo info = new PayloadInfo();

  /** Payload; frame start, keyframe, discardable. */
  @ParameterizedTest
  @CsvSource({
    "65 88AA,true,false,false",
    "65 48AA,false,false,false",
    "41 9AAA,true,false,false",
    "41 4AAA,false,false,false",
    "01 9AAA,true,false,true",
    "68 CE3C80,true,false,false",
    "06 0504,true,false,true",
    "09 10,true,false,true",
    "0C FFFF,false,false,true",
    "7C85 88AA,true,false,false",
    "7C85 48AA,false,false,false",
    "7C05 88AA,false,false,false",
    "7C45 88AA,false,false,false",
    "5C81 9AAA,true,false,false",
    "1C81 9AAA,true,false,true",
    "78 0004 68CE3C80 0003 6588AA,true,false,false",
    "18 0002 0910 0003 019AAA,true,false,true",
    "18 0002 0910 0003 419AAA,true,false,false",
    "78 0003 414AAA,false,false,false",
  })
  void tellsStartsAndKeyframes(String payload, boolean start, boolean key, boolean discardable) {
    assertThat(parse(payload)).isTrue();
    assertThat(info.frameStart).isEqualTo(start);
    assertThat(info.keyframe).isEqualTo(key);
    assertThat(info.discardable).isEqualTo(discardable);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "E588", "0088", "1E88", "1988", "1D88", "7C", "7C85", "78", "7800", "780000", "780003 6588", "78 0002 6588 00",
    "78 0002 6588 0005 6588",
  })
  void refusesMalformedPayloads(String payload) {
    parse("6588AA");
    assertThat(parse(payload)).isFalse();
    assertThat(info.keyframe).isFalse();
  }

  /** Frame-only flag, macroblocks across and down; cropping left, right, top, bottom; the picture's size. */
  @ParameterizedTest
  @CsvSource({
    "1,120,68,0-0-0-0,1920,1088",
    "1,80,45,0-0-0-0,1280,720",
    "1,120,68,0-0-0-4,1920,1080",
    "1,120,68,1-2-3-1,1914,1080",
    "0,120,34,0-0-0-2,1920,1080",
    "1,20,12,0-0-0-6,320,180",
    "1,1024,1024,0-0-0-0,16384,16384",
    "1,1025,10,0-0-0-0,0,0",
    "1,1,1,8-0-0-0,0,0",
  })
  void readsSizeAndCropping(int frameOnly, int columns, int rows, String cropping, int width, int height) {
    BitSink bits = new BitSink().put(66, 8).put(0, 8).put(31, 8).golomb(0).golomb(0).golomb(2).golomb(1).put(0, 1);
    bits.golomb(columns - 1).golomb(rows - 1).put(frameOnly, 1).put(0, 1 - frameOnly).put(1, 1).put(1, 1);
    Pattern.compile("-").splitAsStream(cropping).forEach(edge -> bits.golomb(Integer.parseInt(edge)));
    assertThat(parse("67" + bits.put(0, 1).put(1, 1).hex())).isTrue();
    assertThat(info.keyframe).isTrue();
    assertThat(info.width).isEqualTo(width);
    assertThat(info.height).isEqualTo(height);
  }

  @Test
  void readsAHighProfileWithScalingListsAndPictureOrderType1() {
    BitSink bits = new BitSink().put(100, 8).put(0, 8).put(40, 8).golomb(0);
    bits.golomb(1).golomb(0).golomb(0).put(0, 1).put(1, 1);
    for (int list = 0; list < 8; list++) {
      bits.put(list % 2, 1);
      for (int i = 0; list % 2 == 1 && i < (list < 6 ? 16 : 64); i++) {
        bits.golomb(i % 3);
      }
    }
    bits.golomb(4).golomb(1).put(0, 1).golomb(2).golomb(3).golomb(2).golomb(7).golomb(9);
    bits.golomb(2).put(0, 1).golomb(39).golomb(29).put(1, 1).put(1, 1).put(0, 1).put(0, 1).put(1, 1);
    assertThat(parse("67" + bits.hex())).isTrue();
    assertThat(info.width).isEqualTo(640);
    assertThat(info.height).isEqualTo(480);
  }

  /** The set of RFC 6184's example of sprop-parameter-sets, and one of x264 at 720p. */
  @ParameterizedTest
  @CsvSource({"6742000A9653058988,176,144", "6764001FACD9405005BB0110000003001000000303C0F1831960,1280,720"})
  void readsSetsOfRealEncoders(String set, int width, int height) {
    assertThat(parse(set)).isTrue();
    assertThat(info.width).isEqualTo(width);
    assertThat(info.height).isEqualTo(height);
  }

  @Test
  void skipsEmulationPrevention() {
    RbspBits bits = new RbspBits(Hex.bytes("000003010000030003"), 0, 9);
    assertThat(bits.read(24)).isEqualTo(1);
    assertThat(bits.read(16)).isZero();
    assertThat(bits.read(16)).isEqualTo(3);
    assertThat(bits.exhausted()).isFalse();
    assertThat(bits.read(1)).isZero();
    assertThat(bits.exhausted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"80,0,0", "40,1,1", "60,2,-1", "20,3,2", "28,4,-2", "0880,16,-8"})
  void readsExpGolomb(String hex, int unsigned, int signed) {
    byte[] bytes = Hex.bytes(hex);
    assertThat(new RbspBits(bytes, 0, bytes.length).golomb()).isEqualTo(unsigned);
    assertThat(new RbspBits(bytes, 0, bytes.length).signedGolomb()).isEqualTo(signed);
  }

  @Test
  void survivesHostileBytes() {
    String set = "6742C01F" + new BitSink().golomb(0).golomb(0).golomb(2).golomb(1).put(0, 1).golomb(79).golomb(44).put(7, 3).hex();
    HostileBytes.feed(6, (bytes, offset, length) -> {
      if (format.parse(bytes, offset, length, info)) {
        assertThat(info.keyframe && !info.frameStart).isFalse();
        assertThat(info.width).isBetween(0, 16384);
        assertThat(info.height).isBetween(0, 16384);
      }
    }, Hex.bytes(set), Hex.bytes("78 0004" + PPS + "0003 6588AA"), Hex.bytes("7C85 88AA"));
  }

  private boolean parse(String payload) {
    byte[] bytes = Hex.bytes("FF" + payload);
    return format.parse(bytes, 1, bytes.length - 1, info);
  }
}
