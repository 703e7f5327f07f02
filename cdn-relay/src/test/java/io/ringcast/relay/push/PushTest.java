package io.ringcast.relay.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {
  private static final long MS = 1_000_000;
  private static final PushRetry RETRY = new PushRetry(500 * MS, 4_000 * MS, 3, 60_000 * MS, 10_000 * MS);

  private final List<String> log = new ArrayList<>();
  private final Push.Line line = new Push.Line() {
    @Override
    public void connect() {
      log.add("connect");
    }

    @Override
    public void disconnect() {
      log.add("disconnect");
    }

    @Override
    public void onState(PushState state) {
      log.add(state.getClass().getSimpleName());
    }
  };
  private long nowNs = 1_000;
  private final Push push = new Push(RETRY, new Random(12), line, nowNs);

  /** Goes on to the push's next deadline and gives how long that took. */
  private long waitNs() {
    long waited = push.nextDeadlineNs() - nowNs;
    push.onDeadline(push.nextDeadlineNs() - 1);
    assertThat(push.state()).isInstanceOf(PushState.Retrying.class);
    nowNs = push.nextDeadlineNs();
    push.onDeadline(nowNs);
    return waited;
  }

  @Test
  void aServerThatTakesTheStreamIsPushedToUntilSomebodyStopsIt() {
    push.onPublishing(nowNs);
    assertThat(push.state()).isEqualTo(new PushState.Running(nowNs));
    push.stop(PushReason.STOPPED);
    push.stop(PushReason.SOURCE_ENDED);
    push.onLost(PushReason.CLOSED_BY_PEER, nowNs);
    assertThat(push.state()).isEqualTo(new PushState.Stopped(PushReason.STOPPED));
    assertThat(log).containsExactly("Connecting", "connect", "Running", "Stopped", "disconnect");
  }

  @Test
  void waitsGrowToTheLongestAndNoFurther() {
    long least = 0;
    for (long full : new long[] {500, 1_000, 2_000, 4_000, 4_000, 4_000}) {
      push.onLost(PushReason.UNREACHABLE, nowNs);
      long waited = waitNs();
      assertThat(waited).isBetween(full * MS * 3 / 4, full * MS);
      least = Math.max(least, waited);
    }
    assertThat(push.state()).isEqualTo(new PushState.Connecting(7));
    assertThat(least).as("found again within 5 s").isLessThan(5_000 * MS);
  }

  @Test
  void whatRanSteadilyBeginsWithTheShortestWaitAgainAndWhatDidNotGoesOn() {
    for (int i = 0; i < 4; i++) {
      push.onLost(PushReason.UNREACHABLE, nowNs);
      waitNs();
    }
    push.onPublishing(nowNs);
    nowNs += 100 * MS;
    push.onLost(PushReason.CLOSED_BY_PEER, nowNs);
    assertThat(waitNs()).as("it ran for a moment").isGreaterThan(2_000 * MS);
    push.onPublishing(nowNs);
    nowNs += 10_000 * MS;
    push.onLost(PushReason.CLOSED_BY_PEER, nowNs);
    assertThat(waitNs()).isLessThanOrEqualTo(500 * MS);
  }

  @Test
  void severalRefusalsOneAfterTheOtherAreMeant() {
    push.onLost(PushReason.REFUSED, nowNs);
    waitNs();
    push.onLost(PushReason.REFUSED, nowNs);
    waitNs();
    push.onLost(PushReason.UNREACHABLE, nowNs);
    waitNs();
    for (int i = 0; i < 2; i++) {
      push.onLost(PushReason.REFUSED, nowNs);
      waitNs();
    }
    push.onLost(PushReason.REFUSED, nowNs);
    assertThat(push.state()).isEqualTo(new PushState.Failed(PushReason.REFUSED));
    assertThat(push.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aServerThatStaysAwayIsGivenUp() {
    int attempts = 0;
    long startNs = nowNs;
    while (!(push.state() instanceof PushState.Failed)) {
      push.onLost(PushReason.TIMEOUT, nowNs);
      attempts++;
      if (push.state() instanceof PushState.Retrying) {
        waitNs();
      }
    }
    assertThat(nowNs - startNs).isBetween(60_000 * MS, 64_000 * MS);
    assertThat(attempts).isBetween(15, 25);
  }

  @ParameterizedTest
  @EnumSource(names = {"BAD_URL", "FORBIDDEN_ADDRESS", "UNTRUSTED"})
  void whatLastsIsNotTriedAgain(PushReason reason) {
    push.onLost(reason, nowNs);
    assertThat(push.state()).isEqualTo(new PushState.Failed(reason));
    push.stop(PushReason.STOPPED);
    assertThat(log).containsExactly("Connecting", "connect", "Failed");
  }

  @Test
  void onlyWhatWasToBeExpectedChangesTheState() {
    push.onDeadline(nowNs);
    push.onLost(PushReason.UNREACHABLE, nowNs);
    push.onPublishing(nowNs);
    push.onLost(PushReason.REFUSED, nowNs);
    assertThat(log).containsExactly("Connecting", "connect", "Retrying");
    push.stop(PushReason.SOURCE_ENDED);
    assertThat(log).as("there is no connection to close").endsWith("Retrying", "Stopped");
  }

  /** Every life ends, and connects only where it says so. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void livesDrawnFromSeeds(long seed) {
    Random random = new Random(seed);
    List<String> states = new ArrayList<>();
    int[] open = {0};
    Push.Line counting = new Push.Line() {
      @Override
      public void connect() {
        open[0]++;
      }

      @Override
      public void disconnect() {
        open[0]--;
      }

      @Override
      public void onState(PushState state) {
        states.add(state.getClass().getSimpleName());
      }
    };
    Push life = new Push(RETRY, random, counting, 0);
    long now = 0;
    for (int step = 0; step < 3_000; step++) {
      now += random.nextInt(2_000) * MS;
      boolean wasOpen = life.state() instanceof PushState.Connecting || life.state() instanceof PushState.Running;
      if (random.nextInt(3) == 0) {
        life.onLost(random.nextInt(60) == 0 ? PushReason.UNTRUSTED : PushReason.CLOSED_BY_PEER, now);
        open[0] -= wasOpen ? 1 : 0;
      } else if (random.nextBoolean()) {
        life.onPublishing(now);
      } else if (now >= life.nextDeadlineNs()) {
        life.onDeadline(now);
      }
      boolean isOpen = life.state() instanceof PushState.Connecting || life.state() instanceof PushState.Running;
      assertThat(open[0]).as("seed %d step %d %s", seed, step, states).isEqualTo(isOpen ? 1 : 0);
    }
    life.stop(PushReason.STOPPED);
    assertThat(open[0]).as("seed %d", seed).isZero();
    assertThat(states.getLast()).isIn("Stopped", "Failed");
  }
}
