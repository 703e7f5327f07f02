package io.ringcast.relay.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.relay.media.AacConfig;
import io.ringcast.relay.media.AudioFrame;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.H264Config;
import io.ringcast.relay.media.Samples;
import io.ringcast.relay.media.VideoFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HlsStreamTest {
  private static final long STARTED_MS = 1_700_000_000_000L;
  private static final int S = 1_000_000;

  private HlsStream stream = stream(true);

  private static HlsStream stream(boolean video) {
    return new HlsStream(HlsSettings.DEFAULT, "s7/", video, STARTED_MS);
  }

  /** Pictures and sounds of so many seconds, in the order of their times. */
  private static List<Frame> frames(double fromS, double toS, int fps, int keyframeEvery, boolean sound) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; fps > 0 && i < (toS - fromS) * fps; i++) {
      long timeUs = Math.round(fromS * S) + (long) i * S / fps;
      frames.add(i % keyframeEvery == 0 ? Samples.key(timeUs) : Samples.delta(timeUs));
    }
    for (int i = 0; sound && i < (toS - fromS) * 48_000 / 1_024; i++) {
      frames.add(Samples.audio(Math.round(fromS * S) + i * 1_024L * S / 48_000));
    }
    frames.sort(Comparator.comparingLong(Frame::timeUs));
    return frames;
  }

  private void take(List<Frame> frames) {
    frames.forEach(stream::take);
  }

  private String playlist() {
    return ((HlsAnswer.Playlist) stream.playlist(HlsReload.NOW)).text();
  }

  private byte[] media(String name) {
    return ((HlsAnswer.Media) stream.media(name)).bytes();
  }

  @ParameterizedTest
  @CsvSource({"30, 60, true", "25, 25, true", "15, 30, true", "60, 60, true", "30, 30, false", "0, 1, true", "7, 14, true"})
  void playlistsOfManyRatesHoldToTheRules(int fps, int keyframeEvery, boolean sound) {
    stream = stream(fps > 0);
    HlsLint before = null;
    for (Frame frame : frames(0, 40, fps, keyframeEvery, sound)) {
      if (stream.take(frame)) {
        HlsLint now = HlsLint.check(playlist());
        if (before != null) {
          now.checkFollows(before);
          assertThat(now.entries.getLast().parts()).isNotEmpty();
        }
        before = now;
      }
    }
    stream.end();
    HlsLint last = HlsLint.check(playlist());
    last.checkFollows(Objects.requireNonNull(before));
    assertThat(last.ended).isTrue();
    double listed = last.entries.stream().mapToDouble(entry -> entry.duration().doubleValue()).sum();
    assertThat(listed).as("three target durations and no more than a segment above").isBetween(12.0, 16.5);
  }

  @Test
  void segmentsBeginAtKeyframesAndSayWhenTheyWere() {
    take(frames(0, 6.1, 30, 60, true));
    HlsLint lint = HlsLint.check(playlist());
    assertThat(lint.entries).hasSize(3);
    assertThat(lint.entries).allSatisfy(entry -> assertThat(entry.parts().getFirst()).containsEntry("INDEPENDENT", "YES"));
    assertThat(playlist()).contains("#EXT-X-MAP:URI=\"s7/init-0.mp4\"", "s7/seg-1.m4s", "2023-11-14T22:13:20.000Z")
      .contains("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"s7/part-3-0.m4s\"");
  }

  @Test
  void everyPartIsInItsSegmentAndWhatTheHintNamedComes() {
    String hint = "";
    for (Frame frame : frames(0, 9, 30, 60, true)) {
      if (stream.take(frame)) {
        if (!hint.isEmpty()) {
          assertThat(stream.media(hint)).isInstanceOf(HlsAnswer.Media.class);
        }
        hint = HlsLint.check(playlist()).hint.substring("s7/".length());
        assertThat(stream.media(hint)).isEqualTo(new HlsAnswer.Wait());
      }
    }
    int parts = HlsLint.check(playlist()).entries.getFirst().parts().size();
    byte[] whole = media("seg-0.m4s");
    int at = 0;
    for (int i = 0; i < parts; i++) {
      byte[] part = media("part-0-" + i + ".m4s");
      assertThat(Arrays.copyOfRange(whole, at, at + part.length)).as("part %d", i).isEqualTo(part);
      at += part.length;
    }
    assertThat(at).isEqualTo(whole.length);
  }

  @Test
  void whoAsksForThePlaylistToComeWaitsForIt() {
    assertThat(stream.playlist(HlsReload.NOW)).as("nothing yet").isEqualTo(new HlsAnswer.Wait());
    take(frames(0, 3.2, 30, 60, true));
    assertThat(stream.playlist(new HlsReload(0, HlsReload.NONE))).isInstanceOf(HlsAnswer.Playlist.class);
    assertThat(stream.playlist(new HlsReload(1, 1))).isInstanceOf(HlsAnswer.Playlist.class);
    assertThat(stream.playlist(new HlsReload(1, 2))).isEqualTo(new HlsAnswer.Wait());
    assertThat(stream.playlist(new HlsReload(1, HlsReload.NONE))).isEqualTo(new HlsAnswer.Wait());
    assertThat(stream.playlist(new HlsReload(0, 40))).as("the next one's first").isInstanceOf(HlsAnswer.Playlist.class);
    assertThat(stream.playlist(new HlsReload(3, HlsReload.NONE))).isEqualTo(new HlsAnswer.Wait());
    assertThat(stream.playlist(new HlsReload(4, HlsReload.NONE))).isEqualTo(new HlsAnswer.Malformed());
    assertThat(stream.playlist(new HlsReload(1, 9))).isEqualTo(new HlsAnswer.Malformed());
    assertThat(stream.playlist(new HlsReload(HlsReload.NONE, 0))).isEqualTo(new HlsAnswer.Malformed());
    stream.end();
    assertThat(stream.playlist(new HlsReload(5, 0))).as("nothing more to wait for").isInstanceOf(HlsAnswer.Playlist.class);
    assertThat(stream.take(Samples.key(9 * S))).isFalse();
  }

  @Test
  void newParameterSetsMeanANewInitSegmentBehindADiscontinuity() {
    take(frames(0, 3, 30, 60, true));
    H264Config resized = Samples.HIGH;
    stream.take(Samples.key(resized, 3 * S));
    for (int i = 1; i < 45; i++) {
      stream.take(new VideoFrame(resized, 3L * S + i * 33_000L, 0, false, Samples.hex("00000002 4199")));
    }
    String text = playlist();
    HlsLint.check(text);
    assertThat(text).contains("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"s7/init-1.mp4\"");
    assertThat(media("init-1.mp4")).isNotEqualTo(media("init-0.mp4")).contains(resized.record());
  }

  @Test
  void aMicrophoneThatComesLaterIsHeardFromTheNextKeyframe() {
    List<Frame> mute = frames(0, 4, 30, 30, false);
    mute.forEach(frame -> {
      stream.take(frame);
      if (frame.timeUs() > 2.5 * S) {
        stream.take(Samples.audio(frame.timeUs() + 1));
      }
    });
    assertThat(HlsLint.check(playlist()).entries.getLast().parts().getFirst()).containsEntry("INDEPENDENT", "YES");
    assertThat(playlist()).contains("init-1.mp4");
    assertThat(new String(media("init-0.mp4"), java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("mp4a");
    assertThat(new String(media("init-1.mp4"), java.nio.charset.StandardCharsets.ISO_8859_1)).contains("mp4a");
  }

  @Test
  void aSourceWithoutKeyframesIsCutAtTheTargetAndSaysSo() {
    take(frames(0, 13, 30, 10_000, true));
    HlsLint lint = HlsLint.check(playlist());
    assertThat(lint.entries).hasSizeGreaterThan(2);
    assertThat(lint.entries.get(1).parts()).noneMatch(part -> part.containsKey("INDEPENDENT"));
  }

  @Test
  void whatLeftThePlaylistMayBeFetchedForAWhileAndIsForgottenThen() {
    take(frames(0, 60, 30, 60, true));
    long bytesOfAMinute = stream.keptBytes();
    take(frames(60, 120, 30, 60, true));
    assertThat((double) stream.keptBytes()).as("no more after two minutes than after one")
      .isBetween(0.8 * bytesOfAMinute, 1.2 * bytesOfAMinute);
    HlsLint lint = HlsLint.check(playlist());
    long first = lint.entries.getFirst().sequence();
    assertThat(stream.media("seg-" + (first - 1) + ".m4s")).isInstanceOf(HlsAnswer.Media.class);
    assertThat(first).isGreaterThan(40);
    assertThat(stream.media("seg-" + (first - 8) + ".m4s")).isEqualTo(new HlsAnswer.Unknown());
    assertThat(media("init-0.mp4")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../etc/passwd", "seg-0.m4s/..", "seg--1.m4s", "part-0.m4s", "part-0-0", "seg-99999999999999999999.m4s",
    "part-0-9999999.m4s", "init-7.mp4", "seg-0.m4s\n", "SEG-0.m4s", "seg-٣.m4s", "seg-1000.m4s", "part-5-5.m4s"})
  void otherNamesAreUnknown(String name) {
    take(frames(0, 3, 30, 60, true));
    assertThat(stream.media(name)).isEqualTo(new HlsAnswer.Unknown());
  }

  @Test
  void theMultivariantPlaylistNamesCodecsAndSize() {
    assertThat(stream.multivariant("a.m3u8")).isEqualTo(new HlsAnswer.Wait());
    take(frames(0, 3, 30, 60, true));
    String text = ((HlsAnswer.Playlist) stream.multivariant("a.m3u8")).text();
    Map<String, String> attributes = HlsLint.attributes(text.lines().toList().get(2));
    assertThat(attributes).containsEntry("CODECS", "avc1.42000A,mp4a.40.2").containsEntry("RESOLUTION", "176x144");
    assertThat(Long.parseLong(attributes.get("BANDWIDTH"))).isPositive();
    assertThat(text).endsWith("\na.m3u8\n");
  }

  @Test
  void timesOfSoundsFollowEachOtherUnlessThereWasAPause() {
    SampleQueue queue = new SampleQueue();
    AacConfig config = AacConfig.lowComplexity(44_100, 2);
    Random random = new Random(8_216);
    for (int i = 0; i < 100; i++) {
      queue.add(new AudioFrame(config, i * 23_220L + random.nextInt(900), new byte[] {1}));
    }
    byte[] steady = queue.take(1);
    queue.add(new AudioFrame(config, 10 * S, new byte[] {1}));
    byte[] later = queue.take(2);
    assertThat(decodeTime(steady)).isLessThan(44);
    assertThat(decodeTime(later)).isEqualTo(441_000);
  }

  /** The 64 bits behind tfdt's version and flags. */
  private static long decodeTime(byte[] fragment) {
    String text = new String(fragment, java.nio.charset.StandardCharsets.ISO_8859_1);
    return io.ringcast.sfu.wire.BigEndian.i64(fragment, text.indexOf("tfdt") + 8);
  }
}
