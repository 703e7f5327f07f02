package io.ringcast.mixer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.mixer.config.InputFilter.Choice;
import io.ringcast.mixer.config.InputFilter.RoomScope;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixConfigReaderTest {
  private static final String WHOLE = """
      {"version": 2, "mode": 1, "host_user_id": "ann", "host_stream_id": "ann_main", "inputFilterMode": 4, "mixRooms": ["other"],
       "input": {
         "video": [
           {"user_id": "ann", "stream_id": "ann_main", "x": 0, "y": 0, "width": 640, "height": 720},
           {"user_id": "bob", "x": 640, "y": 10, "width": 640, "height": 710, "z_order": 3}],
         "audio": [{"user_id": "ann", "stream_id": "ann_main"}, {"user_id": "bob"}]},
       "output": {
         "video": {
           "normal": {"width": 1280, "height": 720, "fps": 30, "bitrate": 1500},
           "tiny": {"width": 320, "height": 180, "fps": 10, "bitrate": 150},
           "exparams": {"renderMode": 2},
           "backgroundColor": "0x2255AA",
           "backgroundPicture": {"fillMode": 2, "picture": [
             {"uri": "https://example.org/a.png", "x": 0.25, "y": 0.5, "w": 0.5, "h": 0.25}]}},
         "audio": {"bitrate": 96},
         "cdn": [{"pushurl": "rtmp://example.org/live/room"}],
         "inCDNModel": 1},
       "waterMark": {
         "mixScreen": {
           "timestamp": {"timezone": "+08:00", "fontSize": 20, "color": "black", "alpha": 0.5, "x": 0.1, "y": 0.2},
           "picture": [{"uri": "http://example.org/logo.png", "x": 0.8, "y": 0, "w": 0.2, "h": 0.2}],
           "text": [{"text": "live", "fontSize": 30, "color": "white", "alpha": 1, "x": 0, "y": 0}]},
         "signalScreen": [{"streamId": "ann_main", "text": [{"text": "Ann"}]}]}}
      """;

  @Test
  void anEmptyDocumentIsTheStandardMix() throws MixConfigException {
    MixConfig config = MixConfigReader.read("{}");
    assertThat(config).isEqualTo(MixConfig.standard());
    assertThat(config.mode()).isEqualTo(LayoutMode.FLOATING);
    assertThat(config.normal()).isEqualTo(new VideoProfile(360, 640, 25, 800_000));
    assertThat(config.tiny()).isEqualTo(new VideoProfile(180, 320, 15, 200_000));
  }

  @Test
  void everyFieldIsRead() throws MixConfigException {
    MixConfig config = MixConfigReader.read(WHOLE);
    assertThat(config.mode()).isEqualTo(LayoutMode.CUSTOM);
    assertThat(config.host()).isEqualTo(new StreamRef("ann", "ann_main"));
    assertThat(config.filter()).isEqualTo(InputFilter.own(Choice.LISTED, Choice.LISTED));
    assertThat(config.videoInputs()).containsExactly(
      new VideoInput(new StreamRef("ann", "ann_main"), 0, 0, 640, 720, 0), new VideoInput(new StreamRef("bob", ""), 640, 10, 640, 710, 3));
    assertThat(config.audioInputs()).containsExactly(new StreamRef("ann", "ann_main"), new StreamRef("bob", ""));
    assertThat(config.normal()).isEqualTo(new VideoProfile(1280, 720, 30, 1_500_000));
    assertThat(config.tiny()).isEqualTo(new VideoProfile(320, 180, 10, 150_000));
    assertThat(config.renderMode()).isEqualTo(RenderMode.WHOLE);
    assertThat(config.background()).isEqualTo(new Background(0x2255AA, RenderMode.WHOLE,
      List.of(new PlacedPicture(URI.create("https://example.org/a.png"), 0.25, 0.5, 0.5, 0.25))));
    assertThat(config.audioBitrateBps()).isEqualTo(96_000);
    assertThat(config.pushes()).containsExactly(URI.create("rtmp://example.org/live/room"));
    assertThat(config.innerCdn()).isTrue();
    MarkStyle style = new MarkStyle(20, false, 0.5, 0.1, 0.2);
    assertThat(config.watermarks().timestamp()).isEqualTo(new Watermarks.TimestampMark(ZoneOffset.ofHours(8), style));
    assertThat(config.watermarks().texts()).containsExactly(new Watermarks.TextMark("live", new MarkStyle(30, true, 1, 0, 0)));
    assertThat(config.watermarks().pictures()).hasSize(1);
    assertThat(config.streamWatermarks()).containsExactly(new StreamWatermarks("ann_main",
      new Watermarks(null, List.of(new Watermarks.TextMark("Ann", new MarkStyle(14, true, 1, 0, 0))), List.of())));
  }

  @Test
  void theSmallCopyFollowsTheCanvas() throws MixConfigException {
    MixConfig config = MixConfigReader.read("""
        {"output": {"video": {"normal": {"width": 1280, "height": 720, "fps": 10, "bitrate": 2000}}}}""");
    assertThat(config.tiny()).isEqualTo(new VideoProfile(640, 360, 10, 500_000));
  }

  /** Every number of {@code inputFilterMode}: what is wanted of a listed stream and of another. */
  @ParameterizedTest
  @CsvSource({
    "0, ALL, ALL, OWN, OWN", "1, NONE, NONE, OWN, OWN", "2, ALL, NONE, OWN, OWN", "3, NONE, ALL, OWN, OWN", "4, LISTED, LISTED, OWN, OWN",
    "5, ALL, LISTED, OWN, OWN", "6, NONE, LISTED, OWN, OWN", "7, LISTED, ALL, OWN, OWN", "8, LISTED, NONE, OWN, OWN",
    "9, ALL, ALL, APPENDED, APPENDED", "10, ALL, ALL, REPLACED, REPLACED", "11, ALL, ALL, APPENDED, OWN", "12, ALL, ALL, REPLACED, OWN",
    "13, ALL, ALL, OWN, APPENDED", "14, ALL, ALL, OWN, REPLACED"})
  void filtersByNumber(int number, Choice audio, Choice video, RoomScope audioRooms, RoomScope videoRooms) throws MixConfigException {
    InputFilter filter = MixConfigReader.read("{\"inputFilterMode\": " + number + ", \"mixRooms\": [\"r\"]}").filter();
    assertThat(filter.audio()).isEqualTo(audio);
    assertThat(filter.video()).isEqualTo(video);
    assertThat(filter.audioRooms()).isEqualTo(audioRooms);
    assertThat(filter.videoRooms()).isEqualTo(videoRooms);
    boolean speaksOfRooms = audioRooms != RoomScope.OWN || videoRooms != RoomScope.OWN;
    assertThat(filter.rooms()).isEqualTo(speaksOfRooms ? List.of("r") : List.of());
  }

  @Test
  void listsAreMembershipInCustomMode() throws MixConfigException {
    MixConfig none = MixConfigReader.read("{\"customMode\": true, \"input\": {\"video\": []}}");
    assertThat(none.wantsVideo("ann", "ann_main")).isFalse();
    assertThat(none.wantsAudio("ann", "ann_main")).isTrue();
    MixConfig some = MixConfigReader.read("{\"customMode\": true, \"input\": {\"audio\": [{\"user_id\": \"ann\"}]}}");
    assertThat(some.wantsVideo("bob", "bob_main")).isTrue();
    assertThat(some.wantsAudio("ann", "ann_any")).isTrue();
    assertThat(some.wantsAudio("bob", "bob_main")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "[] | | JSON object",
    "{ | | not JSON",
    "{'mod': 1} | mod | is no field here",
    "{'mode': 4} | mode | from 1 to 3",
    "{'mode': 1} | input.video | must list",
    "{'mode': '1'} | mode | whole number",
    "{'version': 3} | version | from 1 to 2",
    "{'inputFilterMode': 15} | inputFilterMode | from 0 to 14",
    "{'host_stream_id': 'a'} | host_user_id | must be there",
    "{'mixRooms': ['a', 3]} | mixRooms[1] | must be a text",
    "{'customMode': 1} | customMode | true or false",
    "{'input': []} | input | must be an object",
    "{'input': {'video': [5]}} | input.video[0] | must be an object",
    "{'input': {'video': [{'x': 0}]}} | input.video[0].user_id | must be a text",
    "{'input': {'video': [{'user_id': 'a'}, {'user_id': 'a'}]}} | input.video[1].user_id | listed twice",
    "{'input': {'audio': [{'user_id': 'a', 'x': 1}]}} | input.audio[0].x | is no field here",
    "{'output': {'video': {'normal': {'width': 0, 'height': 0}}}} | output.video.normal.width | from 16 to 1920",
    "{'output': {'video': {'normal': {'width': 641, 'height': 360}}}} | output.video.normal.width | must be even",
    "{'output': {'video': {'normal': {'width': 640}}}} | output.video.normal.height | whole number",
    "{'output': {'video': {'normal': {'width': 1920, 'height': 1920}}}} | output.video.normal | pixels",
    "{'output': {'video': {'normal': {'fps': 0}}}} | output.video.normal.fps | from 1 to 60",
    "{'output': {'video': {'normal': {'fps': 61}}}} | output.video.normal.fps | from 1 to 60",
    "{'output': {'video': {'normal': {'fps': 29.97}}}} | output.video.normal.fps | whole number",
    "{'output': {'video': {'normal': {'bitrate': 99999999999}}}} | output.video.normal.bitrate | from 10 to 20000",
    "{'output': {'video': {'tiny': {'width': 640, 'height': 360}}}} | output.video.tiny | larger than",
    "{'output': {'video': {'exparams': {'renderMode': 3}}}} | output.video.exparams.renderMode | from 1 to 2",
    "{'output': {'video': {'backgroundColor': 'blue'}}} | output.video.backgroundColor | like 0x2255AA",
    "{'output': {'audio': {'bitrate': 5}}} | output.audio.bitrate | from 6 to 320",
    "{'output': {'cdn': [{'pushurl': 'http://a'}]}} | output.cdn[0].pushurl | rtmp",
    "{'output': {'cdn': [{},{},{},{},{},{}]}} | output.cdn | may have 5 entries",
    "{'output': {'inCDNModel': 3}} | output.inCDNModel | from 1 to 2",
    "{'waterMark': {'mixScreen': {'timestamp': {'timezone': 'Mars'}}}} | waterMark.mixScreen.timestamp.timezone | offset",
    "{'waterMark': {'mixScreen': {'text': [{'text': ''}]}}} | waterMark.mixScreen.text[0].text | 1 to 256",
    "{'waterMark': {'mixScreen': {'text': [{'text': 'a', 'color': 'red'}]}}} | waterMark.mixScreen.text[0].color | black or white",
    "{'waterMark': {'signalScreen': [{'text': []}]}} | waterMark.signalScreen[0].streamId | must be a text"})
  void whatCannotBeMixedIsNamed(String document, String field, String complaint) {
    MixConfigException refusal = refused(document.replace('\'', '"'));
    assertThat(refusal.field()).isEqualTo(field == null ? "" : field);
    assertThat(refusal).hasMessageContaining(complaint);
    assertThat(refusal).hasMessageStartingWith(field == null ? "The document" : field);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "'x': 320, 'y': 0, 'width': 42, 'height': 40 | width  | outside the canvas of 360",
    "'x': 0, 'y': 620, 'width': 40, 'height': 40 | height | outside the canvas of 640",
    "'x': -2, 'y': 0, 'width': 40, 'height': 40  | x      | from 0 to 358",
    "'x': 0, 'y': 640, 'width': 40, 'height': 40 | y      | from 0 to 638",
    "'x': 0, 'y': 0, 'width': 0, 'height': 40    | width  | from 2 to 360",
    "'x': 0, 'y': 0, 'width': 40, 'height': 0    | height | from 2 to 640",
    "'x': 1, 'y': 0, 'width': 40, 'height': 40   | x      | must be even",
    "'x': 0, 'y': 0, 'width': 41, 'height': 40   | width  | must be even",
    "'y': 0, 'width': 40, 'height': 40           | x      | whole number"})
  void tilesLieOnTheCanvas(String place, String field, String complaint) {
    String document = "{'mode': 1, 'input': {'video': [{'user_id': 'a', " + place + "}]}}";
    MixConfigException refusal = refused(document.replace('\'', '"'));
    assertThat(refusal.field()).isEqualTo("input.video[0]." + field);
    assertThat(refusal).hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "'uri': 'file:///etc/passwd'       | uri | http:// or https://",
    "'uri': 'http:'                    | uri | http:// or https://",
    "'uri': 'https://a b'              | uri | http:// or https://",
    "'x': 0                            | uri | a text of 1 to 2048",
    "'uri': 'http://a/b.png', 'w': 0   | w   | more than 0",
    "'uri': 'http://a/b.png', 'x': 1.5 | x   | from 0 to 1"})
  void picturesComeFromTheWeb(String picture, String field, String complaint) {
    String document = "{'output': {'video': {'backgroundPicture': {'picture': [{" + picture + "}]}}}}";
    MixConfigException refusal = refused(document.replace('\'', '"'));
    assertThat(refusal.field()).isEqualTo("output.video.backgroundPicture.picture[0]." + field);
    assertThat(refusal).hasMessageContaining(complaint);
  }

  @Test
  void aHundredTilesAreTooMany() {
    String tiles = IntStream.range(0, 100).mapToObj(i -> "{\"user_id\": \"u" + i + "\"}").collect(Collectors.joining(", "));
    MixConfigException refusal = refused("{\"input\": {\"video\": [" + tiles + "]}}");
    assertThat(refusal).hasMessage("input.video may have 16 entries, and has 100");
  }

  @Test
  void aHugeDocumentIsNotEvenRead() {
    assertThat(refused("{\"a\": \"" + "x".repeat(MixLimits.DOCUMENT_CHARS) + "\"}").field()).isEmpty();
  }

  private static MixConfigException refused(String document) {
    MixConfigException refusal = catchThrowableOfType(MixConfigException.class, () -> MixConfigReader.read(document));
    assertThat(refusal).as("the refusal of %s", document.substring(0, Math.min(200, document.length()))).isNotNull();
    return refusal;
  }
}
