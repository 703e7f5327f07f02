package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CipherChangeGateTest {
  private static final String CHANGE = "14 FEFD 0000 000000000009 0001 01";
  private static final String FINISHED = "16 FEFD 0001 000000000000 0004 AABBCCDD";
  private static final String KEY_EXCHANGE = "16 FEFD 0000 000000000005 000E 10 000002 0002 000000 000002 0101";

  private final CipherChangeGate gate = new CipherChangeGate();

  @Test
  void cutsTheChangeAndWhatFollowsUntilTheSignatureHasCome() {
    assertThat(admitted(KEY_EXCHANGE + CHANGE + FINISHED)).isEqualTo(size(KEY_EXCHANGE));
    assertThat(admitted(CHANGE)).isZero();
    assertAllAdmitted(verify(0, 4, 4));
    assertAllAdmitted(CHANGE);
    assertAllAdmitted(KEY_EXCHANGE + CHANGE + FINISHED);
  }

  @Test
  void aWholeFlightInOneDatagramPasses() {
    assertAllAdmitted(KEY_EXCHANGE + verify(0, 4, 4) + CHANGE + FINISHED);
  }

  @Test
  void aSignatureInFragmentsIsWholeWithItsLastOne() {
    assertAllAdmitted(verify(2, 2, 5));
    assertThat(admitted(CHANGE)).isZero();
    assertAllAdmitted(verify(0, 2, 5));
    assertThat(admitted(CHANGE)).isZero();
    assertAllAdmitted(verify(3, 2, 5));
    assertAllAdmitted(CHANGE);
  }

  @Test
  void lyingLengthsOpenNothing() {
    assertAllAdmitted("16 FEFD 0000 000000000005 0010 0F FFFFFF 0004 FFFFF0 000004 01020304");
    assertAllAdmitted("16 FEFD 0000 000000000005 0010 0F 000002 0004 000000 000004 01020304");
    assertAllAdmitted("16 FEFD 0000 000000000005 0010 0F 000004 0004 000000 000008 01020304");
    assertThat(admitted(CHANGE)).isZero();
  }

  @Test
  void encryptedRecordsAreNotRead() {
    assertAllAdmitted(FINISHED + CHANGE);
  }

  @Test
  void survivesAnyBytes() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      for (int at = 0; at < bytes.length && random.nextBoolean(); at += 12) {
        bytes[at] = (byte) (random.nextBoolean() ? 22 : 0);
      }
      assertThat(new CipherChangeGate().admitted(bytes, bytes.length)).isBetween(0, bytes.length);
    }
  }

  private static String verify(int offset, int size, int length) {
    return "16 FEFD 0000 000000000006 %04X 0F %06X 0003 %06X %06X %s".formatted(12 + size, length, offset, size, "55".repeat(size));
  }

  private void assertAllAdmitted(String datagram) {
    assertThat(admitted(datagram)).isEqualTo(size(datagram));
  }

  private int admitted(String datagram) {
    byte[] bytes = bytes(datagram);
    return gate.admitted(bytes, bytes.length);
  }

  private static int size(String datagram) {
    return bytes(datagram).length;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
