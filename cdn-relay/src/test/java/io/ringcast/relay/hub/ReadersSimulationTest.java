package io.ringcast.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.Samples;
import io.ringcast.relay.media.VideoFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams and readers drawn from seeds, in virtual time: what every reader may rely on, whatever the others do. */
class ReadersSimulationTest {
  private static final int ROUNDS = 4_000;
  private static final HubLimits LIMITS = new HubLimits(300, 1_500, 2_000_000);

  static List<Long> seeds() {
    String given = System.getProperty("simulation.seed");
    return given == null ? List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L) : List.of(Long.valueOf(given));
  }

  /** Reads so many frames a round, or all. */
  private static final class Watcher {
    private final int speed;
    private final Cursor cursor;
    private final List<Frame> got = new ArrayList<>();

    Watcher(LiveStream stream, int speed) {
      this.speed = speed;
      cursor = stream.join(() -> { });
    }

    void read(Random random) {
      int budget = speed == 0 ? Integer.MAX_VALUE : random.nextInt(4) == 0 ? random.nextInt(8 * speed) : 0;
      while (budget-- > 0) {
        Frame frame = cursor.next();
        if (frame == null) {
          return;
        }
        got.add(frame);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void picturesAreDecodableInOrderAndTheFastGetAll(long seed) {
    Random random = new Random(seed);
    LiveStream stream = new LiveStream(LIMITS);
    List<Frame> sent = new ArrayList<>();
    List<Watcher> watchers = new ArrayList<>(List.of(new Watcher(stream, 0)));
    int keyframeEvery = 20 + random.nextInt(200);
    for (int round = 0; round < ROUNDS; round++) {
      long timeUs = round * 20_000L;
      Frame frame = random.nextInt(3) == 0 ? Samples.audio(timeUs)
        : round % keyframeEvery < 3 ? Samples.key(timeUs) : Samples.delta(timeUs);
      sent.add(frame);
      stream.append(frame);
      assertThat(stream.keptBytes()).as("seed %d", seed).isLessThanOrEqualTo(LIMITS.bytes());
      if (random.nextInt(200) == 0) {
        watchers.add(new Watcher(stream, 1 + random.nextInt(3)));
      }
      watchers.forEach(watcher -> watcher.read(random));
    }
    for (Watcher watcher : watchers) {
      check(seed, watcher, sent);
    }
    long skipped = watchers.stream().mapToLong(watcher -> watcher.cursor.skipped()).sum();
    assertThat(skipped).as("seed %d", seed).isEqualTo(
      stream.skipped(SkipReason.BEHIND) + stream.skipped(SkipReason.AWAITING_KEYFRAME));
  }

  private static void check(long seed, Watcher watcher, List<Frame> sent) {
    int last = -1;
    Set<Frame> got = Collections.newSetFromMap(new IdentityHashMap<>());
    got.addAll(watcher.got);
    for (Frame frame : watcher.got) {
      int at = (int) (frame.timeUs() / 20_000);
      assertThat(at).as("seed %d: order", seed).isGreaterThan(last);
      if (frame instanceof VideoFrame picture && !picture.keyframe()) {
        assertThat(got.contains(previousPicture(sent, at))).as("seed %d: what picture %d refers to", seed, at).isTrue();
      }
      last = at;
    }
    if (watcher.speed == 0) {
      assertThat(watcher.got.size() + watcher.cursor.skipped()).as("seed %d", seed).isEqualTo(sent.size());
      long sounds = sent.stream().filter(AudioFrame.class::isInstance).count();
      assertThat(watcher.got.stream().filter(AudioFrame.class::isInstance)).as("seed %d", seed).hasSize((int) sounds);
    }
  }

  private static Frame previousPicture(List<Frame> sent, int before) {
    int at = before - 1;
    while (!(sent.get(at) instanceof VideoFrame)) {
      at--;
    }
    return sent.get(at);
  }
}
