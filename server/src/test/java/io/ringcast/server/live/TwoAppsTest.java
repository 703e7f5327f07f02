package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two apps with the same room and the same users: nothing of one is seen or touched by the other, by any door. */
@Timeout(90)
class TwoAppsTest {
  private static final int OPEN_LIMIT_S = 15;
  /** A name that no token contains by chance. */
  private static final String BOBOLINK = "bobolink";
  private static final String SECRET = "only-the-first-app";

  private LiveServer server;
  private ClientHost host;
  private ScriptedPublisher publisher;
  private SignalSocket first;
  private SignalSocket second;
  private final HttpClient http = HttpClient.newHttpClient();

  /** The first app's room has ann by signal and bobolink by WHIP; the second's has another ann. */
  @BeforeEach
  void start() throws Exception {
    server = new LiveServer();
    host = new ClientHost();
    publisher =
        new ScriptedPublisher(host, server.whip("r"), token(KeyPair.DEVELOPMENT, BOBOLINK), PublisherSettings.DEFAULT);
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    first = join(KeyPair.DEVELOPMENT);
    assertThat(joined(first).getOtherParticipantsCount()).isEqualTo(1);
    var _ = twirp(KeyPair.DEVELOPMENT, "UpdateRoomMetadata", "{\"room\":\"r\",\"metadata\":\"" + SECRET + "\"}");
    var _ = send(KeyPair.DEVELOPMENT, "PATCH", server.room("r") + "/attributes", "{\"attributes\":{\"k\":\"" + SECRET + "\"}}");
    second = join(LiveServer.OTHER);
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    host.close();
    server.close();
  }

  private static String token(KeyPair pair, String user) {
    Instant now = Instant.now();
    RoomToken token = RoomToken.joining(user, "r", now.plusSeconds(600)).without(Grant.CAN_SUBSCRIBE)
        .with(Grant.ROOM_ADMIN).with(Grant.ROOM_CREATE).with(Grant.ROOM_LIST);
    return new TokenIssuer(pair).issue(token, now);
  }

  private SignalSocket join(KeyPair pair) {
    SignalSocket socket = SignalSocket.open(http, server.signal("rtc", token(pair, "ann"))).join();
    until("ann is in", () -> socket.heard(SignalResponse::hasJoin));
    return socket;
  }

  private static JoinResponse joined(SignalSocket socket) {
    return socket.heard().getFirst().getJoin();
  }

  private HttpResponse<String> send(KeyPair pair, String method, String uri, String body) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token(pair, "ann"))
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> twirp(KeyPair pair, String call, String body) throws Exception {
    return send(pair, "POST", server.room("r").resolve("/twirp/livekit.RoomService/" + call).toString(), body);
  }

  /** What the second app may have got to know, and the first one's rooms as they were. */
  private void assertApart(String heard) {
    assertThat(heard).doesNotContain(BOBOLINK, SECRET, joined(first).getRoom().getSid(), joined(first).getParticipant().getSid());
    assertThat(first.ended()).isFalse();
    assertThat(publisher.resource().answer()).isNotNull();
  }

  @Test
  void bySignal() throws Exception {
    assertThat(joined(second).getOtherParticipantsCount()).isZero();
    assertThat(joined(second).getRoom().getSid()).isNotEqualTo(joined(first).getRoom().getSid());
    var _ = twirp(KeyPair.DEVELOPMENT, "UpdateParticipant", "{\"room\":\"r\",\"identity\":\"ann\",\"name\":\"" + SECRET + "\"}");
    until("the first ann is renamed", () -> first.heard().toString().contains(SECRET));
    second.say(SignalRequest.newBuilder().setPing(1));
    until("the second ann is answered", () -> second.heard(SignalResponse::hasPong));
    assertApart(second.heard().toString());
  }

  @Test
  void byRoomService() throws Exception {
    for (String call : List.of("ListRooms", "ListParticipants", "GetParticipant")) {
      String about = call.equals("ListRooms") ? "{}" : "{\"room\":\"r\",\"identity\":\"ann\"}";
      HttpResponse<String> answer = twirp(LiveServer.OTHER, call, about);
      assertThat(answer.statusCode()).as(call).isEqualTo(200);
      assertApart(answer.body());
    }
    assertThat(twirp(LiveServer.OTHER, "RemoveParticipant", "{\"room\":\"r\",\"identity\":\"bobolink\"}").statusCode()).isEqualTo(404);
    assertThat(twirp(LiveServer.OTHER, "DeleteRoom", "{\"room\":\"r\"}").statusCode()).isEqualTo(200);
    until("the second room has ended", () -> second.ended());
    assertThat(twirp(KeyPair.DEVELOPMENT, "ListParticipants", "{\"room\":\"r\"}").body()).contains("ann", "bobolink");
    assertThat(first.ended()).isFalse();
  }

  @Test
  void byOurOwnApi() throws Exception {
    String room = server.room("r").toString();
    for (String path : List.of("", "/attributes", "/audience")) {
      HttpResponse<String> answer = send(LiveServer.OTHER, "GET", room + path, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertApart(answer.body());
    }
    assertApart(send(LiveServer.OTHER, "GET", server.room("").resolve("/v1/rooms").toString(), "").body());
    HttpResponse<String> role = send(LiveServer.OTHER, "POST", room + "/participants/bobolink/role", "{\"role\":\"observer\"}");
    assertThat(role.statusCode()).isEqualTo(404);
    var _ = send(LiveServer.OTHER, "PATCH", room + "/attributes", "{\"attributes\":{\"k\":null}}");
    assertThat(send(KeyPair.DEVELOPMENT, "GET", room + "/attributes", "").body()).contains(SECRET);
  }

  @Test
  void byWhipAndWhep() throws Exception {
    Instant now = Instant.now();
    String eve = new TokenIssuer(LiveServer.OTHER).issue(RoomToken.joining("eve", "r", now.plusSeconds(600)), now);
    for (String path : List.of("r", "r/bobolink_main")) {
      ScriptedSubscriber watcher = new ScriptedSubscriber(host, server.whep(path), eve);
      assertThatThrownBy(() -> watcher.open().get(OPEN_LIMIT_S, TimeUnit.SECONDS)).hasStackTraceContaining("answered 404")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET, joined(first).getRoom().getSid()));
    }
    HttpResponse<String> ended = send(LiveServer.OTHER, "DELETE", publisher.resource().location().toString(), "");
    assertThat(ended.statusCode()).as(ended.body()).isIn(403, 404);
    assertThat(send(KeyPair.DEVELOPMENT, "GET", server.room("r").toString(), "").body()).contains("bobolink_main");
  }
}
