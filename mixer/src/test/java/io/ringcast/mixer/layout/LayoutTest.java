package io.ringcast.mixer.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.config.RenderMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layouts by example: what is here is what a mix looks like. */
class LayoutTest {
  private static final String LANDSCAPE = ", \"output\": {\"video\": {\"normal\": {\"width\": 1280, \"height\": 720}}}}";

  private static List<Source> people(int count) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String user = String.valueOf((char) ('a' + i));
      sources.add(new Source(user, user + "_main", 1280, 720, false));
    }
    return sources;
  }

  private static String drawn(String document, List<Source> sources) throws MixConfigException {
    return Layout.tiles(MixConfigReader.read(document), sources).stream()
      .map(tile -> tile.streamId().charAt(0) + ":" + tile.rect().x() + "," + tile.rect().y() + " "
        + tile.rect().width() + "x" + tile.rect().height())
      .collect(Collectors.joining(" | "));
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "0;''",
    "1;a:0,0 1280x720",
    "2;a:0,0 1280x720 | b:960,540 320x180",
    "6;a:0,0 1280x720 | b:960,540 320x180 | c:960,360 320x180 | d:960,180 320x180 | e:960,0 320x180 | f:640,540 320x180"})
  void floatingTilesClimbFromTheBottomRight(int count, String expected) throws MixConfigException {
    assertThat(drawn("{\"mode\": 2" + LANDSCAPE, people(count))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "1;a:0,0 1280x720",
    "2;a:0,0 640x720 | b:640,0 640x720",
    "3;a:0,0 640x360 | b:640,0 640x360 | c:320,360 640x360",
    "4;a:0,0 640x360 | b:640,0 640x360 | c:0,360 640x360 | d:640,360 640x360",
    "5;a:0,0 426x360 | b:426,0 426x360 | c:852,0 426x360 | d:214,360 426x360 | e:640,360 426x360"})
  void adaptiveTilesAreEqual(int count, String expected) throws MixConfigException {
    assertThat(drawn("{\"mode\": 3" + LANDSCAPE, people(count))).isEqualTo(expected);
  }

  @Test
  void adaptiveTilesOfAStandingCanvasLieAboveEachOther() throws MixConfigException {
    assertThat(drawn("{\"mode\": 3}", people(2))).isEqualTo("a:0,0 360x320 | b:0,320 360x320");
  }

  @Test
  void theNamedHostIsTheFirst() throws MixConfigException {
    assertThat(drawn("{\"mode\": 2, \"host_user_id\": \"c\"" + LANDSCAPE, people(3)))
      .isEqualTo("c:0,0 1280x720 | a:960,540 320x180 | b:960,360 320x180");
    assertThat(drawn("{\"mode\": 3, \"host_user_id\": \"nobody\"" + LANDSCAPE, people(2))).startsWith("a:");
  }

  @Test
  void customTilesWaitForTheirStreamsAndLieInOrder() throws MixConfigException {
    String document = """
        {"mode": 1, "input": {"video": [
          {"user_id": "b", "x": 0, "y": 0, "width": 360, "height": 640, "z_order": 1},
          {"user_id": "zoe", "x": 0, "y": 0, "width": 100, "height": 100},
          {"user_id": "a", "stream_id": "a_main", "x": 100, "y": 200, "width": 90, "height": 160}]}}""";
    assertThat(drawn(document, people(3))).isEqualTo("a:100,200 90x160 | b:0,0 360x640");
    assertThat(drawn(document, people(0))).isEmpty();
  }

  @Test
  void aUserWithTwoTilesAndTwoStreamsHasBoth() throws MixConfigException {
    String document = """
        {"mode": 1, "input": {"video": [
          {"user_id": "a", "stream_id": "a_screen", "x": 0, "y": 0, "width": 360, "height": 320},
          {"user_id": "a", "x": 0, "y": 320, "width": 360, "height": 320}]}}""";
    List<Source> sources = List.of(new Source("a", "a_main", 640, 360, false), new Source("a", "a_screen", 1920, 1080, true));
    List<Tile> tiles = Layout.tiles(MixConfigReader.read(document), sources);
    assertThat(tiles).containsExactly(new Tile("a_screen", new Rect(0, 0, 360, 320), RenderMode.WHOLE),
      new Tile("a_main", new Rect(0, 320, 360, 320), RenderMode.CROP));
  }

  @Test
  void theFilterDecidesWhoIsSeen() throws MixConfigException {
    assertThat(drawn("{\"inputFilterMode\": 1}", people(3))).isEmpty();
    assertThat(drawn("{\"mode\": 3, \"inputFilterMode\": 5, \"input\": {\"video\": [{\"user_id\": \"b\"}]}}", people(3)))
      .isEqualTo("b:0,0 360x640");
  }

  @Test
  void nothingIsCutOffAScreen() {
    List<Source> sources = List.of(new Source("a", "a_screen", 1920, 1080, true), new Source("b", "b_main", 1920, 1080, false));
    assertThat(Layout.tiles(MixConfig.standard(), sources)).extracting(Tile::fill).containsExactly(RenderMode.WHOLE, RenderMode.CROP);
  }

  @Test
  void moreThanSixteenAreNotShown() {
    assertThat(Layout.tiles(MixConfig.standard(), people(20))).hasSize(16);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "1280;720;640x360;CROP;0,0 1280x720;0,0 640x360",
    "1280;720;360x640;CROP;438,0 404x720;0,0 360x640",
    "1280;720;360x640;WHOLE;0,0 1280x720;0,218 360x202",
    "720;1280;640x360;CROP;0,438 720x404;0,0 640x360",
    "720;1280;640x360;WHOLE;0,0 720x1280;218,0 202x360",
    "321;241;100x100;WHOLE;0,0 321x241;0,12 100x74",
    "1;1;100x100;CROP;0,0 1x1;0,0 100x100",
    "4000;2;100x100;WHOLE;0,0 4000x2;0,48 100x2"})
  void picturesAreCroppedOrLetterboxed(int width, int height, String tile, RenderMode mode, String from, String to) {
    int times = tile.indexOf('x');
    Rect rect = new Rect(0, 0, Integer.parseInt(tile.substring(0, times)), Integer.parseInt(tile.substring(times + 1)));
    Fit fit = Fit.of(width, height, rect, mode);
    assertThat(shown(fit.from()) + ";" + shown(fit.to())).isEqualTo(from + ";" + to);
  }

  private static String shown(Rect rect) {
    return rect.x() + "," + rect.y() + " " + rect.width() + "x" + rect.height();
  }
}
