package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpViewTest {
  private static final String FIXED = "80 E0 FFFE 89ABCDEF DEADBEEF";
  /** One-byte form: id 1 of 1 byte, padding, id 3 of 3 bytes, padding. */
  private static final String ONE_BYTE = "90 60 0001 00000002 00000003 BEDE 0002 10AA 00 32 010203 00 7777";
  /** Two-byte form with appbits: id 1 empty, padding, id 20 of 2 bytes. */
  private static final String TWO_BYTE = "90 60 0001 00000002 00000003 1005 0002 0100 00 1402 BBCC 00 7777";

  private final RtpView view = new RtpView();

  @Test
  void readsTheFixedHeader() {
    wrap("FFFF" + FIXED + "0102", 2);
    assertThat(view.marker()).isTrue();
    assertThat(view.payloadType()).isEqualTo(96);
    assertThat(view.sequence()).isEqualTo(0xFFFE);
    assertThat(view.timestamp()).isEqualTo(0x89ABCDEF);
    assertThat(view.timestampUnsigned()).isEqualTo(0x89ABCDEFL);
    assertThat(view.ssrc()).isEqualTo(0xDEADBEEF);
    assertThat(view.headerLength()).isEqualTo(12);
    assertThat(view.payloadOffset()).isEqualTo(14);
    assertThat(view.payloadLength()).isEqualTo(2);
    assertThat(view.paddingLength()).isZero();
    assertThat(view.findExtension(1)).isFalse();
  }

  @Test
  void payloadExcludesPaddingAndCsrcs() {
    wrap("A2 60 0001 00000002 00000003 11111111 22222222 5555 000003", 0);
    assertThat(view.headerLength()).isEqualTo(20);
    assertThat(view.payloadLength()).isEqualTo(2);
    assertThat(view.paddingLength()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    ONE_BYTE + ",1,AA", ONE_BYTE + ",3,010203", ONE_BYTE + ",2,", ONE_BYTE + ",0,", ONE_BYTE + ",15,",
    TWO_BYTE + ",20,BBCC", TWO_BYTE + ",2,", TWO_BYTE + ",0,",
  })
  void findsExtensions(String packet, int id, String data) {
    wrap(packet, 0);
    assertThat(view.findExtension(id)).isEqualTo(data != null);
    assertThat(view.extensionLength()).isEqualTo(data == null ? 0 : data.length() / 2);
    if (data != null) {
      assertThat(Hex.string(view.bytes(), view.extensionOffset(), view.extensionLength())).isEqualToIgnoringCase(data);
    }
    assertThat(view.payloadLength()).isEqualTo(2);
  }

  @Test
  void findsTheEmptyTwoByteElement() {
    wrap(TWO_BYTE, 0);
    assertThat(view.findExtension(1)).isTrue();
    assertThat(view.extensionLength()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "90 60 0001 00000002 00000003 BEDE 0001 00 F0 10 AA",
    "90 60 0001 00000002 00000003 BEDE 0001 00 00 00 11",
    "90 60 0001 00000002 00000003 1000 0001 00 00 01 02",
    "90 60 0001 00000002 00000003 1000 0001 00 00 00 01",
    "90 60 0001 00000002 00000003 2000 0001 10 AA 00 00",
  })
  void stopElementBrokenElementAndForeignProfileHideExtensions(String packet) {
    wrap(packet, 0);
    assertThat(view.findExtension(1)).isFalse();
    assertThat(view.extensionOffset()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "80 60 0001 00000002 000000",
    "40 60 0001 00000002 00000003",
    "C0 60 0001 00000002 00000003",
    "81 60 0001 00000002 00000003",
    "90 60 0001 00000002 00000003 BEDE",
    "90 60 0001 00000002 00000003 BEDE 0001",
    "A0 60 0001 00000002 00000003 00",
    "A0 60 0001 00000002 00000003 02",
    "A0 60 0001 00000002 00000003",
  })
  void refusesMalformedPackets(String packet) {
    byte[] bytes = Hex.bytes(packet);
    assertThat(view.wrap(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void headerLengthIgnoresWhatIsEncrypted() {
    byte[] bytes = Hex.bytes("A0 60 0001 00000002 00000003 FF");
    assertThat(view.wrap(bytes, 0, bytes.length)).isFalse();
    assertThat(RtpView.headerLength(bytes, 0, bytes.length)).isEqualTo(12);
  }

  @Test
  void settersTouchOnlyTheirField() {
    wrap(FIXED + "0102", 0);
    view.sequence(0x1_0007);
    view.timestamp(5);
    view.ssrc(6);
    view.payloadType(111);
    assertThat(view.marker()).isTrue();
    view.marker(false);
    assertThat(Hex.string(view.bytes(), 0, 14)).isEqualTo("806f000700000005000000060102");
  }

  @Test
  void survivesHostileBytes() {
    HostileBytes.feed(1, (bytes, offset, length) -> {
      if (view.wrap(bytes, offset, length)) {
        assertThat(view.headerLength() + view.payloadLength() + view.paddingLength()).isEqualTo(length);
        assertThat(view.payloadLength()).isNotNegative();
        for (int id = 0; id < 256; id++) {
          if (view.findExtension(id)) {
            assertThat(view.extensionOffset()).isGreaterThanOrEqualTo(offset + RtpView.FIXED_HEADER_SIZE);
            assertThat(view.extensionOffset() + view.extensionLength()).isLessThanOrEqualTo(view.payloadOffset());
          }
        }
      }
    }, Hex.bytes(ONE_BYTE), Hex.bytes(TWO_BYTE));
  }

  private void wrap(String packet, int offset) {
    byte[] bytes = Hex.bytes(packet);
    assertThat(view.wrap(bytes, offset, bytes.length - offset)).isTrue();
  }
}
