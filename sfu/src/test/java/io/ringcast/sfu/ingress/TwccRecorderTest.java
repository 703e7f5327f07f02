package io.ringcast.sfu.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.TwccFeedback;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwccRecorderTest {
  private static final long MS = 1_000_000;
  private final TimerWheel timers = new TimerWheel(0);
  private final CapturedRtcp rtcp = new CapturedRtcp();
  private final TwccRecorder recorder = new TwccRecorder(new FeedbackSender(rtcp, 1), timers);

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void feedbackEqualsArrivals(long seed) {
    Random random = new Random(seed);
    int first = 64_000;
    Map<Integer, Long> arrivals = new TreeMap<>();
    long nowNs = 5_000 * MS;
    final long originNs = nowNs;
    int delayed = -1;
    for (int i = 0; i < 4_000; i++) {
      nowNs += i == 0 ? 0 : random.nextInt(4) * 300_000L;
      timers.advance(nowNs);
      int fate = i == 0 ? 99 : random.nextInt(100);
      int sequence = (first + i) & 0xFFFF;
      if (fate < 5) {
        continue;
      }
      if (fate < 8 && delayed < 0) {
        delayed = sequence;
        continue;
      }
      arrive(arrivals, sequence, nowNs, originNs);
      if (delayed >= 0 && fate < 40) {
        arrive(arrivals, delayed, nowNs, originNs);
        delayed = -1;
      }
    }
    timers.advance(nowNs + 200 * MS);
    for (Map.Entry<Integer, Long> told : rtcp.fedBack.entrySet()) {
      assertThat(told.getValue()).as("seed %d, sequence %d", seed, told.getKey()).isEqualTo(arrivals.getOrDefault(told.getKey(), -1L));
    }
    assertThat(rtcp.fedBack.keySet()).as("seed %d", seed).containsAll(arrivals.keySet());
    for (int i = 0; i < rtcp.feedbackCounts.size(); i++) {
      assertThat(rtcp.feedbackCounts.get(i)).as("seed %d", seed).isEqualTo(i & 0xFF);
    }
  }

  private void arrive(Map<Integer, Long> arrivals, int sequence, long nowNs, long originNs) {
    arrivals.put(sequence, (nowNs - originNs) / TwccFeedback.TICK_NS);
    recorder.onPacket(sequence, 77, nowNs);
  }

  @Test
  void aJumpBeyondTheGapIsARestart() {
    recorder.onPacket(100, 77, 0);
    recorder.onPacket(101 + TwccRecorder.MAX_GAP, 77, MS);
    timers.advance(200 * MS);
    assertThat(rtcp.fedBack).containsOnlyKeys(101 + TwccRecorder.MAX_GAP);
  }

  @Test
  void silenceIsNotFedBackAndABurstLeavesEarly() {
    for (int i = 0; i < TwccRecorder.EARLY_AT; i++) {
      recorder.onPacket(i, 77, 0);
    }
    assertThat(rtcp.fedBack).hasSize(TwccRecorder.EARLY_AT);
    assertThat(timers.armed()).isZero();
  }

  @Test
  void feedbackComesEveryInterval() {
    for (int i = 0; i < 1_000; i++) {
      timers.advance(i * MS);
      recorder.onPacket(i, 77, i * MS);
    }
    assertThat(rtcp.feedbackAtNs.getFirst()).isEqualTo(TwccRecorder.INTERVAL_NS);
    assertThat(rtcp.feedbackAtNs).hasSizeBetween(9, 10);
  }
}
