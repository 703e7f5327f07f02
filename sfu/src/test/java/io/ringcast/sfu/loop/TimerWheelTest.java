package io.ringcast.sfu.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
  private static final long MS = 1_000_000;

  private final TimerWheel wheel = new TimerWheel(0);

  @Test
  void firesAtItsDeadlineAndNotBefore() {
    List<Long> fired = new ArrayList<>();
    Timer timer = new Timer(fired::add);
    wheel.arm(timer, 20 * MS);
    assertThat(wheel.nextDueNs()).isEqualTo(20 * MS);
    wheel.advance(19 * MS);
    assertThat(fired).isEmpty();
    wheel.advance(20 * MS);
    assertThat(fired).containsExactly(20 * MS);
    assertThat(timer.isArmed()).isFalse();
    assertThat(wheel.nextDueNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void waitsForLaterRounds() {
    List<Long> fired = new ArrayList<>();
    wheel.arm(new Timer(fired::add), 30_000 * MS);
    for (long now = 0; now < 30_000 * MS; now += 7 * MS) {
      wheel.advance(now);
    }
    assertThat(fired).isEmpty();
    wheel.advance(30_000 * MS);
    assertThat(fired).hasSize(1);
  }

  @Test
  void movesAndDisarms() {
    List<Long> fired = new ArrayList<>();
    Timer timer = new Timer(fired::add);
    wheel.arm(timer, 5 * MS);
    wheel.arm(timer, 50 * MS);
    wheel.advance(40 * MS);
    assertThat(fired).isEmpty();
    wheel.disarm(timer);
    wheel.advance(100 * MS);
    assertThat(fired).isEmpty();
    assertThat(wheel.armed()).isZero();
  }

  @Test
  void aTimerMayRearmItselfAndDisarmANeighbourWhileFiring() {
    List<String> fired = new ArrayList<>();
    Timer victim = new Timer(now -> fired.add("victim"));
    Timer[] self = new Timer[1];
    self[0] = new Timer(now -> {
      fired.add("self");
      wheel.disarm(victim);
      if (fired.size() < 3) {
        wheel.arm(self[0], now + 1);
      }
    });
    wheel.arm(victim, 3 * MS);
    wheel.arm(self[0], 3 * MS);
    wheel.advance(4 * MS);
    wheel.advance(5 * MS);
    wheel.advance(6 * MS);
    wheel.advance(7 * MS);
    assertThat(fired).containsExactly("self", "self", "self");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithANaiveModel(long seed) {
    Random random = new Random(seed);
    Map<Integer, Long> due = new HashMap<>();
    Map<Integer, Long> firedAt = new HashMap<>();
    Timer[] timers = new Timer[50];
    for (int i = 0; i < timers.length; i++) {
      int id = i;
      timers[i] = new Timer(now -> firedAt.put(id, now));
    }
    long now = 0;
    for (int step = 0; step < 5_000; step++) {
      int id = random.nextInt(timers.length);
      if (random.nextInt(4) == 0) {
        wheel.disarm(timers[id]);
        due.remove(id);
      } else {
        long at = now + random.nextLong(10_000 * MS);
        wheel.arm(timers[id], at);
        due.put(id, at);
      }
      now += random.nextLong(20 * MS);
      firedAt.clear();
      wheel.advance(now);
      for (int timer : firedAt.keySet()) {
        assertThat(due.remove(timer)).as("seed %d timer %d", seed, timer).isLessThanOrEqualTo(now);
      }
      long limit = now - TimerWheel.TICK_NS;
      assertThat(due.values()).as("seed %d: nothing overdue", seed).allMatch(at -> at > limit);
      assertThat(wheel.armed()).isEqualTo(due.size());
    }
  }
}
