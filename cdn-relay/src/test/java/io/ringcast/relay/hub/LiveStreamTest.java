package io.ringcast.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.Samples;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
  private static final Reader DEAF = () -> { };
  private static final long MS = 1_000;
  private static final HubLimits LIMITS = new HubLimits(100, 10_000, 500 * MS);

  private final LiveStream stream = new LiveStream(LIMITS);

  /** Pictures every 40 ms from 40 × {@code from} on; those whose number is a multiple of ten are keyframes. */
  private void pictures(int from, int to) {
    for (int i = from; i < to; i++) {
      stream.append(i % 10 == 0 ? Samples.key(40 * MS * i) : Samples.delta(40 * MS * i));
    }
  }

  private static List<Long> timesMs(Cursor cursor) {
    List<Long> times = new ArrayList<>();
    for (Frame frame = cursor.next(); frame != null; frame = cursor.next()) {
      times.add(frame.timeUs() / MS);
    }
    return times;
  }

  private Map<SkipReason, Long> skipped() {
    Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
    for (SkipReason reason : SkipReason.values()) {
      if (stream.skipped(reason) > 0) {
        counts.put(reason, stream.skipped(reason));
      }
    }
    return counts;
  }

  @Test
  void whoJoinsLateBeginsAtTheLastKeyframe() {
    pictures(0, 13);
    stream.append(Samples.audio(490 * MS));
    assertThat(timesMs(stream.join(DEAF))).containsExactly(400L, 440L, 480L, 490L);
  }

  @Test
  void whoJoinsBeforeTheFirstKeyframeHearsAndWaitsForIt() {
    Cursor early = stream.join(DEAF);
    stream.append(Samples.audio(5 * MS));
    stream.append(Samples.delta(20 * MS));
    stream.append(Samples.audio(25 * MS));
    stream.append(Samples.key(60 * MS));
    stream.append(Samples.delta(100 * MS));
    assertThat(timesMs(early)).containsExactly(5L, 25L, 60L, 100L);
    assertThat(skipped()).containsExactly(entry(SkipReason.AWAITING_KEYFRAME, 1L));
  }

  @Test
  void whereThereAreNoPicturesOneBeginsAtTheNewestSound() {
    for (int i = 0; i < 30; i++) {
      stream.append(Samples.audio(20 * MS * i));
    }
    assertThat(timesMs(stream.join(DEAF))).containsExactly(580L);
  }

  @Test
  void aSlowReaderGoesOnAtTheLastKeyframe() {
    pictures(0, 1);
    Cursor slow = stream.join(DEAF);
    pictures(1, 15);
    assertThat(slow.next()).as("560 ms behind").isSameAs(joinersFirst(400));
    assertThat(timesMs(slow)).containsExactly(440L, 480L, 520L, 560L);
    assertThat(skipped()).containsExactly(entry(SkipReason.BEHIND, 10L));
    assertThat(slow.skipped()).isEqualTo(10);
  }

  private Frame joinersFirst(long timeMs) {
    Cursor other = stream.join(DEAF);
    Frame frame = Objects.requireNonNull(other.next());
    assertThat(frame.timeUs()).isEqualTo(timeMs * MS);
    other.leave();
    return frame;
  }

  @Test
  void aReaderBehindTheLastKeyframeIsLeftAlone() {
    Cursor reader = stream.join(DEAF);
    stream.append(Samples.key(0));
    for (int i = 1; i < 20; i++) {
      stream.append(Samples.delta(40 * MS * i));
    }
    assertThat(timesMs(reader)).as("one long group, 760 ms").hasSize(20);
    assertThat(skipped()).isEmpty();
  }

  @Test
  void aGroupLongerThanTheWindowIsForgottenAndReadersWaitForTheNextKeyframe() {
    Cursor reader = stream.join(DEAF);
    stream.append(Samples.key(0));
    for (int i = 1; i < 150; i++) {
      stream.append(Samples.delta(MS * i));
    }
    assertThat(stream.keptFrames()).isEqualTo(100);
    assertThat(timesMs(reader)).isEmpty();
    stream.append(Samples.audio(150 * MS));
    stream.append(Samples.delta(151 * MS));
    stream.append(Samples.key(152 * MS));
    assertThat(timesMs(reader)).containsExactly(150L, 152L);
    assertThat(skipped()).containsOnly(entry(SkipReason.BEHIND, 150L), entry(SkipReason.AWAITING_KEYFRAME, 1L));
  }

  @Test
  void theLastReaderMayLeaveWhileAllAreWoken() {
    List<String> woken = new ArrayList<>();
    List<Cursor> cursors = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      cursors.add(stream.join(() -> {
        woken.add(name);
        if (name.equals("b")) {
          cursors.forEach(Cursor::leave);
        }
      }));
    }
    pictures(0, 1);
    assertThat(woken).containsExactly("c", "b");
    assertThat(stream.readers()).isZero();
    assertThat(cursors.getFirst().next()).as("it left").isNull();
    cursors.getFirst().leave();
  }

  @Test
  void afterTheEndTheRestIsReadAndNothingFollows() {
    Cursor reader = stream.join(DEAF);
    pictures(0, 2);
    stream.end();
    pictures(2, 3);
    assertThat(reader.ended()).isFalse();
    assertThat(timesMs(reader)).containsExactly(0L, 40L);
    assertThat(reader.ended()).isTrue();
  }

  @Test
  void aKeyframeIsAskedForWhileSomebodyWatches() {
    KeyframeRhythm rhythm = new KeyframeRhythm(2_000);
    assertThat(rhythm.due(10_000)).as("nobody watches").isFalse();
    rhythm.onWatched(true, 10_000);
    assertThat(rhythm.due(10_000)).isTrue();
    assertThat(rhythm.due(11_999)).isFalse();
    rhythm.onKeyframe(11_000);
    assertThat(rhythm.due(12_999)).isFalse();
    assertThat(rhythm.nextDeadlineNs()).isEqualTo(13_000);
    assertThat(rhythm.due(13_000)).isTrue();
    assertThat(rhythm.due(15_000)).as("it did not come").isTrue();
    rhythm.onWatched(false, 15_500);
    assertThat(rhythm.due(20_000)).isFalse();
    assertThat(rhythm.nextDeadlineNs()).isEqualTo(KeyframeRhythm.NEVER);
  }
}
