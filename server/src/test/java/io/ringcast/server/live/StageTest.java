package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.ScriptedSubscriber;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.identity.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stage and PK through a whole server: by HTTP, told by server-sent events and at LiveKit's door. */
@Timeout(120)
class StageTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int OPEN_LIMIT_S = 15;
  private static final int WATCHERS = 4;
  private static final int PACKETS = 20;
  private LiveServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    server.close();
  }

  private static String token(KeyPair pair, String user, String room, Role role, Grant... more) {
    RoomToken token = RoomToken.joining(user, room, Instant.now().plusSeconds(600));
    for (Grant grant : more) {
      token = token.with(grant);
    }
    return new TokenIssuer(pair).issue(token.with(new RoomWish(role, null, Media.VIDEO)), Instant.now());
  }

  private static String token(String user, String room, Role role) {
    return token(KeyPair.DEVELOPMENT, user, room, role);
  }

  private SignalSocket join(KeyPair pair, String user, String room, Role role) {
    RoomToken token = RoomToken.joining(user, room, Instant.now().plusSeconds(600)).without(Grant.CAN_SUBSCRIBE);
    String signed = new TokenIssuer(pair).issue(token.with(new RoomWish(role, null, Media.VIDEO)), Instant.now());
    SignalSocket joined = SignalSocket.open(http, server.signal("rtc", signed)).join();
    until(user + " is in", () -> joined.heard(SignalResponse::hasJoin));
    return joined;
  }

  private SignalSocket join(String user, String room, Role role) {
    return join(KeyPair.DEVELOPMENT, user, room, role);
  }

  private HttpResponse<String> send(String token, String method, String path, String json) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path)).header("Authorization", "Bearer " + token);
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode done(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body().isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(answer.body());
  }

  private static String problem(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return MAPPER.readTree(answer.body()).get("type").stringValue().replace("urn:ringcast:problem:", "");
  }

  /** What somebody is told by server-sent events. */
  private final class Told {
    private final List<JsonNode> news = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();

    Told(String token, String room) {
      HttpRequest request = HttpRequest.newBuilder(server.at("/v1/rooms/" + room + "/events"))
          .header("Authorization", "Bearer " + token).header("Accept", "text/event-stream").build();
      // Not on a thread of the client: one that waits for the next line keeps the client's other connections waiting.
      var _ = http.sendAsync(request, BodyHandlers.ofLines())
          .thenAcceptAsync(answer -> answer.body().forEach(this::line), Thread::startVirtualThread);
      until("the picture came", () -> !news.isEmpty());
    }

    private void line(String line) {
      if (line.startsWith("data:")) {
        news.add(MAPPER.readTree(line.substring("data:".length())));
      } else if (line.startsWith(":")) {
        comments.add(line.substring(1).strip());
      }
    }

    boolean heard(String type) {
      return news.stream().anyMatch(one -> one.has("type") && one.get("type").stringValue().equals(type));
    }

    JsonNode of(String type) {
      until(type + " is told", () -> heard(type));
      return news.stream().filter(one -> one.has("type") && one.get("type").stringValue().equals(type)).findFirst().orElseThrow()
          .get("details");
    }

    void ends(String why) {
      until("it ends because " + why, () -> comments.contains("ended: " + why));
    }
  }

  private static boolean sees(SignalSocket socket, String user, ParticipantInfo.State state) {
    return socket.heard(response -> response.getUpdate().getParticipantsList().stream()
        .anyMatch(info -> info.getIdentity().equals(user) && info.getState() == state));
  }

  @Test
  void aHandAnInvitationAnAnswerAndBack() throws Exception {
    SignalSocket annSocket = join("ann", "r", Role.HOST);
    SignalSocket eveSocket = join("eve", "r", Role.AUDIENCE);
    join("fay", "r", Role.AUDIENCE);
    String ann = token("ann", "r", Role.HOST);
    String eve = token("eve", "r", Role.AUDIENCE);
    Told toAnn = new Told(ann, "r");
    Told toEve = new Told(eve, "r");
    Told toFay = new Told(token("fay", "r", Role.AUDIENCE), "r");
    assertThat(toAnn.news.getFirst().get("role").stringValue()).isEqualTo("HOST");

    done(200, send(eve, "PUT", "/v1/rooms/r/stage/hand", ""));
    assertThat(toAnn.of("hand_raised").get("userId").stringValue()).isEqualTo("eve");
    JsonNode invitation = done(201, send(ann, "POST", "/v1/rooms/r/stage/invitations", "{'userId':'eve'}"));
    String id = invitation.get("invitationId").stringValue();
    assertThat(toEve.of("invited").get("invitationId").stringValue()).isEqualTo(id);
    JsonNode standing = done(200, send(eve, "POST", "/v1/rooms/r/stage/invitations/" + id + "/answer", "{'accept':true}"));
    assertThat(standing.get("role").stringValue()).isEqualTo("HOST");
    assertThat(toAnn.of("invitation_ended").get("outcome").stringValue()).isEqualTo("ACCEPTED");
    assertThat(toFay.of("role_changed").get("userId").stringValue()).isEqualTo("eve");
    until("ann sees eve on the stage", () -> sees(annSocket, "eve", ParticipantInfo.State.JOINED));
    until("eve's client has its permissions", () -> eveSocket.heard(response -> response.getUpdate().getParticipantsList().stream()
        .anyMatch(info -> info.getIdentity().equals("eve") && info.getPermission().getCanPublish())));

    done(200, send(ann, "PATCH", "/v1/rooms/r/attributes", "{'attributes':{'topic':'birds'},'message':{'name':'n','content':'c'}}"));
    JsonNode changed = toFay.of("attributes_changed");
    assertThat(changed.get("set").get("topic").stringValue()).isEqualTo("birds");
    assertThat(changed.get("message").get("name").stringValue()).isEqualTo("n");
    assertThat(changed.get("userId").stringValue()).isEqualTo("ann");

    assertThat(done(200, send(ann, "DELETE", "/v1/rooms/r/stage/hosts/eve", "")).get("role").stringValue()).isEqualTo("AUDIENCE");
    until("ann sees eve no longer", () -> sees(annSocket, "eve", ParticipantInfo.State.DISCONNECTED));
    assertThat(eveSocket.ended()).isFalse();
    assertThat(toFay.heard("hand_raised") || toFay.heard("invited")).as("fay hears what is others'").isFalse();
    eveSocket.drop();
    JsonNode state = done(200, send(ann, "GET", "/v1/rooms/r/stage", ""));
    assertThat(state.get("hosts").valueStream().map(one -> one.get("userId").stringValue())).containsExactly("ann");
    assertThat(state.get("count").intValue()).isEqualTo(3);
    assertThat(state.get("audience").intValue()).isEqualTo(2);
  }

  @Test
  void twoRoomsLinkAndPartWhenEitherGoes() throws Exception {
    String ann = token("ann", "r", Role.HOST);
    String bob = token("bob", "other", Role.HOST);
    String fay = token("fay", "other", Role.AUDIENCE);
    SignalSocket annSocket = join("ann", "r", Role.HOST);
    SignalSocket bobSocket = join("bob", "other", Role.HOST);
    SignalSocket faySocket = join("fay", "other", Role.AUDIENCE);
    Told toBob = new Told(bob, "other");
    Told toFay = new Told(fay, "other");
    JsonNode asked = done(201, send(ann, "POST", "/v1/rooms/r/links", "{'roomId':'other','userId':'bob','extra':'best of three'}"));
    String link = asked.get("linkId").stringValue();
    assertThat(toBob.of("link_requested").get("extra").stringValue()).isEqualTo("best of three");
    assertThat(done(200, send(bob, "POST", "/v1/rooms/other/links/" + link + "/answer", "{'accept':true}")).get("acceptedAtMs").isNumber())
        .isTrue();
    assertThat(toFay.of("link_joined").get("here").stringValue()).isEqualTo("INVITEE");
    until("fay sees ann", () -> sees(faySocket, "ann", ParticipantInfo.State.ACTIVE));
    until("ann sees bob", () -> sees(annSocket, "bob", ParticipantInfo.State.ACTIVE));
    JsonNode state = done(200, send(fay, "GET", "/v1/rooms/other/stage", ""));
    assertThat(state.get("hosts").valueStream().map(one -> one.get("userId").stringValue() + " " + one.get("roomId"))
        .toList()).containsExactly("bob null", "ann \"r\"");
    assertThat(state.get("links").get(0).get("state").stringValue()).isEqualTo("JOINED");
    assertThat(toFay.heard("link_requested")).isFalse();

    assertThat(problem(403, send(token("fay", "other", Role.AUDIENCE), "POST", "/v1/rooms/other/links",
        "{'roomId':'r','userId':'ann'}"))).isEqualTo("hosts-only");
    annSocket.say(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
    assertThat(toFay.of("link_ended").get("reason").stringValue()).isEqualTo("INVITER_GONE");
    until("fay sees ann no longer", () -> sees(faySocket, "ann", ParticipantInfo.State.DISCONNECTED));
    assertThat(bobSocket.ended()).isFalse();
    HttpResponse<String> gone = send(bob, "POST", "/v1/rooms/other/links/" + link + "/answer", "{'accept':true}");
    assertThat(problem(404, gone)).isEqualTo("no-such-link");
    assertThat(MAPPER.readTree(gone.body()).get("code").intValue()).isEqualTo(50077);
  }

  @Test
  void whoIsOutOfTheRoomIsToldNothingMore() throws Exception {
    SignalSocket eve = join("eve", "r", Role.AUDIENCE);
    Told toEve = new Told(token("eve", "r", Role.AUDIENCE), "r");
    eve.say(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
    toEve.ends("left");
    assertThat(problem(403, send(token("nobody", "r", Role.AUDIENCE), "GET", "/v1/rooms/r/events", ""))).isEqualTo("not-in-room");
  }

  @Test
  void twoAppsNeverMeet() throws Exception {
    join("ann", "r", Role.HOST);
    join(LiveServer.OTHER, "bob", "other", Role.HOST);
    join(LiveServer.OTHER, "eve", "r", Role.AUDIENCE);
    String ann = token("ann", "r", Role.HOST);
    Told toEve = new Told(token(LiveServer.OTHER, "eve", "r", Role.AUDIENCE), "r");
    assertThat(problem(404, send(ann, "POST", "/v1/rooms/r/links", "{'roomId':'other','userId':'bob'}"))).isEqualTo("no-such-room");
    assertThat(problem(404, send(ann, "POST", "/v1/rooms/r/stage/invitations", "{'userId':'eve'}"))).isEqualTo("no-such-user");
    done(200, send(ann, "PATCH", "/v1/rooms/r/attributes", "{'attributes':{'topic':'birds'}}"));
    String eve = token(LiveServer.OTHER, "eve", "r", Role.AUDIENCE);
    JsonNode state = done(200, send(eve, "GET", "/v1/rooms/r/stage", ""));
    assertThat(state.get("hosts").isEmpty()).isTrue();
    assertThat(toEve.heard("attributes_changed")).isFalse();
  }

  /** Four watchers on two loops: some are on another than the publisher is. */
  @Test
  void aLinkedHostIsReceivedInTheOtherRoom() throws Exception {
    try (ClientHost host = new ClientHost()) {
      String ann = token("ann", "r", Role.HOST);
      String bob = token("bob", "other", Role.HOST);
      new ScriptedPublisher(host, server.whip("r"), ann, PublisherSettings.DEFAULT).open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
      new ScriptedPublisher(host, server.whip("other"), bob, PublisherSettings.DEFAULT).open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS)
          .join();
      JsonNode asked = done(201, send(ann, "POST", "/v1/rooms/r/links", "{'roomId':'other','userId':'bob'}"));
      String link = "/v1/rooms/other/links/" + asked.get("linkId").stringValue();
      done(200, send(bob, "POST", link + "/answer", "{'accept':true,'join':false}"));
      assertThat(done(200, send(bob, "POST", link + "/join", "")).get("invitee").get("joined").booleanValue()).isTrue();
      URI annThere = URI.create(server.whep("other") + "/ann_main");
      List<ScriptedSubscriber> watchers = new ArrayList<>();
      for (int i = 0; i < WATCHERS; i++) {
        ScriptedSubscriber watcher = new ScriptedSubscriber(host, annThere, token("viewer" + i, "other", Role.AUDIENCE));
        watcher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
        watchers.add(watcher);
      }
      for (ScriptedSubscriber watcher : watchers) {
        for (String kind : List.of("audio", "video")) {
          until("ann's " + kind + " comes", () -> watcher.media().report(kind).packets() > PACKETS);
        }
      }
      done(200, send(ann, "DELETE", "/v1/rooms/r/links/" + asked.get("linkId").stringValue(), ""));
      until("ann is shown no longer", () -> hosts(bob).equals(List.of("bob")));
    }
  }

  private List<String> hosts(String token) {
    try {
      return done(200, send(token, "GET", "/v1/rooms/other/stage", "")).get("hosts").valueStream()
          .map(one -> one.get("userId").stringValue()).toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
