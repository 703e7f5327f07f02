package io.ringcast.signaling.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.Doors;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.RecordingMedia;
import io.ringcast.signaling.support.RecordingSeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class RoomControlDoorTest {
  private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final KeyPair OTHER = new KeyPair("other", "another secret that is long enough");
  private static final RoomToken ANN = RoomToken.joining("ann", "r", NOW.plusSeconds(600));
  private static final RoomToken EVE = RoomToken.joining("eve", "r", NOW.plusSeconds(600));
  private static final RoomToken BOSS = RoomToken.joining("boss", "r", NOW.plusSeconds(600)).with(Grant.ROOM_ADMIN).with(Grant.ROOM_CREATE);
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);

  private final FakeSfu sfu = new FakeSfu();
  private final Doors doors = new Doors(
      sfu,
      Identity.unkept(new Apps(List.of(new App("app", List.of(PAIR)), new App("app2", List.of(OTHER))))),
      InstantSource.fixed(NOW),
      new Random(7),
      new DoorSettings(RoomLimits.DEFAULT, List.of()));
  private final WebTestClient http =
      WebTestClient.bindToRouterFunction(doors.routes()).configureClient().responseTimeout(Duration.ofSeconds(20)).build();

  @AfterEach
  void closeDoors() {
    doors.close();
  }

  private ResponseSpec send(KeyPair pair, HttpMethod method, String path, RoomToken token, String json) {
    WebTestClient.RequestBodySpec request =
        http.method(method).uri(path).header("Authorization", "Bearer " + new TokenIssuer(pair).issue(token, NOW));
    if (!json.isEmpty()) {
      request.contentType(MediaType.APPLICATION_JSON).bodyValue(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
    return request.exchange();
  }

  private ResponseSpec post(String path, RoomToken token, String json) {
    return send(PAIR, HttpMethod.POST, path, token, json);
  }

  private static String problem(ResponseSpec response, int status, String slug) {
    byte[] body = response.expectStatus().isEqualTo(status).expectBody()
        .jsonPath("$.type").isEqualTo("urn:ringcast:problem:" + slug).returnResult().getResponseBody();
    return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
  }

  private Participant join(String userId, Permissions permissions) throws RoomRefusedException {
    return doors.rooms().enter(new RoomKey("app", "r"), RoomSettings.DEFAULT, (host, room) -> room.join(
        new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, new RecordingSeat(), new RecordingMedia())
            .into(RoomMode.LIVE_VIDEO),
        host.nowMs()));
  }

  @Test
  void preparesARoom() {
    String live = "{'roomId':'r','mode':'live','media':'audio','metadata':'m','attributes':{'topic':'birds'},'emptyTimeoutS':60}";
    post("/v1/rooms", BOSS, live).expectStatus().isCreated().expectBody()
        .jsonPath("$.mode").isEqualTo("LIVE").jsonPath("$.media").isEqualTo("AUDIO")
        .jsonPath("$.metadata").isEqualTo("m").jsonPath("$.attributes.topic").isEqualTo("birds");
    assertThat(doors.rooms().find(new RoomKey("app", "r")).orElseThrow().room().settings().emptyTimeoutMs()).isEqualTo(60_000);
    post("/v1/rooms", BOSS, live).expectStatus().isOk().expectBody().jsonPath("$.roomId").isEqualTo("r");
    problem(post("/v1/rooms", BOSS, "{'roomId':'r','mode':'meeting'}"), 409, "room-open");
    send(PAIR, HttpMethod.GET, "/v1/rooms/r", BOSS, "").expectStatus().isOk().expectBody()
        .jsonPath("$.mode").isEqualTo("LIVE").jsonPath("$.media").isEqualTo("AUDIO").jsonPath("$.count").isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'roomId':'','mode':'live'}                    | 400 | bad-field
      {'mode':'live'}                                | 400 | bad-field
      {'roomId':'q','mode':'party'}                  | 400 | bad-field
      {'roomId':'q','media':'audio'}                 | 400 | bad-field
      {'roomId':'q','mode':'meeting','media':'audio'} | 400 | bad-field
      {'roomId':'q','emptyTimeoutS':-1}              | 400 | bad-field
      {'roomId':'q','attributes':{'a':1}}            | 400 | bad-field
      {'roomId':'q','moed':'live'}                   | 400 | unknown-field
      []                                             | 400 | bad-json
      """)
  void refusesWhatItCannotPrepare(String body, int status, String slug) {
    problem(post("/v1/rooms", BOSS, body), status, slug);
    assertThat(doors.rooms().of("app")).isEmpty();
  }

  @Test
  void onlyWhoMayCreateAndAdministerIsHeard() throws Exception {
    problem(post("/v1/rooms", ANN, "{'roomId':'r'}"), 403, "may-not-create");
    join("ann", HOST);
    problem(post("/v1/rooms/r/participants/ann/role", ANN, "{'role':'audience'}"), 403, "may-not-administer");
    problem(send(OTHER, HttpMethod.POST, "/v1/rooms/r/participants/ann/role", BOSS, "{'role':'audience'}"), 404, "no-such-room");
    assertThat(doors.rooms().find(new RoomKey("app", "r")).orElseThrow().room().hosts()).isEqualTo(1);
  }

  @Test
  void switchesRolesAndCarriesWhatToPublish() throws Exception {
    join("ann", HOST);
    Participant eve = join("eve", HOST.publishing(false));
    post("/v1/rooms/r/participants/eve/role", BOSS, "{'role':'host','sources':['camera']}").expectStatus().isOk().expectBody()
        .jsonPath("$.role").isEqualTo("HOST").jsonPath("$.sources[0]").isEqualTo("CAMERA").jsonPath("$.participantId").isEqualTo(eve.sid());
    assertThat(eve.permissions().publish()).isTrue();
    post("/v1/rooms/r/participants/eve/role", BOSS, "{'role':'AUDIENCE'}").expectStatus().isOk().expectBody()
        .jsonPath("$.role").isEqualTo("AUDIENCE");
    problem(post("/v1/rooms/r/participants/eve/role", BOSS, "{'role':'observer'}"), 409, "no-such-role");
    problem(post("/v1/rooms/r/participants/eve/role", BOSS, "{}"), 400, "bad-field");
    problem(post("/v1/rooms/r/participants/eve/role", BOSS, "{'role':'host','sources':['knob']}"), 400, "bad-field");
    problem(post("/v1/rooms/r/participants/nobody/role", BOSS, "{'role':'host'}"), 404, "no-such-participant");
  }

  @Test
  void namesTheLimitOfHosts() throws Exception {
    for (int i = 0; i < 16; i++) {
      join("host" + i, HOST);
    }
    join("eve", HOST.publishing(false));
    assertThat(problem(post("/v1/rooms/r/participants/eve/role", BOSS, "{'role':'host'}"), 429, "room-full-of-hosts")).contains("16 hosts");
  }

  @Test
  void hostsMayKnowTheAudiencePageByPage() throws Exception {
    join("ann", HOST);
    join("eve", HOST.publishing(false));
    join("fay", HOST.publishing(false));
    join("ghost", new Permissions(false, true, true, Set.of(), false, true, false));
    byte[] first = send(PAIR, HttpMethod.GET, "/v1/rooms/r/audience?limit=1", ANN, "").expectStatus().isOk().expectBody()
        .jsonPath("$.count").isEqualTo(3).jsonPath("$.hosts").isEqualTo(1)
        .jsonPath("$.audience.length()").isEqualTo(1).jsonPath("$.audience[0].userId").isEqualTo("eve")
        .returnResult().getResponseBody();
    String next = new String(Objects.requireNonNull(first), StandardCharsets.UTF_8).replaceAll(".*\"next\":(\\d+).*", "$1");
    send(PAIR, HttpMethod.GET, "/v1/rooms/r/audience?limit=1&after=" + next, BOSS, "").expectStatus().isOk().expectBody()
        .jsonPath("$.audience[0].userId").isEqualTo("fay").jsonPath("$.next").isEmpty();
    problem(send(PAIR, HttpMethod.GET, "/v1/rooms/r/audience", EVE, ""), 403, "hosts-only");
    problem(send(PAIR, HttpMethod.GET, "/v1/rooms/r/audience?limit=0", ANN, ""), 400, "bad-field");
    problem(send(PAIR, HttpMethod.GET, "/v1/rooms/r/audience?after=x", ANN, ""), 400, "bad-field");
  }

  @Test
  void membersShareAttributesThatHostsChange() throws Exception {
    problem(send(PAIR, HttpMethod.GET, "/v1/rooms/r/attributes", ANN, ""), 404, "no-such-room");
    join("ann", HOST);
    problem(send(PAIR, HttpMethod.GET, "/v1/rooms/r/attributes", EVE, ""), 403, "not-in-room");
    join("eve", HOST.publishing(false));
    String change = "{'attributes':{'topic':'birds','old':null},'message':{'name':'n','content':'c'}}";
    send(PAIR, HttpMethod.PATCH, "/v1/rooms/r/attributes", ANN, change).expectStatus().isOk().expectBody()
        .jsonPath("$.attributes.topic").isEqualTo("birds");
    problem(send(PAIR, HttpMethod.PATCH, "/v1/rooms/r/attributes", EVE, change), 403, "updating-not-allowed");
    send(PAIR, HttpMethod.GET, "/v1/rooms/r/attributes", EVE, "").expectStatus().isOk().expectBody()
        .jsonPath("$.attributes.topic").isEqualTo("birds");
    problem(send(PAIR, HttpMethod.PATCH, "/v1/rooms/r/attributes", BOSS, "{'attributes':{}}"), 400, "bad-field");
    problem(send(PAIR, HttpMethod.PATCH, "/v1/rooms/r/attributes", BOSS, "{'attributes':{'k':'" + "x".repeat(5_000) + "'}}"), 413,
        "attributes-too-large");
    send(PAIR, HttpMethod.PATCH, "/v1/rooms/r/attributes", BOSS, "{'attributes':{'topic':null}}").expectStatus().isOk().expectBody()
        .jsonPath("$.attributes.length()").isEqualTo(0);
  }
}
