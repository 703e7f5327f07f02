package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.FfmpegCommand;
import io.ringcast.identity.App;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.LiveTokens;
import io.ringcast.server.FreePorts;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.rtmp.RtmpPlane;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.RoomRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Over RTMP into a room, out of it to a player, and by a push into another room. */
@Timeout(120)
class RtmpLiveTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String SECRET = "hush-hush-hush";

  private LiveServer server;
  private RtmpPlane rtmp;
  private int port;

  @BeforeEach
  void start() throws Exception {
    server = new LiveServer();
    port = FreePorts.next();
    rtmp = RtmpPlane.open(new ServerSettings.Rtmp(port, true, true), InetAddress.getLoopbackAddress(), server.doors(), server.live(),
      new SecureRandom());
  }

  @AfterEach
  void stop() {
    rtmp.close();
    server.close();
  }

  private FfmpegCommand publish(Path sample) {
    return FfmpegCommand.run(List.of("-re", "-stream_loop", "-1", "-i", sample.toString(), "-c", "copy", "-f", "flv",
      "rtmp://127.0.0.1:" + port + "/live/r?token=" + server.token("alice", "r")));
  }

  private static Path sample(Path folder) {
    Path sample = folder.resolve("plain.flv");
    try (FfmpegCommand encoder = FfmpegCommand.run(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=2", "-f", "lavfi",
      "-i", "sine=frequency=440:sample_rate=48000:duration=2", "-c:v", "libopenh264", "-b:v", "200k", "-g", "30", "-pix_fmt", "yuv420p",
      "-c:a", "aac", "-y", sample.toString()))) {
      until("the sample", () -> !encoder.running());
    }
    return sample;
  }

  private boolean publishes(String room) {
    try {
      return server.rooms().stream(new RoomKey("live", room), null).publications().size() == 2;
    } catch (RoomRefusedException e) {
      return false;
    }
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request = HttpRequest.newBuilder(server.at(path)).header("Authorization", "Bearer " + server.token("alice", "r"))
      .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)).build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode push(String pushId) {
    return MAPPER.readTree(send("GET", "/v1/rooms/r/pushes/" + pushId, "").body());
  }

  @Test
  void whatComesOverRtmpIsPlayedOverRtmp(@TempDir Path folder) {
    try (FfmpegCommand _ = publish(sample(folder))) {
      until("FFmpeg to publish", () -> publishes("r"));
      try (FfmpegCommand player = FfmpegCommand.run(List.of("-i", "rtmp://127.0.0.1:" + port + "/live/r?token=" + server.token("bob", "r"),
        "-t", "3", "-map", "0", "-f", "null", "-"))) {
        until("FFmpeg to have played", () -> !player.running());
        assertThat(player.output()).contains("Video: h264", "320x180", "Audio: aac", "48000 Hz, stereo").containsPattern("frame= *[6-9]\\d")
          .doesNotContainIgnoringCase("error").doesNotContainIgnoringCase("conceal");
      }
      try (FfmpegCommand stranger = FfmpegCommand.run(List.of("-i", "rtmp://127.0.0.1:" + port + "/live/r", "-f", "null", "-"))) {
        until("FFmpeg to be refused", () -> !stranger.running());
        assertThat(stranger.output()).contains("LiveURL");
      }
    }
  }

  @Test
  void aLiveUrlOfAnotherAppIsRefused(@TempDir Path folder) {
    App club = new App("club", List.of(new KeyPair("k2", "the secret of the club")));
    String foreign = LiveTokens.sign(club, "r", Instant.now().plusSeconds(60));
    try (FfmpegCommand _ = publish(sample(folder))) {
      until("FFmpeg to publish", () -> publishes("r"));
      for (String path : List.of("r?token=" + foreign, "club/r?token=" + server.token("bob", "r"))) {
        try (FfmpegCommand stranger = FfmpegCommand.run(List.of("-i", "rtmp://127.0.0.1:" + port + "/live/" + path, "-f", "null", "-"))) {
          until("FFmpeg to be refused", () -> !stranger.running());
          assertThat(stranger.output()).containsIgnoringCase("token").doesNotContain("Stream #0");
        }
      }
    }
  }

  @Test
  void aPushArrivesAndIsShownWithoutItsKey(@TempDir Path folder) {
    try (FfmpegCommand _ = publish(sample(folder))) {
      until("FFmpeg to publish", () -> publishes("r"));
      String key = "s?token=" + server.token("carol", "s");
      HttpResponse<String> begun = send("POST", "/v1/rooms/r/pushes", "{\"url\": \"rtmp://127.0.0.1:" + port + "/live/" + key + "\"}");
      assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
      assertThat(begun.body()).contains("rtmp://127.0.0.1:" + port + "/live\"").doesNotContain("token");
      String pushId = MAPPER.readTree(begun.body()).get("pushId").stringValue();
      until("the stream in the other room", () -> publishes("s"));
      until("a running push", () -> push(pushId).get("state").stringValue().equals("RUNNING"));
      assertThat(send("GET", "/v1/rooms/r/pushes", "").body()).contains(pushId);
      assertThat(send("DELETE", "/v1/rooms/r/pushes/" + pushId, "").statusCode()).isEqualTo(204);
      until("its end", () -> push(pushId).get("state").stringValue().equals("STOPPED"));
      until("the stream to leave", () -> !publishes("s"));
      assertThat(send("POST", "/v1/rooms/r/pushes", "{\"url\": \"http://127.0.0.1/\"}").body()).contains("bad-push-url");
      assertThat(send("POST", "/v1/rooms/r/pushes", "{\"url\": \"srt://127.0.0.1:9?mode=listener\"}").body()).contains("bad-push-url");
      HttpResponse<String> srt = send("POST", "/v1/rooms/r/pushes",
        "{\"url\": \"srt://127.0.0.1:9?streamid=" + SECRET + "&passphrase=" + SECRET + "\"}");
      assertThat(srt.body()).contains("\"srt://127.0.0.1:9\"").doesNotContain(SECRET);
      assertThat(send("DELETE", "/v1/rooms/r/pushes/" + MAPPER.readTree(srt.body()).get("pushId").stringValue(), "").statusCode())
        .isEqualTo(204);
      assertThat(send("POST", "/v1/rooms/r/pushes", "{\"url\": \"rtmp://127.0.0.1/a/b\", \"streamId\": \"nobody_main\"}").statusCode())
        .isEqualTo(409);
    }
  }
}
