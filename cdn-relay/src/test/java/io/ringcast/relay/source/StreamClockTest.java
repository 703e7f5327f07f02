package io.ringcast.relay.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringcast.mixer.intake.Timeline;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sound of the timestamp 10 s and a picture of 100 s, which the publisher made 100 ms later. */
class StreamClockTest {
  private static final long S = 1_000_000_000L;
  private static final long MS = 1_000_000L;
  private static final long OPENED_NS = 70 * S;
  private static final long SOUND = 480_000;
  private static final long PICTURE = 9_000_000;

  private final Timeline sounds = new Timeline(48_000);
  private final Timeline pictures = new Timeline(90_000);
  private final StreamClock clock = new StreamClock(OPENED_NS);

  private void soundComes(long nowNs) {
    sounds.onArrival(SOUND, nowNs);
    clock.move(sounds, pictures, nowNs);
  }

  private void pictureComes(long nowNs) {
    pictures.onArrival(PICTURE, nowNs);
    clock.move(sounds, pictures, nowNs);
  }

  private void publisherTells() {
    sounds.onReport(1_000 * S, SOUND);
    pictures.onReport(1_000 * S + 100 * MS, PICTURE);
  }

  @Test
  void whatComesFirstLiesWhereItCame() {
    pictureComes(OPENED_NS + 2 * S);
    assertThat(clock.pictureUs(PICTURE)).isEqualTo(2_000_000);
    assertThat(clock.pictureUs(PICTURE + 9_000)).isEqualTo(2_100_000);
  }

  @Test
  void soundsAndPicturesLieAsTheirPublisherSays() {
    publisherTells();
    soundComes(OPENED_NS + 5 * S);
    pictureComes(OPENED_NS + 5 * S + 300 * MS);
    assertThat(clock.soundUs(SOUND)).isEqualTo(5_000_000);
    assertThat(clock.pictureUs(PICTURE)).isEqualTo(5_100_000);
  }

  @Test
  void picturesGlideToTheirPlaceAndSoundsStay() {
    soundComes(OPENED_NS + 5 * S);
    pictureComes(OPENED_NS + 5 * S + 300 * MS);
    assertThat(clock.pictureUs(PICTURE)).isEqualTo(5_300_000);
    publisherTells();
    long nowNs = OPENED_NS + 6 * S;
    long before = clock.pictureUs(PICTURE);
    for (int turn = 0; turn < 3_000; turn++, nowNs += 10 * MS) {
      clock.move(sounds, pictures, nowNs);
      assertThat(before - clock.pictureUs(PICTURE)).isBetween(0L, 10_000L);
      before = clock.pictureUs(PICTURE);
    }
    assertThat(clock.pictureUs(PICTURE)).isCloseTo(5_100_000, within(1L));
    assertThat(clock.soundUs(SOUND)).isEqualTo(5_000_000);
  }

  @Test
  void timestampsThatBeginAnewGoOnWhereTheStreamIs() {
    pictureComes(OPENED_NS + 2 * S);
    Timeline another = new Timeline(90_000);
    another.onArrival(77, OPENED_NS + 60 * S);
    clock.move(null, another, OPENED_NS + 60 * S);
    assertThat(clock.pictureUs(77)).isEqualTo(60_000_000);
  }

  /**
   * A microphone's clock that runs off by 100 ppm is away by 60 ms after ten minutes: pictures follow it by what the publisher reports, and
   * whatever is captured at one moment is played within 40 ms from the first reports to the end.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-1e-4, 1e-4})
  void soundsAndPicturesStayTogetherForTenMinutesOfDriftingClocks(double drift) {
    Random random = new Random(12);
    double soundRate = 48_000 * (1 + drift);
    long ended = 600 * S;
    long worstUs = 0;
    for (long capturedNs = 0; capturedNs < ended; capturedNs += 20 * MS) {
      long sound = SOUND + Math.round(capturedNs * soundRate / S);
      long picture = PICTURE + capturedNs * 90 / MS;
      long nowNs = OPENED_NS + S + capturedNs + random.nextLong(30 * MS);
      sounds.onArrival(sound, nowNs);
      pictures.onArrival(picture, nowNs + 5 * MS);
      if (capturedNs % S == 0) {
        sounds.onReport(1_000 * S + capturedNs, sound);
        pictures.onReport(1_000 * S + capturedNs, picture);
      }
      clock.move(sounds, pictures, nowNs);
      worstUs = Math.max(worstUs, Math.abs(clock.soundUs(sound) - clock.pictureUs(picture)));
    }
    assertThat(worstUs).isLessThan(40_000);
    assertThat(Math.abs(sounds.ns(SOUND + Math.round(ended * soundRate / S)) - sounds.ns(SOUND) - ended))
      .as("which they would not without reports").isGreaterThan(40 * MS);
  }
}
