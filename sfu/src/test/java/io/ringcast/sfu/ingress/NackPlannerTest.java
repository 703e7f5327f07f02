package io.ringcast.sfu.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.loop.TimerWheel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NackPlannerTest {
  private static final long MS = 1_000_000;
  private final TimerWheel timers = new TimerWheel(0);
  private final RoundTrip roundTrip = new RoundTrip();
  private final Map<Integer, List<Long>> asked = new HashMap<>();
  private final List<Long> messages = new ArrayList<>();
  private int givenUp;
  private long nowNs;

  private final NackPlanner.Listener listener = new NackPlanner.Listener() {
    @Override
    public void onNack(int[] sequences, int count, long nowNs) {
      messages.add(nowNs / MS);
      for (int i = 0; i < count; i++) {
        asked.computeIfAbsent(sequences[i], s -> new ArrayList<>()).add(nowNs / MS);
      }
    }

    @Override
    public void onGivenUp(long nowNs) {
      givenUp++;
    }
  };

  private NackPlanner planner(NackPlanner.Patience patience) {
    return new NackPlanner(patience, roundTrip, timers, listener);
  }

  private void advanceTo(long ms) {
    while (nowNs < ms * MS) {
      nowNs += MS;
      timers.advance(nowNs);
    }
  }

  @Test
  void waitsForReorderThenAsksAtTheUnmeasuredRoundTrip() {
    NackPlanner planner = planner(NackPlanner.Patience.VIDEO);
    planner.onGap(70_000, 70_002, 0);
    advanceTo(4);
    assertThat(asked).isEmpty();
    planner.onArrived(70_001, nowNs);
    advanceTo(200);
    assertThat(asked).containsOnlyKeys(70_000 - 65_536);
    assertThat(asked.get(70_000 - 65_536)).containsExactly(5L, 140L);
  }

  @Test
  void aGapBeforeAllOthersIsAskedForToo() {
    NackPlanner planner = planner(NackPlanner.Patience.VIDEO);
    planner.onGap(30, 32, 0);
    planner.onGap(20, 23, 0);
    planner.onArrived(21, 0);
    planner.onArrived(31, 0);
    advanceTo(20);
    assertThat(asked).containsOnlyKeys(20, 22, 30);
    assertThat(planner.missing()).isEqualTo(3);
  }

  @Test
  void triesAreCappedThenGivenUpOnce() {
    NackPlanner planner = planner(NackPlanner.Patience.VIDEO);
    roundTrip.onReported(20 * MS, 0);
    planner.onGap(10, 11, 0);
    advanceTo(3_000);
    assertThat(asked.get(10)).hasSize(NackPlanner.Patience.VIDEO.maxTries());
    assertThat(asked.get(10).get(1) - asked.get(10).get(0)).isEqualTo(35);
    assertThat(givenUp).isEqualTo(1);
    assertThat(planner.missing()).isZero();
    assertThat(timers.armed()).isZero();
  }

  @Test
  void audioIsAskedForOnlyWhileItIsOfUse() {
    NackPlanner planner = planner(NackPlanner.Patience.AUDIO);
    planner.onGap(10, 11, 0);
    advanceTo(2_000);
    assertThat(asked.get(10)).containsExactly(5L, 140L);
    assertThat(planner.missing()).isZero();
  }

  @Test
  void withoutNackALossIsGivenUpAfterTheReorderAllowance() {
    NackPlanner planner = planner(NackPlanner.Patience.NO_NACK);
    planner.onGap(10, 12, 0);
    advanceTo(100);
    assertThat(asked).isEmpty();
    assertThat(givenUp).isEqualTo(1);
  }

  @Test
  void tooManyMissingAreForgottenAtOnce() {
    NackPlanner planner = planner(NackPlanner.Patience.VIDEO);
    planner.onGap(0, NackPlanner.MAX_MISSING, 0);
    assertThat(planner.missing()).isEqualTo(NackPlanner.MAX_MISSING);
    planner.onGap(1_000, 1_001, 0);
    assertThat(planner.missing()).isZero();
    assertThat(givenUp).isEqualTo(1);
    advanceTo(1_000);
    assertThat(asked).isEmpty();
  }

  @Test
  void keyframeEndsTheSearchForWhatIsOlder() {
    NackPlanner planner = planner(NackPlanner.Patience.VIDEO);
    planner.onGap(10, 14, 0);
    planner.onKeyframe(12);
    advanceTo(50);
    assertThat(asked).containsOnlyKeys(12, 13);
  }

  @Test
  void turnaroundOfTheFirstTryMeasuresTheRoundTrip() {
    NackPlanner planner = planner(NackPlanner.Patience.VIDEO);
    planner.onGap(10, 11, 0);
    advanceTo(45);
    planner.onArrived(10, nowNs);
    assertThat(roundTrip.ns(nowNs)).isEqualTo(40 * MS);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void everyLossIsAskedForAndNothingThatCame(long seed) {
    Random random = new Random(seed);
    NackPlanner planner = planner(NackPlanner.Patience.VIDEO);
    ReceiveLog log = new ReceiveLog(90_000);
    Map<Integer, Long> arrivedMs = new HashMap<>();
    List<Integer> lost = new ArrayList<>();
    Map<Long, List<Integer>> late = new HashMap<>();
    for (int sequence = 100; sequence < 3_100; sequence++) {
      long ms = sequence;
      int fate = sequence == 100 || sequence == 3_099 ? 99 : random.nextInt(100);
      if (fate < 10) {
        lost.add(sequence);
      } else {
        late.computeIfAbsent(ms + (fate < 20 ? 1 + random.nextInt(3) : 0), m -> new ArrayList<>()).add(sequence);
      }
      advanceTo(ms);
      for (int arriving : late.getOrDefault(ms, List.of())) {
        arrive(planner, log, arriving);
        arrivedMs.put(arriving, ms);
      }
    }
    advanceTo(8_000);
    for (int sequence : lost) {
      assertThat(asked.get(sequence)).as("seed %d, lost %d", seed, sequence).hasSize(NackPlanner.Patience.VIDEO.maxTries());
    }
    arrivedMs.keySet().forEach(sequence -> assertThat(asked).as("seed %d", seed).doesNotContainKey(sequence));
    for (int i = 1; i < messages.size(); i++) {
      assertThat(messages.get(i) - messages.get(i - 1)).as("seed %d", seed).isGreaterThanOrEqualTo(NackPlanner.BATCH_NS / MS);
    }
  }

  private void arrive(NackPlanner planner, ReceiveLog log, int sequence) {
    long highest = log.highest();
    boolean first = !log.started();
    log.receive(sequence, false);
    if (!first && log.last() > highest + 1) {
      planner.onGap(highest + 1, log.last(), nowNs);
    } else {
      planner.onArrived(log.last(), nowNs);
    }
  }
}
