package io.ringcast.sfu.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceTest {
  @ParameterizedTest
  @CsvSource({"1,0,1", "0,65535,1", "65535,0,-1", "100,200,-100", "32768,1,32767", "32768,0,-32768", "5,5,0"})
  void deltaIsTheShorterWayRound(int newer, int older, int delta) {
    assertThat(Sequence.delta(newer, older)).isEqualTo(delta);
    assertThat(Sequence.isNewer(newer, older)).isEqualTo(delta > 0);
  }

  @Test
  void unwrapsAcrossCyclesInSpiteOfReordering() {
    long seed = 7;
    Random random = new Random(seed);
    SequenceUnwrapper sequences = new SequenceUnwrapper();
    TimestampUnwrapper timestamps = new TimestampUnwrapper();
    long sequenceBase = sequences.unwrap(65000) - 65000;
    long timestampBase = timestamps.unwrap(-1) - 0xFFFF_FFFFL;
    for (long i = 65000; i < 400_000; i += 1 + random.nextInt(3)) {
      long sequence = i - random.nextInt(50);
      assertThat(sequences.unwrap((int) sequence & 0xFFFF)).as("seed %d at %d", seed, i).isEqualTo(sequenceBase + sequence);
      long timestamp = 0xFFFF_FFFFL + (i - 65000) * 90_000 - random.nextInt(1_000_000);
      assertThat(timestamps.unwrap((int) timestamp)).as("seed %d at %d", seed, i).isEqualTo(timestampBase + timestamp);
    }
  }

  @Test
  void whatWasSentBeforeTheFirstStaysPositive() {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    assertThat(unwrapper.unwrap(0)).isEqualTo(65536);
    assertThat(unwrapper.unwrap(65535)).isEqualTo(65535);
    assertThat(unwrapper.highest()).isEqualTo(65536);
  }
}
