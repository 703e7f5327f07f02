package io.ringcast.sfu.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.sctp.ReceivedTsns.Arrival;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTsnsTest {
  private static final int COUNT = 200;

  /** Any order, compared with a plain set. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyOrderEndsInOneBlock(long seed) {
    Random random = new Random(seed);
    List<Long> order = new ArrayList<>(LongStream.range(100, 100 + COUNT).boxed().toList());
    Collections.shuffle(order, random);
    ReceivedTsns tsns = new ReceivedTsns(100);
    Set<Long> plain = new HashSet<>();
    for (long tsn : order) {
      assertThat(tsns.judge(tsn)).as("seed %d", seed).isEqualTo(Arrival.FIRST_TIME);
      tsns.add(tsn);
      plain.add(tsn);
      assertThat(tsns.judge(tsn)).isEqualTo(Arrival.AGAIN);
      long cumulative = 99;
      while (plain.contains(cumulative + 1)) {
        cumulative++;
      }
      assertThat(tsns.cumulative()).isEqualTo(cumulative);
    }
    assertThat(tsns.hasGaps()).isFalse();
    assertThat(tsns.cumulative()).isEqualTo(99 + COUNT);
  }

  @Test
  void skippingClosesGaps() {
    ReceivedTsns tsns = new ReceivedTsns(1);
    IntStream.of(3, 4, 7, 9).forEach(tsns::add);
    tsns.skipTo(2);
    assertThat(tsns.cumulative()).isEqualTo(4);
    tsns.skipTo(8);
    assertThat(tsns.cumulative()).isEqualTo(9);
    assertThat(tsns.hasGaps()).isFalse();
  }

  @Test
  void numbersWrapAround() {
    assertThat(Tsn.unwrap(2, Tsn.first(-3))).isEqualTo(Tsn.first(-3) + 5);
    assertThat(Tsn.unwrap(-3, Tsn.first(-3) + 5)).isEqualTo(Tsn.first(-3));
  }
}
