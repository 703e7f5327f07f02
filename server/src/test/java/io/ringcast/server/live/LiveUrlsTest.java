package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.FfmpegCommand;
import io.ringcast.identity.App;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.LiveTokens;
import io.ringcast.mixer.job.PictureSource;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.server.mix.MixerHere;
import io.ringcast.signaling.DoorSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** LiveURLs through a whole server: FFmpeg publishes H.264 and Opus by WHIP, and plays FLV and HLS. */
@Timeout(180)
class LiveUrlsTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final App APP = new App("live", List.of(KeyPair.DEVELOPMENT));
  private static final Pattern FRAMES = Pattern.compile("frame=\\s*(\\d+)");
  private static final List<String> TEST_PICTURE = List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30",
    "-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-map", "0:v", "-map", "1:a",
    "-c:v", "libopenh264", "-b:v", "400k", "-g", "30", "-pix_fmt", "yuv420p", "-flags:v", "+global_header",
    "-c:a", "libopus", "-b:a", "64k", "-ac", "2");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static LiveServer server;
  private static FfmpegCommand publisher;

  @BeforeAll
  static void publish() throws IOException {
    server = new LiveServer(DoorSettings.DEFAULT.with(new MixerHere(System::nanoTime, InstantSource.system(), PictureSource.NONE)));
    List<String> arguments = new ArrayList<>(TEST_PICTURE);
    arguments.addAll(List.of("-f", "whip", "-authorization", server.token("alice", "r"), server.whip("r").toString()));
    publisher = FfmpegCommand.run(arguments);
    until("FFmpeg to publish", () -> {
      assertThat(publisher.running()).as(publisher.output()).isTrue();
      return get(signed("r", "m3u8", 60)).statusCode() == 200;
    });
  }

  @AfterAll
  static void stop() {
    publisher.close();
    server.close();
  }

  private static String signed(String room, String format, int seconds) {
    String owner = room.split("/", 2)[0];
    return "/live/" + room + "." + format + "?token=" + LiveTokens.sign(APP, owner, Instant.now().plusSeconds(seconds));
  }

  private static HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(server.at(path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(URI at) throws Exception {
    HttpResponse<byte[]> answer = HTTP.send(HttpRequest.newBuilder(at).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(at.toString()).isEqualTo(200);
    return answer.body();
  }

  /** What FFmpeg says when it has played something for some seconds. */
  private static String played(String input, int seconds) {
    try (FfmpegCommand player = FfmpegCommand.run(List.of("-t", String.valueOf(seconds), "-i", input, "-map", "0",
        "-fps_mode", "passthrough", "-enc_time_base:v", "demux", "-f", "null", "-"))) {
      until("FFmpeg to play " + input, () -> !player.running());
      return player.output();
    }
  }

  private static void assertGood(String output, int frames) {
    assertGood(output, "320x180", frames);
  }

  private static void assertGood(String output, String size, int frames) {
    assertThat(output).contains("Video: h264", size, "Audio: aac", "48000 Hz, stereo")
      .doesNotContainIgnoringCase("error").doesNotContainIgnoringCase("invalid").doesNotContainIgnoringCase("conceal");
    Matcher matcher = FRAMES.matcher(output);
    int shown = 0;
    while (matcher.find()) {
      shown = Integer.parseInt(matcher.group(1));
    }
    assertThat(shown).as(output).isGreaterThanOrEqualTo(frames);
  }

  @Test
  void flvIsPlayed() {
    HttpResponse<String> room =
      send(HttpRequest.newBuilder(server.room("r")).header("Authorization", "Bearer " + server.token("bob", "r")));
    JsonNode live = MAPPER.readTree(room.body()).get("live");
    assertThat(live.get("flv").stringValue()).startsWith(server.at("/live/r.flv?token=devkey.").toString());
    assertThat(live.get("whep").stringValue()).isEqualTo(server.whep("r").toString());
    assertGood(played(live.get("flv").stringValue(), 3), 60);
  }

  @Test
  void hlsIsPlayed() {
    assertGood(played(server.at(signed("r", "m3u8", 60)).toString(), 4), 90);
  }

  @Test
  void oneStreamIsPlayedWithARoomTokenToo() {
    String path = "/live/r/alice_main.flv?token=" + server.token("bob", "r");
    assertGood(played(server.at(path).toString(), 2), 30);
  }

  @Test
  void partsComeAsTheyAreCut(@TempDir Path folder) throws Exception {
    URI media = media("r");
    HttpResponse<String> first = send(HttpRequest.newBuilder(media));
    assertThat(first.headers().firstValue("Content-Type")).hasValue("application/vnd.apple.mpegurl");
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("max-age=1, public");
    assertThat(first.body()).contains("CAN-BLOCK-RELOAD=YES", "#EXT-X-PART-INF:PART-TARGET=0.5", "#EXT-X-PRELOAD-HINT:TYPE=PART");
    Matcher map = Pattern.compile("#EXT-X-MAP:URI=\"([^\"]+)\"").matcher(first.body());
    assertThat(map.find()).isTrue();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(bytes(media.resolve(map.group(1))));
    String now = first.body();
    for (int i = 0; i < 6; i++) {
      Matcher hint = Pattern.compile("PRELOAD-HINT:TYPE=PART,URI=\"(part-(\\d+)-(\\d+)\\.m4s)\"").matcher(now);
      assertThat(hint.find()).as(now).isTrue();
      byte[] part = bytes(media.resolve(hint.group(1)));
      file.writeBytes(part);
      HttpResponse<String> next =
        send(HttpRequest.newBuilder(URI.create(media + "&_HLS_msn=" + hint.group(2) + "&_HLS_part=" + hint.group(3))));
      assertThat(next.statusCode()).isEqualTo(200);
      assertThat(next.headers().firstValue("Cache-Control")).hasValue("max-age=24, public");
      now = next.body();
      assertThat(now).contains(hint.group(1));
    }
    Path video = Files.write(folder.resolve("parts.mp4"), file.toByteArray());
    assertThat(played(video.toString(), 10)).contains("Video: h264", "Audio: aac");
  }

  @Test
  void rangesOfSegmentsAreGiven() throws Exception {
    URI media = media("r");
    URI init = media.resolve("init-0.mp4");
    byte[] whole = bytes(init);
    HttpResponse<byte[]> part =
      HTTP.send(HttpRequest.newBuilder(init).header("Range", "bytes=4-7").build(), BodyHandlers.ofByteArray());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).asString().isEqualTo("ftyp");
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 4-7/" + whole.length);
    assertThat(part.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(send(HttpRequest.newBuilder(init).header("Range", "bytes=90000-")).statusCode()).isEqualTo(416);
    assertProblem(send(HttpRequest.newBuilder(media.resolve("seg-99999.m4s"))), 404, "no-such-segment");
    assertProblem(send(HttpRequest.newBuilder(media.resolve("..%2f..%2fetc%2fpasswd"))), 404, "no-such-segment");
    assertProblem(send(HttpRequest.newBuilder(URI.create(media + "&_HLS_msn=x"))), 400, "bad-reload");
    assertProblem(send(HttpRequest.newBuilder(URI.create(media + "&_HLS_msn=100000"))), 400, "bad-reload");
  }

  @ParameterizedTest
  @CsvSource({
    "/live/r.flv, 401, token-missing",
    "/live/r.m3u8, 401, token-missing",
    "/live/r.flv?token=x, 401, token-malformed",
    "/live/r.flv?token=devkey.1.AAAAAAAAAAAAAAAAAAAAAA, 401, token-bad-signature",
    "/live/r.flv?token=nobody.1.AAAAAAAAAAAAAAAAAAAAAA, 401, token-unknown-key",
    "/live/r.mp4, 404, no-such-format",
    "/live/..%2f..%2fetc%2fpasswd, 404, no-such-format",
    "/live/..%2f..%2fetc%2fpasswd.flv, 401, token-missing",
    "/live/.flv, 400, bad-id",
    "/hls/nothing/live.m3u8, 404, no-such-segment"})
  void whatIsNotAllowedIsNamed(String path, int status, String slug) {
    assertProblem(get(path), status, slug);
  }

  @Test
  void anotherAppsTokenOpensNothingHere() {
    String others = LiveTokens.sign(new App("other", List.of(LiveServer.OTHER)), "r", Instant.now().plusSeconds(60));
    assertProblem(get("/live/r.flv?token=" + others), 404, "not-live");
    assertProblem(get("/live/live/r.flv?token=" + others), 401, "token-bad-signature");
    assertProblem(get("/live/live/r/alice_main.flv?token=" + others), 403, "another-app");
    assertProblem(get("/live/r.flv?token=" + LiveTokens.sign(APP, "q", Instant.now().plusSeconds(60))), 401, "token-bad-signature");
  }

  @Test
  void aTokenEndsWhatIsPlayed() throws Exception {
    Instant end = Instant.now().plusSeconds(4);
    String token = LiveTokens.sign(APP, "r", end);
    HttpResponse<InputStream> flv =
      HTTP.send(HttpRequest.newBuilder(server.at("/live/r.flv?token=" + token)).build(), BodyHandlers.ofInputStream());
    String list = get("/live/r.m3u8?token=" + token).body();
    URI media = server.at("/live/").resolve(list.lines().filter(line -> line.startsWith("/hls/")).findFirst().orElseThrow());
    assertThat(send(HttpRequest.newBuilder(media)).statusCode()).isEqualTo(200);
    try (InputStream in = flv.body()) {
      assertThat(in.readNBytes(3)).asString().isEqualTo("FLV");
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).contains("onStatus", "token-expired");
    }
    assertThat(server.live().door().expired()).isPositive();
    until("the playlist to be refused", () -> send(HttpRequest.newBuilder(media)).statusCode() == 401);
    assertProblem(send(HttpRequest.newBuilder(media)), 401, "token-expired");
  }

  @Test
  void anotherCodecIsPlayedByTheMixAndRefusedByItsName() throws Exception {
    try (ClientHost host = new ClientHost();
         ColorHost vp8 = new ColorHost(host, server.whip("vp8"), server.token("eve", "vp8"), 0xC83232)) {
      assertGood(played(server.at(signed("vp8", "flv", 60)).toString(), 2), "360x640", 25);
      HttpResponse<String> answer = get(signed("vp8/eve_main", "flv", 60));
      assertProblem(answer, 409, "codec-not-relayed");
      assertThat(answer.body()).contains("VP8");
      try (ColorHost second = new ColorHost(host, server.whip("vp8"), server.token("bob", "vp8"), 0x32A050)) {
        assertThat(second).isNotSameAs(vp8);
        assertGood(played(server.at(signed("vp8", "m3u8", 60)).toString(), 3), "360x640", 40);
      }
    }
    until("the room to end", () -> get(signed("vp8", "flv", 60)).statusCode() == 404);
  }

  @Test
  void aRoomWithoutPicturesIsSoundAlone() {
    List<String> arguments = new ArrayList<>(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-c:a", "libopus",
      "-b:a", "64k", "-ac", "2", "-f", "whip", "-authorization", server.token("ann", "radio"), server.whip("radio").toString()));
    try (FfmpegCommand radio = FfmpegCommand.run(arguments)) {
      until("FFmpeg to be heard", () -> {
        assertThat(radio.running()).as(radio.output()).isTrue();
        return get(signed("radio", "m3u8", 60)).statusCode() == 200;
      });
      for (String format : List.of("flv", "m3u8")) {
        assertThat(played(server.at(signed("radio", format, 60)).toString(), 2)).contains("Audio: aac", "48000 Hz, stereo")
          .doesNotContain("Video:").doesNotContainIgnoringCase("error").doesNotContainIgnoringCase("invalid");
      }
    }
  }

  @Test
  void theNextSessionNeverMeetsAnOldPlaylist() throws Exception {
    URI before;
    try (ClientHost host = new ClientHost();
        ColorHost first = new ColorHost(host, server.whip("again"), server.token("ann", "again"), 0xC83232)) {
      assertThat(first).isNotNull();
      before = media("again");
    }
    until("the first session to end", () -> get(signed("again", "flv", 60)).statusCode() == 404);
    try (ClientHost host = new ClientHost();
        ColorHost second = new ColorHost(host, server.whip("again"), server.token("ann", "again"), 0x32A050)) {
      assertThat(second).isNotNull();
      URI after = media("again");
      assertThat(after.getPath()).isNotEqualTo(before.getPath());
      assertThat(send(HttpRequest.newBuilder(after)).body()).contains("#EXT-X-MEDIA-SEQUENCE:0").doesNotContain("#EXT-X-ENDLIST");
      HttpResponse<String> old = send(HttpRequest.newBuilder(before));
      assertThat(old.statusCode() == 404 || old.body().contains("#EXT-X-ENDLIST")).as(old.body()).isTrue();
    }
  }

  /** Its connection's buffers fill, then it is let go; nobody else notices. */
  @Test
  @Tag("long")
  void whoReadsOneByteASecondIsLetGoAndSlowsNobody() throws Exception {
    List<String> arguments = List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30,noise=alls=80:allf=t", "-re", "-f", "lavfi",
      "-i", "sine=sample_rate=48000", "-c:v", "libopenh264", "-b:v", "4M", "-g", "30", "-pix_fmt", "yuv420p", "-flags:v", "+global_header",
      "-c:a", "libopus", "-ac", "2", "-f", "whip", "-authorization", server.token("ann", "wide"), server.whip("wide").toString());
    try (FfmpegCommand wide = FfmpegCommand.run(arguments); Socket slow = new Socket()) {
      until("FFmpeg to publish", () -> {
        assertThat(wide.running()).as(wide.output()).isTrue();
        return get(signed("wide", "m3u8", 60)).statusCode() == 200;
      });
      slow.setReceiveBufferSize(4_096);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.at("/").getPort()));
      slow.getOutputStream().write(("GET " + signed("wide", "flv", 300) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
      long before = server.live().door().ended(LiveEnd.TOO_SLOW);
      assertGood(played(server.at(signed("wide", "flv", 60)).toString(), 20), 540);
      until("the slow player to be let go", () -> {
        readOne(slow);
        return server.live().door().ended(LiveEnd.TOO_SLOW) > before;
      });
      assertGood(played(server.at(signed("wide", "flv", 60)).toString(), 2), 40);
    }
  }

  private static void readOne(Socket slow) {
    try {
      TimeUnit.SECONDS.sleep(1);
      assertThat(slow.getInputStream().read()).isNotNegative();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI media(String room) {
    String list = get(signed(room, "m3u8", 60)).body();
    return server.at("/live/").resolve(list.lines().filter(line -> line.startsWith("/hls/")).findFirst().orElseThrow(() ->
      new AssertionError(list)));
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(MAPPER.readTree(answer.body()).get("type").stringValue()).isEqualTo("urn:ringcast:problem:" + slug);
  }
}
