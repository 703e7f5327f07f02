package io.ringcast.mixer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.stage.Clip;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.MediaKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole mixes of hosts who play what was encoded before, watched as their packets leave, in virtual time. */
class StagedMixTest {
  private static final String OUTPUT = """
      "output": {"video": {"normal": {"width": 640, "height": 360, "fps": 30, "bitrate": 1200}, "backgroundColor": "0x303080"}}""";
  private static final String ADAPTIVE = "{\"mode\": 3, " + OUTPUT + "}";
  private static final String FLOATING = "{\"mode\": 2, " + OUTPUT + "}";
  private static final String CUSTOM = """
      {"mode": 1, "input": {"video": [
        {"user_id": "ann", "stream_id": "ann_main", "x": 0, "y": 0, "width": 320, "height": 180},
        {"user_id": "bob", "stream_id": "bob_main", "x": 160, "y": 90, "width": 320, "height": 180, "z_order": 2},
        {"user_id": "cy", "stream_id": "cy_main", "x": 320, "y": 180, "width": 320, "height": 180, "z_order": 1},
        {"user_id": "dan", "stream_id": "dan_main", "x": 480, "y": 20, "width": 128, "height": 72}]}, %s}""".formatted(OUTPUT);
  /** Longer than a change of layout takes, with all that waits in between. */
  private static final long SETTLED_MS = 700;
  private static final int[] COLORS = {0xC83232, 0x32A050, 0xC8A032, 0x3264C8, 0xA032A0, 0x32A0A0, 0x808080, 0xE08040,
    0x408020, 0x802040, 0x204080, 0xC0C060, 0x60C0C0, 0xC060C0, 0x604020, 0xA0E0A0};

  private static MixConfig config(String document) {
    try {
      return MixConfigReader.read(document);
    } catch (MixConfigException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = {"H264", "VP8"})
  void fourHostsAreSeenWhereEachLayoutPutsThemWhileItChanges(Codec codec) throws CodecException {
    try (Stage stage = new Stage(config(ADAPTIVE), codec)) {
      int number = 0;
      for (String name : List.of("ann", "bob", "cy", "dan")) {
        Clip picture = HostClips.color(number % 2 == 0 ? Codec.H264 : Codec.VP8, 320, 180, COLORS[number]);
        StageHost host = stage.host(name, COLORS[number]).shows(number % 2 == 0 ? Codec.H264 : Codec.VP8, picture, 7_000_000L * number, 0);
        stage.enter(host);
        number++;
      }
      stage.run(SETTLED_MS);
      stage.assertColors("adaptive");
      stage.configure(config(FLOATING));
      stage.run(SETTLED_MS);
      stage.assertColors("floating");
      stage.configure(config(CUSTOM));
      stage.run(SETTLED_MS);
      stage.assertColors("custom");
      assertNoStall(stage.viewer, 1_000_000_000L / 30);
    }
  }

  /** Sound and picture of one host come by ways of different length; the mix shows and plays them together, and soon. */
  @Test
  void flashAndBeepStayTogetherThroughEveryLayout() throws CodecException {
    long soundDelayNs = 15 * Stage.NS_PER_MS;
    long pictureDelayNs = 55 * Stage.NS_PER_MS;
    try (Stage stage = new Stage(config(ADAPTIVE), Codec.H264)) {
      StageHost flash = stage.host("ann", HostClips.DARK).plays(HostClips.beep(), 0, soundDelayNs)
        .shows(Codec.H264, HostClips.flash(Codec.H264, 320, 180), 0, pictureDelayNs);
      stage.enter(flash);
      for (int i = 1; i < 4; i++) {
        StageHost host = stage.host("bob" + i, COLORS[i]).plays(HostClips.tone(300 + 100 * i, 0.05), i * 11_000_000L, 20_000_000L * i)
          .shows(Codec.VP8, HostClips.color(Codec.VP8, 160, 90, COLORS[i]), i * 11_000_000L, 10_000_000L * i);
        stage.enter(host);
      }
      // Layouts change half a second away from each flash: a tile that glides is not where it is watched.
      stage.run(500);
      for (String layout : List.of(ADAPTIVE, FLOATING, ADAPTIVE.replace("\"mode\": 3", "\"mode\": 3, \"host_user_id\": \"bob1\""))) {
        stage.configure(config(layout));
        Rect place = stage.place(flash);
        // In the lower left, where no small tile lies over it.
        stage.viewer.watch(new Rect(place.x(), place.y() + place.height() / 2, place.width() / 4, place.height() / 2));
        stage.run(3_000);
      }
      List<MixViewer.Seen> flashes = settled(stage.viewer.flashes());
      List<Long> beeps = stage.viewer.beepsNs();
      assertThat(flashes).as("one a second").hasSizeGreaterThan(5);
      for (MixViewer.Seen seen : flashes) {
        long beepNs = beeps.stream().min((one, other) -> Long.compare(Math.abs(one - seen.mediaNs()), Math.abs(other - seen.mediaNs())))
          .orElseThrow();
        assertThat(Math.abs(beepNs - seen.mediaNs())).as("beep at %d, flash at %d", beepNs, seen.mediaNs())
          .isLessThanOrEqualTo(40 * Stage.NS_PER_MS);
        long addedNs = Math.floorMod(seen.arrivalNs() - pictureDelayNs, 1_000_000_000L);
        assertThat(addedNs).as("delay that the mix adds, without what it computes for").isLessThanOrEqualTo(150 * Stage.NS_PER_MS);
      }
    }
  }

  /** The first seconds are left out: clocks are not reported yet. */
  private static List<MixViewer.Seen> settled(List<MixViewer.Seen> flashes) {
    return flashes.stream().filter(seen -> seen.mediaNs() > 2_500_000_000L).toList();
  }

  @Test
  void aHostIsKilledMutedAndBackWhileTheOthersGoOn() throws CodecException {
    try (Stage stage = new Stage(config(ADAPTIVE), Codec.VP8)) {
      StageHost ann = stage.host("ann", HostClips.DARK).plays(HostClips.beep(), 0, 0)
        .shows(Codec.VP8, HostClips.flash(Codec.VP8, 320, 180), 0, 0);
      StageHost bob = colored(stage, "bob", 1, 0);
      StageHost cy = colored(stage, "cy", 2, 0);
      stage.enter(ann);
      stage.enter(bob);
      stage.enter(cy);
      runTo(stage, 1_700);
      stage.assertColors("all three");

      stage.leave(bob);
      runTo(stage, 2_700);
      stage.assertColors("bob is gone, his place is given to the others");

      stage.enter(colored(stage, "bob", 1, stage.nowNs()));
      runTo(stage, 3_700);
      stage.assertColors("bob is back");

      stage.mix.mute(cy.streamId, MediaKind.VIDEO, true);
      runTo(stage, 4_700);
      stage.assertColors("cy is muted: a card", cy);
      stage.mix.mute(cy.streamId, MediaKind.VIDEO, false);
      runTo(stage, 5_700);
      stage.assertColors("cy is seen again");

      cy.vanish(true);
      runTo(stage, 8_700);
      stage.assertColors("cy stalls: the last picture stands");
      runTo(stage, 11_700);
      stage.assertColors("cy stalls for long: a card", cy);
      cy.vanish(false);
      runTo(stage, 12_700);
      stage.assertColors("cy is back");

      assertNoStall(stage.viewer, 1_000_000_000L / 30);
    }
  }

  /** What a host publishes besides, or ends, does not interrupt what is seen and heard of it. */
  @Test
  void aMicrophoneThatComesLaterAndGoesInterruptsNoPicture() throws CodecException {
    try (Stage stage = new Stage(config(ADAPTIVE), Codec.H264)) {
      StageHost ann = stage.host("ann", COLORS[1]).shows(Codec.VP8, HostClips.color(Codec.VP8, 320, 180, COLORS[1]), 0, 0);
      stage.enter(ann);
      runTo(stage, 1_000);
      stage.assertColors("the picture alone");
      int keyframes = ann.keyframesAsked();

      ann.plays(HostClips.tone(700, 0.05), stage.nowNs(), 0);
      stage.mix.add(ann.stream());
      runTo(stage, 2_500);
      stage.assertColors("the microphone is there too");
      assertThat(stage.viewer.loudness(700)).as("and is heard").isGreaterThan(0.03);

      ann.fallsSilent();
      stage.mix.add(ann.stream());
      runTo(stage, 3_500);
      stage.assertColors("the microphone is gone");
      assertThat(ann.keyframesAsked()).as("its picture was never begun anew").isEqualTo(keyframes);
      assertNoStall(stage.viewer, 1_000_000_000L / 30);
    }
  }

  @Test
  void aCameraThatComesLaterInterruptsNoSound() throws CodecException {
    try (Stage stage = new Stage(config(ADAPTIVE), Codec.H264)) {
      StageHost ann = stage.host("ann", COLORS[1]).plays(HostClips.tone(700, 0.05), 0, 0);
      stage.enter(ann);
      stage.enter(colored(stage, "bob", 2, 0));
      runTo(stage, 2_000);
      int before = stage.viewer.audioTimestamps().size();
      ann.shows(Codec.H264, HostClips.color(Codec.H264, 320, 180, COLORS[1]), stage.nowNs(), 0);
      stage.mix.add(ann.stream());
      runTo(stage, 4_000);
      stage.assertColors("both are seen");
      assertThat(stage.viewer.quietest(700, before)).as("the tone never stops").isGreaterThan(0.02);
    }
  }

  /** The small copy has the canvas's geometry, its own size and pace, and is made only for those who want it. */
  @ParameterizedTest
  @EnumSource(value = Codec.class, names = {"H264", "VP8"})
  void theTinyPictureIsTheCanvasOnceMoreAndMadeWhenWanted(Codec codec) throws CodecException {
    String document = "{\"mode\": 3, " + OUTPUT.replace("\"backgroundColor\"",
      "\"tiny\": {\"width\": 320, \"height\": 180, \"fps\": 15, \"bitrate\": 300}, \"backgroundColor\"") + "}";
    try (Stage stage = new Stage(config(document), codec)) {
      stage.enter(colored(stage, "ann", 0, 0));
      stage.enter(colored(stage, "bob", 1, 0));
      runTo(stage, 700);
      assertThat(stage.viewer.width()).isEqualTo(640);
      MixViewer tiny = stage.watchTiny(codec);
      runTo(stage, 2_700);
      stage.assertColors("the canvas goes on");
      assertNoStall(stage.viewer, 1_000_000_000L / 30);
      assertThat(tiny.width() * tiny.height()).isEqualTo(320 * 180);
      stage.assertColors("the same in small", tiny);
      assertThat(tiny.seen()).as("15 a second, the first at once").hasSizeBetween(29, 31);
      assertThat(tiny.seen().stream().map(MixViewer.Seen::mediaNs)).as("at times of the canvas")
        .isSubsetOf(stage.viewer.seen().stream().map(MixViewer.Seen::mediaNs).toList());

      stage.viewer.leave();
      int seen = stage.viewer.seen().size();
      runTo(stage, 3_700);
      stage.assertColors("the small one alone", tiny);
      assertThat(stage.viewer.seen()).as("nobody wants the large one").hasSize(seen);
      assertThat(tiny.seen()).hasSizeBetween(44, 46);
      tiny.close();
    }
  }

  private static StageHost colored(Stage stage, String name, int number, long startNs) throws CodecException {
    return stage.host(name, COLORS[number]).plays(HostClips.tone(400 + 300 * number, 0.05), startNs, 0)
      .shows(Codec.VP8, HostClips.color(Codec.VP8, 320, 180, COLORS[number]), startNs, 0);
  }

  private static void runTo(Stage stage, long ms) throws CodecException {
    stage.run(ms - stage.nowNs() / Stage.NS_PER_MS);
  }

  /** Every picture and every packet of sound follows the one before as the pace wants it, by its time stamp and by when it left. */
  private static void assertNoStall(MixViewer viewer, long paceNs) {
    List<MixViewer.Seen> seen = viewer.seen();
    for (int i = 1; i < seen.size(); i++) {
      assertThat(seen.get(i).mediaNs() - seen.get(i - 1).mediaNs()).as("picture %d", i).isBetween(paceNs - 20_000, paceNs + 20_000);
      assertThat(seen.get(i).arrivalNs() - seen.get(i - 1).arrivalNs()).as("picture %d leaves", i).isLessThan(100 * Stage.NS_PER_MS);
    }
    List<Long> sound = viewer.audioTimestamps();
    for (int i = 1; i < sound.size(); i++) {
      assertThat(sound.get(i) - sound.get(i - 1)).as("packet %d of sound", i).isEqualTo(960);
    }
    assertThat(seen).as("pictures").hasSizeGreaterThan(30);
  }

  /** Nine hosts, of whose pictures a third can be decoded: no sound is lost, each turn has a picture, everybody is seen anew. */
  @Test
  void aMachineThatCannotDecodeAllShowsWhatItCanAndLetsAllBeHeard() throws CodecException {
    try (Stage stage = new Stage(config(ADAPTIVE), Codec.H264)) {
      List<StageHost> hosts = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        StageHost host = stage.host("host" + i, COLORS[i])
          .plays(HostClips.tone(300 + 100 * i, 0.05), 0, 0)
          .shows(Codec.H264, HostClips.colorOfOneKeyframe(Codec.H264, 160, 90, COLORS[i]), 0, 0);
        stage.enter(host);
        hosts.add(host);
      }
      stage.run(1_000);
      int asked = hosts.stream().mapToInt(StageHost::keyframesAsked).sum();
      int pictures = stage.viewer.seen().size();
      stage.runSlowly(6_000, 180);
      assertThat(stage.viewer.seen().size() - pictures).as("pictures in 6 s").isGreaterThan(30);
      assertThat(hosts.stream().mapToInt(StageHost::keyframesAsked).sum() - asked).as("keyframes asked of all").isBetween(9, 12 * 9);
      List<Long> sound = stage.viewer.audioTimestamps();
      for (int i = 1; i < sound.size(); i++) {
        assertThat(sound.get(i) - sound.get(i - 1)).as("packet %d of sound", i).isEqualTo(960);
      }
      stage.run(1_500);
      stage.assertColors("when it is fast again");
    }
  }

  @Test
  void sixteenPicturesAndThirtyTwoSoundsAreAllThere() throws CodecException {
    full(640, 360, 160, 90, 1_300);
  }

  @Test
  @Tag("long")
  void sixteenPicturesAndThirtyTwoSoundsAreAllThereInFullSize() throws CodecException {
    full(1280, 720, 1280, 720, 4_000);
  }

  private static void full(int canvasWidth, int canvasHeight, int width, int height, long ms) throws CodecException {
    String document = """
        {"mode": 3, "output": {"video": {"normal": {"width": %d, "height": %d, "fps": 30, "bitrate": 2000}}, "audio": {"bitrate": 192}}}"""
      .formatted(canvasWidth, canvasHeight);
    try (Stage stage = new Stage(config(document), Codec.H264)) {
      List<Double> tones = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        double hertz = 300 + 100 * i;
        tones.add(hertz);
        StageHost host = stage.host("host" + i, i < 16 ? COLORS[i] : 0).plays(HostClips.tone(hertz, 0.03), i * 3_000_000L, 0);
        if (i < 16) {
          host.shows(i % 2 == 0 ? Codec.H264 : Codec.VP8,
            HostClips.color(i % 2 == 0 ? Codec.H264 : Codec.VP8, width, height, COLORS[i]), i * 2_000_000L, 0);
        }
        stage.enter(host);
      }
      stage.run(ms);
      stage.assertColors("sixteen pictures");
      for (double hertz : tones) {
        assertThat(stage.viewer.loudness(hertz)).as("%.0f Hz", hertz).isBetween(0.015, 0.045);
      }
      assertThat(stage.viewer.loudness(250)).as("what nobody plays").isLessThan(0.004);
      assertNoStall(stage.viewer, 1_000_000_000L / 30);
    }
  }
}
