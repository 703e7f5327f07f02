package io.ringcast.relay.amf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmfTest {
  private static final long SEED = 2_007;

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static AmfReader reader(byte[] bytes) {
    return new AmfReader(bytes, 0, bytes.length);
  }

  @Test
  void whatWasWrittenIsRead() {
    List<AmfValue> values = List.of(
      new AmfValue.Text("connect"), new AmfValue.Numeric(1), new AmfValue.Nothing(), new AmfValue.Flag(true),
      new AmfValue.Text("é".repeat(40_000)), new AmfValue.Items(List.of(new AmfValue.Numeric(-0.5), new AmfValue.Flag(false))),
      new AmfValue.Fields(Map.of("app", new AmfValue.Text("live"), "deep", new AmfValue.Fields(Map.of(), false)), true));
    AmfWriter writer = new AmfWriter();
    values.forEach(writer::value);
    AmfReader reader = reader(writer.bytes());
    for (AmfValue value : values) {
      assertThat(reader.next()).isEqualTo(value);
    }
    assertThat(reader.next()).isNull();
    assertThat(reader.malformed()).isFalse();
  }

  /** The bytes by hand from sections 2.2 to 2.18. */
  @Test
  void eachMarkerIsKnown() {
    AmfReader reader = reader(hex("00 3FF0000000000000 01 01 02 0001 61 05 06 0D 07 0003 0B 4000000000000000 0000 0C 00000001 62"
      + "0F 00000001 63 03 0001 6B 00 3FF0000000000000 0000 09 08 00000007 0000 09 10 0001 43 0000 09 0A 00000001 05"));
    AmfValue nothing = new AmfValue.Nothing();
    for (AmfValue value : List.of(new AmfValue.Numeric(1), new AmfValue.Flag(true), new AmfValue.Text("a"),
        nothing, nothing, nothing, nothing, new AmfValue.Numeric(2), new AmfValue.Text("b"), new AmfValue.Text("c"),
        new AmfValue.Fields(Map.of("k", new AmfValue.Numeric(1)), false), new AmfValue.Fields(Map.of(), true),
        new AmfValue.Fields(Map.of(), false), new AmfValue.Items(List.of(nothing)))) {
      assertThat(reader.next()).isEqualTo(value);
    }
    assertThat(reader.next()).isNull();
    assertThat(reader.malformed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "00 3FF0", "01", "02 00", "02 0005 61", "0C FFFFFFFF 61", "03 0001 6B", "03 0001 6B 05", "0A FFFFFFFF 05", "0A 0000", "08 00",
    "11 0A", "04", "0E", "FF", "07 00", "10 0001"})
  void whatIsCutOrUnknownIsMalformed(String digits) {
    AmfReader reader = reader(hex(digits));
    assertThat(reader.next()).isNull();
    assertThat(reader.malformed()).isTrue();
    assertThat(reader.next()).as("it stays so").isNull();
  }

  @Test
  void depthAndNumberOfValuesAreBounded() {
    AmfReader deep = reader(hex("0A00000001".repeat(AmfReader.MAX_DEPTH) + "05"));
    assertThat(deep.next()).isNotNull();
    AmfReader deeper = reader(hex("0A00000001".repeat(100_000)));
    assertThat(deeper.next()).isNull();
    assertThat(deeper.malformed()).isTrue();
    AmfReader many = reader(hex("05".repeat(AmfReader.MAX_VALUES + 1)));
    int read = 0;
    while (many.next() != null) {
      read++;
    }
    assertThat(read).isEqualTo(AmfReader.MAX_VALUES);
    assertThat(many.malformed()).isTrue();
  }

  @Test
  void noBytesLeadOutOfBounds() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) random.nextInt(random.nextBoolean() ? 17 : 256);
      }
      AmfReader reader = reader(bytes);
      AmfValue value = reader.next();
      while (value != null) {
        AmfReader again = reader(new AmfWriter().value(value).bytes());
        AmfValue same = again.next();
        assertThat(String.valueOf(same)).as("seed %d round %d", SEED, round).isEqualTo(String.valueOf(value));
        value = reader.next();
      }
    }
  }
}
