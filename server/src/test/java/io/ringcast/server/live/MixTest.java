package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.mixer.codec.CodecException;
import io.ringcast.mixer.codec.VideoDecoder;
import io.ringcast.mixer.intake.VideoFrame;
import io.ringcast.mixer.intake.VideoIntake;
import io.ringcast.mixer.job.PictureSource;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.picture.Color;
import io.ringcast.mixer.picture.Picture;
import io.ringcast.mixer.picture.Scaler;
import io.ringcast.server.mix.MixerHere;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.signaling.DoorSettings;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A room's mix through a whole server: two publish by WHIP, one of them asks for the mix, and a viewer sees it by WHEP. */
@Timeout(120)
class MixTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int RED = 0xC83232;
  private static final int GREEN = 0x32A050;
  private static final int BLUE = 0x2828A0;
  private static final int CLOSE = 24;
  private static final int OPEN_LIMIT_S = 15;
  private static final String SIDE_BY_SIDE = """
      {'config': {'mode': 3, 'output': {'video': {'normal': {'width': 640, 'height': 180, 'fps': 20}}}}}""";

  private final HttpClient http = HttpClient.newHttpClient();
  private LiveServer server;
  private ClientHost host;

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer(DoorSettings.DEFAULT.with(new MixerHere(System::nanoTime, InstantSource.system(), PictureSource.NONE)));
    host = new ClientHost();
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    host.close();
    server.close();
  }

  private HttpResponse<String> send(String user, String method, String json) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.at("/v1/rooms/r/mix"))
      .header("Authorization", "Bearer " + server.token(user, "r"));
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode done(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body().isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(answer.body());
  }

  private static JsonNode problem(int status, String slug, HttpResponse<String> answer) {
    JsonNode problem = done(status, answer);
    assertThat(problem.get("type").stringValue()).isEqualTo("urn:ringcast:problem:" + slug);
    return problem;
  }

  private ColorHost publish(String user, int rgb) throws CodecException {
    return new ColorHost(host, server.whip("r"), server.token(user, "r"), rgb);
  }

  @Test
  void aViewerSeesTheMixAsItIsAskedFor() throws Exception {
    try (ColorHost ann = publish("ann", RED); ColorHost bob = publish("bob", GREEN)) {
      assertThat(ann).isNotSameAs(bob);
      JsonNode started = done(201, send("ann", "POST", SIDE_BY_SIDE));
      assertThat(started.get("streamId").stringValue()).isEqualTo("mix_main");
      assertThat(started.get("sequence").asLong()).isOne();
      assertThat(started.get("streams").values()).extracting(JsonNode::stringValue).containsExactly("ann_main", "bob_main");
      problem(409, "mix-runs", send("bob", "POST", SIDE_BY_SIDE));
      try (Viewer viewer = new Viewer()) {
        viewer.awaitColors(RED, GREEN);
        JsonNode changed = done(200, send("bob", "PUT", """
            {'sequence': 5, 'config': {'mode': 1,
             'input': {'video': [{'user_id': 'bob', 'x': 0, 'y': 0, 'width': 320, 'height': 180}]},
             'output': {'video': {'normal': {'width': 640, 'height': 360, 'fps': 15}, 'backgroundColor': '0x2828A0'}}}}"""));
        assertThat(changed.get("sequence").asLong()).isEqualTo(5);
        viewer.awaitColors(GREEN, BLUE);
        problem(409, "stale-mix", send("ann", "PUT", SIDE_BY_SIDE.replace("{'config'", "{'sequence': 5, 'config'")));
        assertThat(problem(400, "bad-mix", send("ann", "PUT", "{'config': {'mode': 1, 'input': {'video': [{'user_id': 'bob', 'x': 1}]}}}"))
          .get("field").stringValue()).isEqualTo("config.input.video[0].x");
      }
      assertThat(done(200, send("ann", "GET", "")).get("config").get("mode").asInt()).isOne();
      done(204, send("ann", "DELETE", ""));
      problem(404, "no-such-mix", send("ann", "GET", ""));
      problem(404, "no-such-mix", send("ann", "DELETE", ""));
    }
  }

  @Test
  void aLiveRoomOfSeveralIsMixedForWhoNamesNoStream() throws Exception {
    done(201, prepare("{'roomId': 'r', 'mode': 'live'}"));
    try (ColorHost ann = publish("ann", RED); ColorHost bob = publish("bob", GREEN)) {
      assertThat(ann).isNotSameAs(bob);
      try (Viewer viewer = new Viewer()) {
        assertThat(done(200, send("ann", "GET", "")).get("cause").stringValue()).isEqualTo("WATCHED");
        viewer.awaitColors(RED, RED);
      }
    }
  }

  @Test
  void aRoomWithThatSettingIsMixedFromItsFirstPictureOn() throws Exception {
    done(201, prepare("{'roomId': 'r', 'autoMix': true}"));
    try (ColorHost ann = publish("ann", RED)) {
      assertThat(ann).isNotNull();
      until("it is mixed", () -> server.mixes().count() == 1);
      assertThat(done(200, send("ann", "GET", "")).get("cause").stringValue()).isEqualTo("ROOM_SETTING");
      done(204, send("ann", "DELETE", ""));
      problem(404, "no-such-mix", send("ann", "GET", ""));
    }
  }

  private HttpResponse<String> prepare(String json) throws Exception {
    return http.send(HttpRequest.newBuilder(server.at("/v1/rooms")).header("Authorization", "Bearer " + server.creator())
      .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))).build(),
      BodyHandlers.ofString());
  }

  @Test
  void theMixGoesWhenNobodyIsLeftAndItsNameIsItsOwn() throws Exception {
    try (ColorHost ann = publish("ann", RED)) {
      assertThat(ann).isNotNull();
      done(201, send("ann", "PUT", "{}"));
      assertThat(server.mixes().count()).isOne();
      problem(403, "not-in-room", send("eve", "GET", ""));
      HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(server.validate("rtc", server.token("mix", "r"))).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("every room's mix");
    }
    until("the mix is gone", () -> server.mixes().count() == 0);
    until("and the room", () -> server.openRooms() == 0);
  }

  /** Watches the room by WHEP and decodes what comes. */
  private final class Viewer implements AutoCloseable {
    private final BlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();
    private final ScriptedSubscriber subscriber;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private byte[] payload = new byte[0];
    private int frames;

    Viewer() {
      subscriber = new ScriptedSubscriber(host, server.whep("r"), server.token("vic", "r"), PeerSettings.DEFAULT,
        (ssrc, sequence, bytes, offset, length) -> payload = Arrays.copyOfRange(bytes, offset, offset + length));
      subscriber.media().tell((section, sequence, marker, recovered, count, nowNs) -> take(section, sequence, marker));
      subscriber.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    }

    /** The video, as packets again. */
    private void take(int section, long sequence, boolean marker) {
      if (section == 1) {
        byte[] packet = new byte[64 + payload.length];
        header.begin(packet, 0, marker, 96, (int) sequence & 0xFFFF, frames, 1);
        System.arraycopy(payload, 0, packet, header.end(), payload.length);
        packets.add(Arrays.copyOf(packet, header.end() + payload.length));
        frames += marker ? 4_500 : 0;
      }
    }

    /** Watches until the left and the right of the picture's upper half have these colours. */
    void awaitColors(int left, int right) throws CodecException, InterruptedException {
      VideoIntake intake = new VideoIntake(Codec.H264);
      try (VideoDecoder decoder = new VideoDecoder(Codec.H264); Scaler scaler = new Scaler(); Picture seen = Picture.of(64, 36)) {
        boolean shown = false;
        while (!shown) {
          byte[] packet = packets.poll(20, TimeUnit.SECONDS);
          assertThat(packet).as("the mix goes on").isNotNull();
          intake.onPacket(packet, 0, packet.length, 0);
          VideoFrame frame = intake.poll(0);
          if (frame != null) {
            decoder.decode(frame.data(), frame.data().length, frame.timestamp());
            Rect all = new Rect(0, 0, decoder.frame().width(), decoder.frame().height());
            scaler.scale(decoder.frame(), all, seen);
            shown = is(seen, 8, left) && is(seen, 56, right);
          }
        }
      }
    }

    private static boolean is(Picture seen, int x, int rgb) {
      Color color = Color.ofRgb(rgb);
      return near(seen, 0, x, 8, color.luma()) && near(seen, 1, x / 2, 4, color.blue()) && near(seen, 2, x / 2, 4, color.red());
    }

    private static boolean near(Picture seen, int plane, int x, int y, int sample) {
      int is = seen.plane(plane).get(ValueLayout.JAVA_BYTE, (long) y * seen.stride(plane) + x) & 0xFF;
      return Math.abs(is - (sample & 0xFF)) < CLOSE;
    }

    @Override
    public void close() {
      subscriber.close();
    }
  }
}
