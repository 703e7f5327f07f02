package io.ringcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.server.config.Setting;
import io.ringcast.server.config.SettingsReader;
import io.ringcast.server.config.SettingsReader.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** LiveKit's RoomService on a server's HTTP port. */
class RoomServiceTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String JSON = "application/json";
  private static RunningServer server;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    port = FreePorts.next();
    server = RunningServer.start(
      SettingsReader.read(null, Map.of("RINGCAST_MEDIA_LOOPS", "1", "RINGCAST_DATA_DIR", "target/data"),
        Map.of(Setting.SERVER_PORT, String.valueOf(port)),
        new Surroundings(1, List.of(InetAddress.ofLiteral("127.0.0.1")), null)),
      null, InstantSource.system());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static String token() {
    Instant now = Instant.now();
    RoomToken token = RoomToken.joining("backend", "r", now.plusSeconds(60)).without(Grant.ROOM_JOIN)
      .with(Grant.ROOM_CREATE).with(Grant.ROOM_LIST).with(Grant.ROOM_ADMIN);
    return new TokenIssuer(KeyPair.DEVELOPMENT).issue(token, now);
  }

  private static HttpResponse<byte[]> call(String method, String type, String token, BodyPublisher body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/twirp/livekit.RoomService/" + method);
    HttpRequest request = HttpRequest.newBuilder(uri)
      .header("Content-Type", type).header("Authorization", "Bearer " + token).POST(body).build();
    return CLIENT.send(request, BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void opensListsAndEndsARoomInBothFormats() throws Exception {
    HttpResponse<byte[]> created = call("CreateRoom", JSON, token(), BodyPublishers.ofString("{\"name\":\"r\",\"metadata\":\"é\"}"));
    assertThat(created.statusCode()).as(text(created)).isEqualTo(200);
    assertThat(created.headers().firstValue("Content-Type")).contains(JSON);
    assertThat(text(created)).contains("\"name\":\"r\"", "\"empty_timeout\":300", "\"departure_timeout\":20", "\"metadata\":\"é\"");
    HttpResponse<byte[]> listed = call("ListRooms", "application/protobuf", token(), BodyPublishers.noBody());
    assertThat(listed.statusCode()).isEqualTo(200);
    assertThat(listed.headers().firstValue("Content-Type")).contains("application/protobuf");
    assertThat(text(listed)).contains("RM_", "é");
    byte[] room = {10, 1, 'r'};
    assertThat(call("DeleteRoom", "application/protobuf", token(), BodyPublishers.ofByteArray(room)).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> gone = call("DeleteRoom", "application/protobuf", token(), BodyPublishers.ofByteArray(room));
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.headers().firstValue("Content-Type")).contains(JSON);
    assertThat(text(gone)).isEqualTo("{\"code\":\"not_found\",\"msg\":\"There is no room r.\"}");
  }

  @Test
  void errorsAreTwirps() throws Exception {
    assertThat(text(call("Nope", JSON, token(), BodyPublishers.ofString("{}")))).contains("\"code\":\"bad_route\"");
    assertThat(text(call("ListRooms", "nonsense", token(), BodyPublishers.ofString("{}")))).contains("\"code\":\"bad_route\"");
    assertThat(text(call("ListRooms", JSON, "x", BodyPublishers.ofString("{}")))).contains("\"code\":\"unauthenticated\"");
    HttpResponse<byte[]> missing = call("CreateRoom", JSON, token(), BodyPublishers.ofString("{\"name\":\"r\",\"egress\":{}}"));
    assertThat(missing.statusCode()).isEqualTo(501);
    assertThat(text(missing)).contains("\"code\":\"unimplemented\"", "egress");
    byte[] large = new byte[2 * 1024 * 1024];
    HttpResponse<byte[]> chunked =
      call("CreateRoom", JSON, token(), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
    assertThat(chunked.statusCode()).isEqualTo(400);
    assertThat(text(chunked)).contains("\"code\":\"invalid_argument\"", "1048576 bytes");
  }

  @Test
  void anyOriginMayAsk() throws Exception {
    HttpRequest preflight = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/twirp/livekit.RoomService/ListRooms"))
      .method("OPTIONS", BodyPublishers.noBody())
      .header("Origin", "http://elsewhere.example").header("Access-Control-Request-Method", "POST")
      .header("Access-Control-Request-Headers", "authorization,content-type").build();
    HttpResponse<byte[]> answer = CLIENT.send(preflight, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }
}
