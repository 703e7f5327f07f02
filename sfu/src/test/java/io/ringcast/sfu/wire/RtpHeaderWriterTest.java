package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpHeaderWriterTest {
  private static final String FIXED = "e00012000000030000000a";
  private final RtpHeaderWriter writer = new RtpHeaderWriter();
  private final byte[] bytes = new byte[64];

  @Test
  void writesNoBlockWithoutExtensions() {
    writer.begin(bytes, 3, true, 96, 0x12, 3, 10);
    assertThat(writer.end()).isEqualTo(12);
    assertThat(Hex.string(bytes, 3, 12)).isEqualTo("80" + FIXED);
  }

  @Test
  void writesTheOneByteFormPaddedToWords() {
    writer.begin(bytes, 0, true, 96, 0x12, 3, 10);
    assertThat(writer.extension(1, new byte[] {9, 7, 9}, 1, 1)).isTrue();
    assertThat(writer.extension(14, 0x010203, 3)).isTrue();
    assertThat(writer.end()).isEqualTo(24);
    assertThat(Hex.string(bytes, 0, 24)).isEqualTo("90" + FIXED + "bede0002" + "1007e20102030000");
  }

  @Test
  void writesTheTwoByteForm() {
    writer.beginTwoByte(bytes, 0, true, 96, 0x12, 3, 10);
    assertThat(writer.extension(200, new byte[0], 0, 0)).isTrue();
    assertThat(writer.extension(15, -1, 4)).isTrue();
    assertThat(writer.end()).isEqualTo(24);
    assertThat(Hex.string(bytes, 0, 24)).isEqualTo("90" + FIXED + "10000002" + "c8000f04ffffffff");
  }

  @ParameterizedTest
  @CsvSource({"0,1", "15,1", "1,0", "1,17", "-1,1"})
  void refusesWhatTheOneByteFormCannotExpress(int id, int length) {
    writer.begin(bytes, 0, false, 96, 1, 2, 3);
    assertThat(writer.extension(id, new byte[32], 0, length)).isFalse();
    assertThat(writer.end()).isEqualTo(12);
  }

  @Test
  void refusesWhatTheArrayCannotHold() {
    byte[] tight = new byte[20];
    writer.begin(tight, 0, false, 96, 1, 2, 3);
    assertThat(writer.extension(1, 0, 4)).isFalse();
    assertThat(writer.extension(1, 0, 3)).isTrue();
    assertThat(writer.extension(2, 0, 1)).isFalse();
    assertThat(writer.end()).isEqualTo(20);
  }

  @Test
  void theViewReadsWhatWasWritten() {
    for (int length = 1; length <= 16; length++) {
      writer.begin(bytes, 5, false, 111, 65535, -1, -2);
      writer.extension(7, 0x55, 1);
      writer.extension(8, new byte[16], 0, length);
      int header = writer.end();
      RtpView view = new RtpView();
      assertThat(view.wrap(bytes, 5, header)).isTrue();
      assertThat(view.headerLength()).isEqualTo(header);
      assertThat(view.findExtension(8)).isTrue();
      assertThat(view.extensionLength()).isEqualTo(length);
      assertThat(view.findExtension(7)).isTrue();
      assertThat(view.bytes()[view.extensionOffset()]).isEqualTo((byte) 0x55);
    }
  }
}
