package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.congestion.Allocation.Reason;
import io.ringcast.sfu.congestion.Allocation.Share;
import io.ringcast.sfu.congestion.Track.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocatorTest {
  private static final int SEEDS = 3_000;
  /** 180p, 360p and 720p, with 7.5, 15 and 30 frames a second. */
  private static final long[][] RATES = {{60_000, 90_000, 120_000}, {220_000, 320_000, 420_000}, {800_000, 1_150_000, 1_500_000}};

  private static Track video(long key, int priority) {
    return Track.video(key, priority, 2, 2, RATES);
  }

  private static String steps(Allocation allocation) {
    StringBuilder text = new StringBuilder();
    for (Share share : allocation.shares()) {
      Step step = share.step();
      text.append(step == null ? "- " : step.spatial() + "/" + step.temporal() + " ");
    }
    return text.toString().trim();
  }

  @ParameterizedTest
  @CsvSource({"2000000, 2/2", "1400000, 2/1", "1000000, 1/2", "850000, 1/2", "400000, 1/1", "300000, 0/2", "200000, 0/2", "105000, 0/1",
    "70000, 0/0", "59000, -"})
  void frameRateIsGivenUpBeforeSize(long rate, String expected) {
    assertThat(steps(Allocator.allocate(rate, List.of(video(1, 0)), Allocation.NONE))).isEqualTo(expected);
  }

  @Test
  void theSpeakerIsLargeAndTheOthersSmallOnAMegabitAndAHalf() {
    List<Track> tracks = new ArrayList<>();
    tracks.add(Track.audio(100, 40_000));
    tracks.add(video(1, 5));
    for (int i = 2; i <= 9; i++) {
      tracks.add(Track.video(i, 1, 0, 2, RATES));
    }
    Allocation allocation = Allocator.allocate(1_500_000, tracks, Allocation.NONE);
    assertThat(steps(allocation)).isEqualTo("0/0 1/2 0/2 0/2 0/2 0/2 0/2 0/2 0/1 0/1");
    assertThat(allocation.usedBps()).isEqualTo(40_000 + 420_000 + 6 * 120_000 + 2 * 90_000);
    assertThat(allocation.of(9)).isEqualTo(new Share(9, new Step(0, 1, 90_000), Reason.REDUCED, (long) (1_390_000 * Allocator.HEADROOM)));
  }

  @Test
  void voiceGoesWhateverTheRate() {
    Allocation allocation = Allocator.allocate(10_000, List.of(Track.audio(1, 40_000), video(2, 9)), Allocation.NONE);
    assertThat(allocation.of(1).step()).isNotNull();
    assertThat(allocation.of(2).reason()).isEqualTo(Reason.PAUSED);
    assertThat(allocation.of(2).moreBps()).isEqualTo((long) (100_000 * Allocator.HEADROOM));
  }

  @Test
  void whatIsNotSentIsSaid() {
    Track nothing = new Track(3, MediaKind.VIDEO, 1, List.of());
    Allocation allocation = Allocator.allocate(5_000_000, List.of(nothing, video(1, 0)), Allocation.NONE);
    assertThat(allocation.of(3)).isEqualTo(new Share(3, null, Reason.NOT_SENT, 0));
    assertThat(allocation.of(1).reason()).isEqualTo(Reason.AS_WISHED);
  }

  @Test
  void aHeldLayerStaysUntilItDoesNotFit() {
    List<Track> tracks = List.of(video(1, 0));
    Allocation held = Allocator.allocate(1_700_000, tracks, Allocation.NONE);
    assertThat(steps(held)).isEqualTo("2/2");
    held = Allocator.allocate(1_510_000, tracks, held);
    assertThat(steps(held)).isEqualTo("2/2");
    held = Allocator.allocate(1_490_000, tracks, held);
    assertThat(steps(held)).isEqualTo("2/1");
    held = Allocator.allocate(1_600_000, tracks, held);
    assertThat(steps(held)).as("a little more is not enough").isEqualTo("2/1");
    assertThat(steps(Allocator.allocate(1_660_000, tracks, held))).isEqualTo("2/2");
  }

  @Test
  void keepingDoesNotFreezeWhatIsUnfair() {
    Allocation alone = Allocator.allocate(1_800_000, List.of(video(1, 0)), Allocation.NONE);
    assertThat(steps(alone)).isEqualTo("2/2");
    List<Track> two = List.of(video(1, 0), video(2, 0));
    assertThat(steps(Allocator.allocate(1_800_000, two, alone))).as("equals").isEqualTo("2/1 1/2");
    List<Track> first = List.of(video(1, 0), video(2, 1));
    assertThat(steps(Allocator.allocate(1_800_000, first, alone))).as("a higher priority").isEqualTo("0/2 2/2");
  }

  @Test
  void aLayerThatCostsMoreThanABetterOneIsNoStep() {
    Track track = Track.video(1, 0, 2, 2, new long[][] {{100, 300, 0}, {250, 400, 400}, {0, 0, 0}});
    assertThat(track.steps()).containsExactly(new Step(0, 0, 100), new Step(1, 0, 250), new Step(1, 2, 400));
  }

  @Test
  void whereTheWishedLayerIsNotSentTheLowestThereIsIsAStep() {
    assertThat(Track.video(1, 0, 0, 0, new long[][] {{0}, {200}, {900}}).steps()).containsExactly(new Step(1, 0, 200));
  }

  private static List<Track> draw(Random random) {
    List<Track> tracks = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      if (random.nextInt(4) == 0) {
        tracks.add(Track.audio(i, 20_000 + random.nextInt(40_000)));
        continue;
      }
      long[][] rates = new long[1 + random.nextInt(3)][1 + random.nextInt(3)];
      long rate = 20_000L + random.nextInt(100_000);
      for (long[] spatial : rates) {
        for (int t = 0; t < spatial.length; t++) {
          spatial[t] = random.nextInt(10) == 0 ? 0 : rate;
          rate += 1 + random.nextInt((int) rate);
        }
      }
      tracks.add(Track.video(i, random.nextInt(3), random.nextInt(3), random.nextInt(3), rates));
    }
    return tracks;
  }

  private static long audio(List<Track> tracks) {
    return tracks.stream().filter(track -> track.kind() == MediaKind.AUDIO).mapToLong(Track::wishBps).sum();
  }

  private static long sum(Allocation allocation) {
    return allocation.shares().stream().mapToLong(share -> share.step() == null ? 0 : share.step().rateBps()).sum();
  }

  @Test
  void neverMoreThanThereIsAndNobodyStarves() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<Track> tracks = draw(random);
      Allocation held = Allocation.NONE;
      for (int round = 0; round < 6; round++) {
        long rate = random.nextInt(6_000_000);
        held = Allocator.allocate(rate, tracks, held);
        assertThat(sum(held)).as("seed %d", seed).isEqualTo(held.usedBps()).isLessThanOrEqualTo(Math.max(rate, audio(tracks)));
        long least = audio(tracks) + tracks.stream().filter(track -> track.kind() == MediaKind.VIDEO).mapToLong(t -> t.rateBps(
          t.steps().isEmpty() ? -1 : 0)).sum();
        boolean roomy = rate >= least * Allocator.HEADROOM + 1;
        for (Share share : held.shares()) {
          boolean nothing = share.step() == null && share.reason() != Reason.NOT_SENT;
          assertThat(nothing && (roomy || share.reason() == Reason.AUDIO)).as("seed %d: %s", seed, held).isFalse();
        }
      }
    }
  }

  @Test
  void aRateThatWaversMovesNothing() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<Track> tracks = draw(random);
      long rate = 50_000L + random.nextInt(6_000_000);
      Allocation held = Allocator.allocate(rate, tracks, Allocation.NONE);
      int changes = 0;
      for (int round = 0; round < 60; round++) {
        long wavering = rate + (long) (rate * 0.03 * (2 * random.nextDouble() - 1));
        Allocation next = Allocator.allocate(wavering, tracks, held);
        changes += next.shares().equals(held.shares()) || steps(next).equals(steps(held)) ? 0 : 1;
        held = next;
      }
      assertThat(changes).as("seed %d", seed).isLessThanOrEqualTo(tracks.size() + 2);
    }
  }

  @Test
  void moreRateNeverGivesLess() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Track> tracks = draw(new Random(seed));
      Allocation held = Allocation.NONE;
      long used = 0;
      for (long rate = 100_000; rate < 8_000_000; rate += 100_000) {
        held = Allocator.allocate(rate, tracks, held);
        assertThat(held.usedBps()).as("seed %d at %d", seed, rate).isGreaterThanOrEqualTo((long) (used * 0.6));
        used = Math.max(used, held.usedBps());
      }
      assertThat(used).as("seed %d", seed).isEqualTo(Math.min(held.wishBps(), used));
    }
  }
}
