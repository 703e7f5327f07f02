package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DtlsRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CipherChangeGateTest {
  private static final String HELLO = message(1, 0, 4, 4);
  private static final String CERTIFICATE = message(11, 0, 8, 8);
  private static final String KEY = message(16, 0, 2, 2);
  private static final String VERIFY = message(15, 0, 4, 4);
  private static final String CHANGE = "14 FEFD 0000 000000000009 0001 01";
  private static final String FINISHED = "16 FEFD 0001 000000000000 0004 AABBCCDD";

  private final CipherChangeGate gate = new CipherChangeGate(DtlsRole.SERVER);

  @Test
  void aWholeFlightInOneDatagramPassesRecordByRecord() {
    assertThat(passed(CERTIFICATE + KEY + VERIFY + CHANGE + FINISHED)).containsExactly(CERTIFICATE, KEY, VERIFY, CHANGE, FINISHED);
    assertThat(passed(CERTIFICATE + CHANGE + FINISHED)).as("a repetition").containsExactly(CERTIFICATE, CHANGE, FINISHED);
  }

  @Test
  void theChangeAndWhatFollowsItWaitForEveryMessageBefore() {
    for (String late : List.of(CERTIFICATE, KEY, VERIFY)) {
      CipherChangeGate another = new CipherChangeGate(DtlsRole.SERVER);
      List<String> early = new ArrayList<>(List.of(CERTIFICATE, KEY, VERIFY));
      early.remove(late);
      assertThat(passed(another, HELLO + String.join("", early) + FINISHED + CHANGE)).containsExactly(HELLO, early.get(0), early.get(1));
      assertThat(passed(another, late)).containsExactly(late, CHANGE, FINISHED);
    }
  }

  @Test
  void anyOrderOfAFlightComesOutUsable() {
    List<String> flight = new ArrayList<>(List.of(CERTIFICATE, KEY, VERIFY, CHANGE, FINISHED));
    for (long seed = 0; seed < 500; seed++) {
      CipherChangeGate another = new CipherChangeGate(DtlsRole.SERVER);
      Collections.shuffle(flight, new Random(seed));
      List<String> passed = new ArrayList<>();
      flight.forEach(record -> passed.addAll(passed(another, record)));
      assertThat(passed).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(flight).endsWith(CHANGE, FINISHED);
    }
  }

  @Test
  void aServersChangeWaitsForNothingAndItsFinishedForTheChange() {
    CipherChangeGate client = new CipherChangeGate(DtlsRole.CLIENT);
    assertThat(passed(client, FINISHED)).isEmpty();
    assertThat(passed(client, CHANGE)).containsExactly(CHANGE, FINISHED);
  }

  @Test
  void noMoreEncryptedRecordsAreHeldThanTheLimit() {
    CipherChangeGate client = new CipherChangeGate(DtlsRole.CLIENT);
    assertThat(client.receive(bytes(FINISHED))).isZero();
    assertThat(client.receive(bytes(FINISHED.repeat(CipherChangeGate.HELD_MAX + 1)))).as("dropped").isEqualTo(2);
    assertThat(passed(client, CHANGE)).hasSize(1 + CipherChangeGate.HELD_MAX);
  }

  @Test
  void aMessageInFragmentsIsWholeWithItsLastOne() {
    passed(CERTIFICATE + KEY);
    passed(message(15, 2, 2, 5) + CHANGE);
    assertThat(passed(message(15, 0, 2, 5))).doesNotContain(CHANGE);
    assertThat(passed(message(15, 3, 2, 5))).contains(CHANGE);
  }

  @Test
  void lyingLengthsOpenNothing() {
    passed(CERTIFICATE + KEY);
    passed("16 FEFD 0000 000000000005 0010 0F FFFFFF 0004 FFFFF0 000004 01020304");
    passed("16 FEFD 0000 000000000005 0010 0F 000002 0004 000000 000004 01020304");
    passed("16 FEFD 0000 000000000005 0010 0F 000004 0004 000000 000008 01020304");
    assertThat(passed(CHANGE)).isEmpty();
  }

  @Test
  void whatIsNoWholeRecordIsLeftOut() {
    assertThat(passed(CERTIFICATE + "16 FEFD 0000 000000000005 0010 0F")).containsExactly(CERTIFICATE);
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
      CipherChangeGate another = new CipherChangeGate(DtlsRole.SERVER);
      another.receive(bytes);
      for (byte[] record = another.next(); record != null; record = another.next()) {
        assertThat(record).hasSizeBetween(SealedRecords.HEADER_BYTES, bytes.length);
      }
    }
  }

  private static String message(int type, int offset, int size, int length) {
    return "16 FEFD 0000 000000000006 %04X %02X %06X 0003 %06X %06X %s"
      .formatted(12 + size, type, length, offset, size, "55".repeat(size));
  }

  private List<String> passed(String datagram) {
    return passed(gate, datagram);
  }

  /** What may be read once a datagram came, by the names above where it has one. */
  private static List<String> passed(CipherChangeGate gate, String datagram) {
    gate.receive(bytes(datagram));
    List<String> passed = new ArrayList<>();
    for (byte[] record = gate.next(); record != null; record = gate.next()) {
      passed.add(nameOf(record));
    }
    return passed;
  }

  private static String nameOf(byte[] record) {
    String hex = HexFormat.of().withUpperCase().formatHex(record);
    return List.of(HELLO, CERTIFICATE, KEY, VERIFY, CHANGE, FINISHED).stream()
      .filter(named -> named.replace(" ", "").equals(hex))
      .findFirst()
      .orElse(hex);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
