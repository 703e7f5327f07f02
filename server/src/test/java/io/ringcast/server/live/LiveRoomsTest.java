package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live rooms at LiveKit's signal door: hosts and audience, told and refused as clients see it. */
@Timeout(90)
class LiveRoomsTest {
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

  /** To be in the room by signal only: it receives nothing. */
  private static String token(String user, Role role, Media media) {
    RoomToken token = RoomToken.joining(user, "r", Instant.now().plusSeconds(600)).without(Grant.CAN_SUBSCRIBE);
    return new TokenIssuer(KeyPair.DEVELOPMENT).issue(token.with(new RoomWish(role, null, media)), Instant.now());
  }

  private SignalSocket join(String user, Role role, Media media) {
    SignalSocket joined = SignalSocket.open(http, server.signal("rtc", token(user, role, media))).join();
    until(user + " is in", () -> joined.heard(SignalResponse::hasJoin));
    return joined;
  }

  private HttpResponse<String> role(String user, String role) throws Exception {
    RoomToken admin = RoomToken.joining("backend", "r", Instant.now().plusSeconds(600)).with(Grant.ROOM_ADMIN);
    URI uri = URI.create(server.room("r") + "/participants/" + user + "/role");
    return http.send(HttpRequest.newBuilder(uri)
        .header("Authorization", "Bearer " + new TokenIssuer(KeyPair.DEVELOPMENT).issue(admin, Instant.now()))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"role\":\"" + role + "\"}")).build(), BodyHandlers.ofString());
  }

  private static boolean toldOf(SignalSocket socket, String user, ParticipantInfo.State state) {
    return socket.heard(response -> response.getUpdate().getParticipantsList().stream()
        .anyMatch(info -> info.getIdentity().equals(user) && info.getState() == state));
  }

  private static SignalRequest.Builder camera(String cid) {
    return SignalRequest.newBuilder()
        .setAddTrack(AddTrackRequest.newBuilder().setCid(cid).setType(TrackType.VIDEO).setSource(TrackSource.CAMERA));
  }

  @ParameterizedTest
  @CsvSource({"AUDIO, 32", "VIDEO, 16"})
  void oneHostTooManyIsRefusedByName(Media media, int places) throws Exception {
    for (int i = 0; i < places; i++) {
      join("host" + i, Role.HOST, media);
    }
    String late = token("late", Role.HOST, media);
    for (String door : List.of("rtc", "rtc/v1")) {
      HttpResponse<String> told = http.send(HttpRequest.newBuilder(server.validate(door, late)).build(), BodyHandlers.ofString());
      assertThat(told.statusCode()).isEqualTo(403);
      assertThat(told.body()).contains("ROOM_FULL_OF_HOSTS", places + " hosts");
      assertThatThrownBy(() -> SignalSocket.open(http, server.signal(door, late)).get()).isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(WebSocketHandshakeException.class)
          .satisfies(e -> assertThat(((WebSocketHandshakeException) e.getCause()).getResponse().statusCode()).isEqualTo(403));
    }
    join("late", Role.AUDIENCE, media);
    HttpResponse<String> refused = role("late", "host");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("room-full-of-hosts", places + " hosts");
    assertThat(role("host0", "audience").statusCode()).isEqualTo(200);
    assertThat(role("late", "host").statusCode()).isEqualTo(200);
  }

  @Test
  void theStageIsSeenAndTheAudienceIsNot() throws Exception {
    SignalSocket ann = join("ann", Role.HOST, Media.VIDEO);
    SignalSocket eve = join("eve", Role.AUDIENCE, Media.VIDEO);
    assertThat(eve.heard().getFirst().getJoin().getOtherParticipantsList()).extracting(ParticipantInfo::getIdentity).containsExactly("ann");
    eve.say(camera("c1"));
    until("eve is refused", () -> eve.heard(response -> response.getRequestResponse().getReason() == RequestResponse.Reason.NOT_ALLOWED));
    assertThat(eve.heard(SignalResponse::hasTrackPublished)).isFalse();
    until("ann knows how many there are", () -> ann.heard(response -> response.getRoomUpdate().getRoom().getNumParticipants() == 2));
    assertThat(ann.heard(SignalResponse::hasUpdate)).as("ann is told of eve").isFalse();

    assertThat(role("eve", "host").statusCode()).isEqualTo(200);
    until("ann sees eve", () -> toldOf(ann, "eve", ParticipantInfo.State.JOINED));
    eve.say(camera("c2"));
    until("eve publishes", () -> eve.heard(SignalResponse::hasTrackPublished));

    assertThat(role("eve", "audience").statusCode()).isEqualTo(200);
    until("eve's track ends", () -> eve.heard(SignalResponse::hasTrackUnpublished));
    until("ann sees eve no longer", () -> toldOf(ann, "eve", ParticipantInfo.State.DISCONNECTED));
    assertThat(eve.ended()).isFalse();
  }
}
