package io.ringcast.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264ConfigTest {
  private static final long SEED = 14_496;

  @Test
  void theRecordHoldsTheSetsAndTheirProfile() {
    H264Config config = Samples.H264;
    assertThat(config.record()).isEqualTo(Samples.hex("01 42000A FF E1 0009 6742000A9653058988 01 0004 68CE3C80"));
    assertThat(config.codecName()).isEqualTo("avc1.42000A");
    assertThat(config.parameterSets()).containsExactly(Samples.SPS, Samples.PPS);
  }

  @Test
  void aHighProfileSaysItsChromaFormatAndDepths() {
    H264Config config = Samples.HIGH;
    assertThat(config.record()).endsWith(Samples.hex("FD F8 F8 00"));
    assertThat(config.width()).isEqualTo(1_280);
    assertThat(config.height()).isEqualTo(720);
  }

  @Test
  void whatWasWrittenIsRead() {
    for (H264Config config : List.of(Samples.H264, Samples.HIGH)) {
      byte[] padded = new byte[config.record().length + 7];
      System.arraycopy(config.record(), 0, padded, 3, config.record().length);
      H264Config read = H264Config.read(padded, 3, config.record().length);
      assertThat(read).isEqualTo(config).hasSameHashCodeAs(config);
    }
    assertThat(Samples.H264).isNotEqualTo(Samples.HIGH);
  }

  @Test
  void aRecordThatIsCutOrHasOtherLengthsIsNone() {
    byte[] record = Samples.H264.record();
    for (int length = 0; length < record.length; length++) {
      assertThat(H264Config.read(record, 0, length)).as("first %d bytes", length).isNull();
    }
    byte[] twoByteLengths = record.clone();
    twoByteLengths[4] = (byte) 0xFD;
    assertThat(H264Config.read(twoByteLengths, 0, record.length)).isNull();
    assertThat(H264Config.read(new byte[H264Config.MAX_BYTES + 1], 0, H264Config.MAX_BYTES + 1)).isNull();
    assertThat(H264Config.of(List.of(), List.of(Samples.PPS))).isNull();
    assertThat(H264Config.of(List.of(Samples.PPS), List.of(Samples.PPS))).as("a PPS in the place of an SPS").isNull();
  }

  @Test
  void noBytesLeadOutOfBounds() {
    Random random = new Random(SEED);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = Samples.HIGH.record().clone();
      for (int i = 0; i < 3; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      H264Config read = H264Config.read(bytes, 0, random.nextInt(bytes.length + 1));
      if (read != null) {
        assertThat(read.width()).as("seed %d round %d: %s", SEED, round, Arrays.toString(bytes)).isPositive();
      }
    }
  }
}
