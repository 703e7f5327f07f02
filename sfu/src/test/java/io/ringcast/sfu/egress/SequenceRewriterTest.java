package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceRewriterTest {
  private static final int CAPACITY = 128;
  private final SequenceRewriter rewriter = new SequenceRewriter(CAPACITY, 70);

  private int map(long input) {
    return (int) (rewriter.map(input) & 0xFFFF);
  }

  @Test
  void lossKeepsItsNumberAndPaddingTakesNone() {
    rewriter.startEpoch(10);
    assertThat(map(10)).isEqualTo(70);
    assertThat(map(11)).isEqualTo(71);
    rewriter.skip(12);
    assertThat(map(14)).isEqualTo(73);
    assertThat(map(13)).isEqualTo(72);
    rewriter.startEpoch(90);
    assertThat(map(90)).isEqualTo(74);
    assertThat(map(91)).isEqualTo(75);
  }

  @Test
  void whatIsMissingBeforeAKeyframeIsForgottenAlsoWhenThatWasOvertaken() {
    rewriter.startEpoch(10);
    rewriter.map(10);
    rewriter.map(12);
    rewriter.map(15);
    assertThat(rewriter.isNext(16)).as("11, 13 and 14 are missing").isFalse();
    rewriter.forgetMissing(13);
    assertThat(rewriter.isNext(16)).as("13 and 14 are missing").isFalse();
    rewriter.map(13);
    rewriter.forgetMissing(11);
    assertThat(rewriter.isNext(16)).as("14 is missing").isFalse();
    rewriter.map(11);
    assertThat(rewriter.isNext(16)).as("11 was not waited for").isFalse();
    rewriter.map(14);
    assertThat(rewriter.isNext(16)).isTrue();
  }

  @Test
  void refusesDuplicatesPaddingAndWhatCameBeforeTheEpoch() {
    rewriter.startEpoch(10);
    rewriter.map(10);
    rewriter.skip(11);
    rewriter.map(12);
    assertThat(rewriter.map(12)).isEqualTo(SequenceRewriter.DUPLICATE);
    assertThat(rewriter.map(11)).isEqualTo(SequenceRewriter.FORGOTTEN);
    assertThat(rewriter.map(9)).isEqualTo(SequenceRewriter.BEFORE_EPOCH);
  }

  @Test
  void aGapBeyondRepairShrinksToWhatMayBeOvertakenAndOneNumberThatTells() {
    rewriter.startEpoch(10);
    assertThat(map(10)).isEqualTo(70);
    int behind = 10 + CAPACITY + 5;
    assertThat(map(behind)).isEqualTo(70 + 1 + 16 + 1);
    for (int overtaken = behind - 16; overtaken < behind; overtaken++) {
      assertThat(map(overtaken)).isEqualTo(71 + overtaken - behind + 17);
    }
    assertThat(rewriter.map(11)).as("71 stays free").isEqualTo(SequenceRewriter.FORGOTTEN);
  }

  @Test
  void recallsWhichInputANumberBelongsTo() {
    rewriter.startEpoch(10);
    for (long input = 10; input < 10 + 3 * CAPACITY; input++) {
      rewriter.map(input);
    }
    int highest = 70 + 3 * CAPACITY - 1;
    assertThat(rewriter.inputOf(rewriter.recall(highest))).isEqualTo(10 + 3 * CAPACITY - 1);
    assertThat(rewriter.inputOf(rewriter.recall(highest - CAPACITY + 1))).isEqualTo(10 + 2 * CAPACITY);
    assertThat(rewriter.recall(highest - CAPACITY)).isNegative();
    assertThat(rewriter.recall(highest + 1)).isNegative();
    assertThat(rewriter.recall(69)).isNegative();
  }

  @Test
  void numbersNeverGivenAreNotRecalled() {
    assertThat(rewriter.recall(69)).isNegative();
    assertThat(rewriter.recall(70)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverGivesANumberTwiceAndLeavesNoHoleOfItsOwn(long seed) {
    Random random = new Random(seed);
    Set<Long> given = new HashSet<>();
    for (int epoch = 0; epoch < 50; epoch++) {
      long first = 100_000L + random.nextInt(60_000);
      rewriter.startEpoch(first);
      long before = rewriter.nextOutput();
      Map<Long, Boolean> padding = new HashMap<>();
      long highest = first;
      for (int i = 0; i < 400; i++) {
        long input = Math.max(first - 3, highest + random.nextInt(12) - 8);
        highest = Math.max(highest, input);
        if (padding.computeIfAbsent(input, key -> random.nextInt(5) == 0)) {
          rewriter.skip(input);
          continue;
        }
        long output = rewriter.map(input);
        if (output >= 0) {
          assertThat(given.add(output)).as("seed %d: %d given twice", seed, output).isTrue();
          assertThat(rewriter.inputOf(output)).as("seed %d", seed).isEqualTo(input);
        }
      }
      assertThat(rewriter.nextOutput() - before).as("seed %d", seed).isLessThanOrEqualTo(highest - first + 1);
    }
  }
}
