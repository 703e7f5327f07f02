package io.ringcast.mixer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Publishers drawn from seeds: clocks that drift, paths that delay sound and picture differently, reports now and then. */
class PlayClockTest {
  private static final long MS = 1_000_000;
  private static final long AUDIO_ZERO = 5_000_000_000L;
  private static final long VIDEO_ZERO = 9_000_000_000L;
  /** The publisher's clock is nothing like ours. */
  private static final long PUBLISHER_ZERO_NS = 1_700_000_000_000_000_000L;

  private static long at(long zero, int rate, long ns) {
    return zero + Math.round(ns * 1e-9 * rate);
  }

  @Test
  void soundAndPictureOfOneMomentAreDueTogether() {
    for (int seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      Timeline audio = new Timeline(48_000);
      Timeline video = new Timeline(90_000);
      PlayClock clock = new PlayClock(audio, video);
      double drift = 1 + (random.nextDouble() - 0.5) * 2e-4;
      long audioPath = random.nextInt(30) * MS;
      long videoPath = random.nextInt(60) * MS;
      int jitterMs = 1 + random.nextInt(20);
      for (long nowNs = 0; nowNs < 40_000 * MS; nowNs += 10 * MS) {
        long there = (long) (nowNs * drift);
        audio.onArrival(at(AUDIO_ZERO, 48_000, there), nowNs + audioPath + random.nextInt(jitterMs) * MS);
        video.onArrival(at(VIDEO_ZERO, 90_000, there), nowNs + videoPath + random.nextInt(jitterMs) * MS);
        if (nowNs % (1_000 * MS) == 0) {
          audio.onReport(PUBLISHER_ZERO_NS + there, at(AUDIO_ZERO, 48_000, there));
          video.onReport(PUBLISHER_ZERO_NS + there, at(VIDEO_ZERO, 90_000, there));
        }
        clock.move(nowNs);
        if (nowNs > 10_000 * MS) {
          assertTogether(seed, clock, there, nowNs + Math.max(audioPath, videoPath));
        }
      }
    }
  }

  private static void assertTogether(int seed, PlayClock clock, long there, long earliestNs) {
    long pictureNs = clock.videoDueNs(at(VIDEO_ZERO, 90_000, there));
    double sound = clock.audioDue(pictureNs, 48_000);
    double apartMs = (sound - at(AUDIO_ZERO, 48_000, there)) / 48;
    assertThat(Math.abs(apartMs)).as("seed %d: sound and picture are %f ms apart", seed, apartMs).isLessThan(10);
    assertThat(pictureNs - earliestNs).as("seed %d: delay", seed).isBetween(-PlayClock.MOST_DELAY_NS, PlayClock.MOST_DELAY_NS);
  }

  /** A picture whose way is 40 ms longer than its sound's: once both are told of, nobody waits for a glide of twenty seconds. */
  @Test
  void theyArePutTogetherAtOnceWhenItIsKnownHowTheyLie() {
    Timeline audio = new Timeline(48_000);
    Timeline video = new Timeline(90_000);
    PlayClock clock = new PlayClock(audio, video);
    for (int i = 0; i < 10; i++) {
      long there = i * 20L * MS;
      audio.onArrival(at(AUDIO_ZERO, 48_000, there), there);
      video.onArrival(at(VIDEO_ZERO, 90_000, there), there + 40 * MS);
      assertThat(clock.move(there + 40 * MS)).isFalse();
    }
    audio.onReport(PUBLISHER_ZERO_NS, AUDIO_ZERO);
    assertThat(clock.move(250 * MS)).as("of the picture nothing is known").isFalse();
    video.onReport(PUBLISHER_ZERO_NS, VIDEO_ZERO);
    assertThat(clock.move(260 * MS)).isTrue();
    assertTogether(0, clock, 180 * MS, 220 * MS);
    assertThat(clock.move(270 * MS)).isFalse();
  }

  @Test
  void aStreamWithoutReportsHasItsOwnTime() {
    Timeline audio = new Timeline(48_000);
    PlayClock clock = new PlayClock(audio, new Timeline(90_000));
    assertThat(clock.audioDue(0, 48_000)).isNaN();
    audio.onArrival(48_000, 3_000 * MS);
    clock.move(3_000 * MS);
    assertThat(clock.audioDue(3_020 * MS, 48_000)).isEqualTo(48_000);
  }

  @Test
  void aPathThatBecomesMuchLongerIsFollowedAtOnceAndALittleLongerGently() {
    Timeline audio = new Timeline(48_000);
    PlayClock clock = new PlayClock(audio, new Timeline(90_000));
    long nowNs = 0;
    for (; nowNs < 20_000 * MS; nowNs += 20 * MS) {
      audio.onArrival(at(0, 48_000, nowNs), nowNs);
      clock.move(nowNs);
    }
    double before = clock.audioDue(nowNs, 48_000);
    audio.onArrival(at(0, 48_000, nowNs), nowNs + 30 * MS);
    clock.move(nowNs + 20 * MS);
    assertThat(before - clock.audioDue(nowNs, 48_000)).as("frames it fell back").isBetween(0.0, 48.0 * 0.1);
    for (; nowNs < 40_000 * MS; nowNs += 20 * MS) {
      audio.onArrival(at(0, 48_000, nowNs), nowNs + 500 * MS);
      clock.move(nowNs + 500 * MS);
    }
    assertThat(clock.audioDue(nowNs + 520 * MS, 48_000)).isBetween(at(0, 48_000, nowNs) - 960.0, at(0, 48_000, nowNs) + 960.0);
  }
}
