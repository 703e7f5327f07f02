package io.ringcast.signaling.rongcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomPattern;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.TokenResult;
import io.ringcast.identity.UserTokenPolicy;
import io.ringcast.identity.ban.BanScope;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.Doors;
import io.ringcast.signaling.rongcloud.Backend.Answer;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

class RongCloudDoorTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final KeyPair OTHER = new KeyPair("other", "another secret that is long enough");
  private static final MediaType FORM = MediaType.APPLICATION_FORM_URLENCODED;
  private static final UserTokenPolicy POLICY = new UserTokenPolicy(Duration.ofHours(2), Duration.ofMinutes(10),
      List.of(new RoomPattern("r*")), List.of(new RoomPattern("stage-*")));

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final InstantSource clock = time::get;
  private final Identity identity =
      Identity.unkept(new Apps(List.of(new App("app", List.of(PAIR), POLICY), new App("app2", List.of(OTHER)))));
  private final Doors doors = new Doors(new FakeSfu(), identity, clock, new Random(7), DoorSettings.DEFAULT);
  private final WebTestClient http =
      WebTestClient.bindToRouterFunction(doors.routes()).configureClient().responseTimeout(Duration.ofSeconds(20)).build();
  private final Backend backend = new Backend(http, PAIR, NOW.toEpochMilli());
  private final Backend other = new Backend(http, OTHER, NOW.toEpochMilli());

  @AfterEach
  void closeDoors() {
    doors.close();
  }

  private void pass(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
    backend.clock(time.get().toEpochMilli());
    other.clock(time.get().toEpochMilli());
  }

  private static void ok(Answer answer) {
    assertThat(answer.code()).as(answer.text()).isIn(200, 10000);
    assertThat(answer.status()).isEqualTo(200);
  }

  private static void refused(Answer answer, int status, int code) {
    assertThat(answer.code()).as(answer.text()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
  }

  private String userToken(Backend of, String user) {
    Answer answer = of.form("/user/getToken.json", "userId=" + user + "&name=Ann%20B.&portraitUri=https%3A%2F%2Fexample.org%2Fa.png");
    ok(answer);
    assertThat(answer.body().get("userId").asString()).isEqualTo(user);
    return answer.body().get("token").asString();
  }

  private EntityExchangeResult<byte[]> exchange(String userToken, String body) {
    return http.post().uri("/v1/room-token").header("Authorization", "Bearer " + userToken).contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body).exchange().expectBody().returnResult();
  }

  private static String text(EntityExchangeResult<byte[]> result) {
    return new String(Objects.requireNonNull(result.getResponseBody()), StandardCharsets.UTF_8);
  }

  private static void problem(EntityExchangeResult<byte[]> result, int status, String slug) {
    assertThat(text(result)).contains("urn:ringcast:problem:" + slug);
    assertThat(result.getStatus().value()).isEqualTo(status);
  }

  private RoomToken roomToken(String userToken, String body) {
    EntityExchangeResult<byte[]> result = exchange(userToken, body);
    assertThat(result.getStatus().value()).as(text(result)).isEqualTo(200);
    String token = text(result).replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    return ((TokenResult.Accepted) identity.roomTokens().verify(token, time.get())).token();
  }

  private EntityExchangeResult<byte[]> publish(KeyPair pair, String user, String room) {
    String token = new TokenIssuer(pair).issue(RoomToken.joining(user, room, time.get().plusSeconds(600)), time.get());
    return http.post().uri("/whip/" + room).header("Authorization", "Bearer " + token)
        .contentType(MediaType.parseMediaType("application/sdp")).bodyValue(Offers.chromiumPublish()).exchange()
        .expectBody().returnResult();
  }

  private void published(KeyPair pair, String user, String room) {
    assertThat(publish(pair, user, room).getStatus().value()).isEqualTo(201);
  }

  private List<String> members(Backend of, String room) {
    Answer answer = of.json("/rtc/room/query.json", "{\"roomId\":\"" + room + "\"}");
    ok(answer);
    return answer.body().get("members").valueStream().map(member -> member.get("userId").asString()).toList();
  }

  @Test
  void aUserTokenIsExchangedForARoomToken() {
    RoomToken token = roomToken(userToken(backend, "ann"), "{\"roomId\":\"r1\"}");
    assertThat(token.userId()).isEqualTo("ann");
    assertThat(token.roomId()).isEqualTo("r1");
    assertThat(token.roomJoin() && token.canPublish() && token.canSubscribe()).isTrue();
    assertThat(token.roomAdmin() || token.roomList() || token.roomCreate()).isFalse();
    assertThat(token.profile().name()).isEqualTo("Ann B.");
    assertThat(token.profile().attributes()).containsEntry("portraitUri", "https://example.org/a.png");
    assertThat(token.expiresAt()).isEqualTo(NOW.plus(POLICY.roomTokenLifetime()));
  }

  @Test
  void theAppSaysWhatItsUsersMayJoin() {
    String user = userToken(backend, "ann");
    assertThat(roomToken(user, "{\"roomId\":\"stage-1\"}").canPublish()).isFalse();
    assertThat(roomToken(user, "{\"roomId\":\"r1\",\"role\":\"audience\",\"mode\":\"live\",\"media\":\"video\"}").canPublish()).isFalse();
    assertThat(roomToken(user, "{\"roomId\":\"r1\",\"role\":\"host\",\"mode\":\"live\"}").canPublish()).isTrue();
    problem(exchange(user, "{\"roomId\":\"stage-1\",\"role\":\"host\"}"), 403, "may-not-publish");
    problem(exchange(user, "{\"roomId\":\"elsewhere\"}"), 403, "may-not-join");
    problem(exchange(user, "{\"roomId\":\"elsewhere\",\"role\":\"audience\"}"), 403, "may-not-join");
    problem(exchange(user, "{}"), 400, "bad-room-id");
    problem(exchange(user, "{\"roomId\":\"r1\",\"role\":\"king\"}"), 400, "bad-field");
    problem(exchange(user, "{\"roomId\":[\"r1\"]}"), 400, "bad-field");
    problem(exchange("nonsense", "{\"roomId\":\"r1\"}"), 401, "token-malformed");
    assertThat(roomToken(userToken(other, "ann"), "{\"roomId\":\"elsewhere\"}").canPublish()).as("another app's policy").isTrue();
  }

  @Test
  void userTokensEndByTimeAndByTheAppsWord() {
    String token = userToken(backend, "ann");
    pass(Duration.ofMinutes(1));
    ok(backend.form("/user/token/expire.json", "userId=ann&time=" + time.get().toEpochMilli()));
    problem(exchange(token, "{\"roomId\":\"r1\"}"), 401, "token-revoked");
    String next = userToken(backend, "ann");
    assertThat(roomToken(next, "{\"roomId\":\"r1\"}").userId()).isEqualTo("ann");
    pass(POLICY.lifetime().plusMinutes(1));
    problem(exchange(next, "{\"roomId\":\"r1\"}"), 401, "token-expired");
    refused(backend.form("/user/token/expire.json", "userId=ann&time=" + (time.get().toEpochMilli() + 1)), 400, 1002);
  }

  @Test
  void aRoomIsShownWithItsMembersAndWhatTheyPublish() {
    published(PAIR, "ann", "r");
    Answer answer = backend.json("/rtc/room/query.json", "{\"roomId\":\"r\"}");
    ok(answer);
    assertThat(answer.body().get("roomId").asString()).isEqualTo("r");
    assertThat(answer.body().get("sessionId").asString()).startsWith("RM_");
    assertThat(answer.body().get("createTime").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(answer.body().get("liveUrl").asString()).startsWith("/live/r.flv?token=");
    var member = answer.body().get("members").get(0);
    assertThat(member.get("userId").asString()).isEqualTo("ann");
    assertThat(member.get("joinTime").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(member.get("data").get("uris").toString()).contains(
        "{\"mediaType\":0,\"msid\":\"ann_main\",\"uri\":\"ann_main_0\",\"tag\":\"main\",\"state\":1}",
        "{\"mediaType\":1,\"msid\":\"ann_main\",\"uri\":\"ann_main_1\",\"tag\":\"main\",\"state\":1}");
    refused(backend.json("/rtc/room/query.json", "{\"roomId\":\"nowhere\"}"), 200, 40003);
  }

  @Test
  void aLiveRoomIsShownByItsHostsAndTheSizeOfItsAudience() throws Exception {
    RoomKey key = new RoomKey("app", "show");
    doors.rooms().enter(key, RoomSettings.DEFAULT.in(RoomMode.LIVE_AUDIO), (host, room) -> {
      for (String user : List.of("ann", "eve", "bob", "zoe")) {
        boolean publishes = user.equals("ann");
        room.join(new JoinRequest(user, Presence.USER, new Permissions(publishes, true, true, Set.of(), true, user.equals("zoe"), false),
            new Profile(user, "", Map.of()), false, Seat.DEAF, RoomMedia.NONE, null), host.nowMs());
      }
      return true;
    });
    Answer answer = backend.json("/rtc/room/query.json", "{\"roomId\":\"show\"}");
    ok(answer);
    assertThat(answer.body().get("roomType").asInt()).isEqualTo(2);
    assertThat(answer.body().get("livingType").asInt()).isEqualTo(1);
    assertThat(answer.body().get("members").toString()).isEqualTo(
        "[{\"userId\":\"ann\",\"joinTime\":" + NOW.toEpochMilli() + ",\"data\":{\"uris\":[]},\"role\":1}]");
    assertThat(answer.body().get("audienceCount").asInt()).as("who is hidden is not counted").isEqualTo(2);
    assertThat(answer.body().get("audienceIds").toString()).isEqualTo("[\"eve\",\"bob\"]");
  }

  private String attributes(Backend of, String query) {
    Answer answer = of.form("/rtc/room/attributes/get.json", query);
    ok(answer);
    return answer.body().get("attributes").toString();
  }

  @Test
  void aRoomsAttributesAreSetReadAndDeleted() {
    published(PAIR, "ann", "r");
    published(OTHER, "ann", "r");
    ok(backend.json("/rtc/room/attributes/set.json",
        "{\"roomId\":\"r\",\"key\":\"topic\",\"value\":\"tea\",\"message\":{\"name\":\"n\",\"content\":\"c\"}}"));
    ok(backend.form("/rtc/room/attributes/set.json", "roomId=r&key=seat.1&value=ann&message=%7B%22name%22%3A%22n%22%7D"));
    ok(backend.form("/rtc/room/attributes/set.json", "roomId=r&key=empty&value="));
    assertThat(attributes(backend, "roomId=r")).isEqualTo("{\"empty\":\"\",\"seat.1\":\"ann\",\"topic\":\"tea\"}");
    assertThat(attributes(backend, "roomId=r&keys=topic&keys=nothing")).isEqualTo("{\"topic\":\"tea\"}");
    assertThat(attributes(other, "roomId=r")).as("another app's room").isEqualTo("{}");
    ok(backend.json("/rtc/room/attributes/delete.json", "{\"roomId\":\"r\",\"keys\":[\"topic\",\"nothing\"]}"));
    assertThat(attributes(backend, "roomId=r")).isEqualTo("{\"empty\":\"\",\"seat.1\":\"ann\"}");
    refused(backend.form("/rtc/room/attributes/get.json", "roomId=nowhere"), 200, 40003);
    refused(backend.form("/rtc/room/attributes/set.json", "roomId=nowhere&key=a&value=b"), 200, 40003);
  }

  @Test
  void attributeBombsAreRefusedAndChangeNothing() {
    published(PAIR, "ann", "r");
    String set = "/rtc/room/attributes/set.json";
    refused(backend.form(set, "roomId=r&key=" + "k".repeat(129) + "&value=v"), 400, 1005);
    refused(backend.form(set, "roomId=r&key=&value=v"), 400, 1002);
    refused(backend.form(set, "roomId=r&key=k&value=" + "v".repeat(4_097)), 400, 1005);
    refused(backend.form(set, "roomId=r&key=k&value=v&message=%7B%22name%22%3A%22" + "n".repeat(4_097) + "%22%7D"), 400, 1005);
    refused(backend.form(set, "roomId=r&key=k&value=v&message=loud"), 400, 1002);
    refused(backend.form(set, "roomId=r&key=k&value=v&message=%7B%22name%22%3A7%7D"), 400, 1002);
    refused(backend.form(set, "roomId=r&key=k"), 400, 1002);
    refused(backend.form(set, "roomId=r&key=k&key=l&value=v"), 400, 1002);
    refused(backend.form("/rtc/room/attributes/delete.json", "roomId=r"), 400, 1002);
    refused(backend.form("/rtc/room/attributes/delete.json", "roomId=r" + "&keys=k".repeat(65)), 400, 1002);
    assertThat(attributes(backend, "roomId=r")).isEqualTo("{}");
    for (int i = 0; i < 50; i++) {
      ok(backend.form(set, "roomId=r&key=k" + i + "&value=v"));
    }
    refused(backend.form(set, "roomId=r&key=late&value=v"), 429, 1008);
    assertThat(attributes(backend, "roomId=r&keys=late")).isEqualTo("{}");
    pass(Duration.ofSeconds(2));
    for (int i = 50; i < 64; i++) {
      ok(backend.form(set, "roomId=r&key=k" + i + "&value=v"));
    }
    refused(backend.form(set, "roomId=r&key=k64&value=v"), 400, 1005);
    ok(backend.form(set, "roomId=r&key=k63&value=w"));
  }

  @Test
  void whoIsKickedMayComeBack() {
    published(PAIR, "ann", "r");
    published(PAIR, "bob", "r");
    ok(backend.json("/rtc/user/kick.json", "{\"userId\":\"ann\",\"roomId\":\"r\"}"));
    assertThat(members(backend, "r")).containsExactly("bob");
    ok(backend.json("/rtc/user/kick.json", "{\"userId\":\"ann\",\"roomId\":\"r\"}"));
    published(PAIR, "ann", "r");
    assertThat(members(backend, "r")).containsExactly("bob", "ann");
    refused(backend.json("/rtc/user/kick.json", "{\"userId\":\"ann\",\"roomId\":\"r2\"}"), 200, 40003);
  }

  @Test
  void whoIsBlockedIsOutOfEveryRoomUntilTheTimeIsOverOrTheBlockIsLifted() {
    published(PAIR, "ann", "r");
    published(PAIR, "bob", "r");
    published(PAIR, "ann", "r2");
    published(PAIR, "bob", "r2");
    String userToken = userToken(backend, "ann");
    ok(backend.json("/rtc/user/block.json", "{\"userId\":\"ann\",\"minute\":10}"));
    assertThat(members(backend, "r")).containsExactly("bob");
    assertThat(members(backend, "r2")).containsExactly("bob");
    EntityExchangeResult<byte[]> publish = publish(PAIR, "ann", "r3");
    problem(publish, 403, "user-banned");
    assertThat(text(publish)).contains("ann is banned until 2026-11-23T18:10:00Z");
    assertThat(doors.rooms().counters().refused(RoomRefusal.USER_BANNED)).isOne();
    problem(exchange(userToken, "{\"roomId\":\"r1\"}"), 403, "user-banned");
    ok(backend.json("/rtc/user/unblock.json", "{\"userId\":\"ann\"}"));
    published(PAIR, "ann", "r");
    ok(backend.json("/rtc/user/block.json", "{\"userId\":\"ann\",\"minute\":1}"));
    problem(publish(PAIR, "ann", "r"), 403, "user-banned");
    pass(Duration.ofMinutes(1));
    published(PAIR, "ann", "r");
  }

  @Test
  void whoOnlyWatchesIsTakenOutToo() {
    published(PAIR, "ann", "r");
    String token = new TokenIssuer(PAIR).issue(RoomToken.joining("eve", "r", NOW.plusSeconds(600)), NOW);
    http.post().uri("/whep/r").header("Authorization", "Bearer " + token).contentType(MediaType.parseMediaType("application/sdp"))
        .bodyValue(Offers.chromiumPlay()).exchange().expectStatus().isCreated();
    assertThat(everybody("r")).containsExactly("ann", "eve");
    ok(backend.json("/rtc/user/block.json", "{\"userId\":\"eve\",\"minute\":1}"));
    assertThat(everybody("r")).containsExactly("ann");
    http.post().uri("/whep/r").header("Authorization", "Bearer " + token).contentType(MediaType.parseMediaType("application/sdp"))
        .bodyValue(Offers.chromiumPlay()).exchange().expectStatus().isForbidden();
  }

  private List<String> everybody(String room) {
    return doors.rooms().find(new RoomKey("app", room)).orElseThrow()
        .ask(one -> one.members().stream().map(Participant::userId).toList()).join();
  }

  @Test
  void whoIsBlockedFromARoomMayBeInOthers() {
    published(PAIR, "ann", "r");
    published(PAIR, "bob", "r");
    published(PAIR, "ann", "r2");
    Answer answer = backend.json("/v2/rtc/rooms/r/block-users", "{\"user_ids\":[\"ann\",\"eve\"],\"minute\":43200}");
    refused(answer, 200, 10000);
    assertThat(members(backend, "r")).containsExactly("bob");
    assertThat(members(backend, "r2")).containsExactly("ann");
    problem(publish(PAIR, "ann", "r"), 403, "banned-from-room");
    problem(publish(PAIR, "eve", "r"), 403, "banned-from-room");
    ok(backend.json("/v2/rtc/rooms/r/unblock-users", "{\"user_ids\":[\"ann\"]}"));
    published(PAIR, "ann", "r");
    problem(publish(PAIR, "eve", "r"), 403, "banned-from-room");
  }

  @Test
  void blockedAccountsAreListedThoseThatLastLongestFirst() {
    ok(backend.form("/user/block.json", "userId=ann&userId=bob&minute=10"));
    ok(backend.form("/user/block.json", "userId=eve&minute=20"));
    ok(backend.json("/rtc/user/block.json", "{\"userId\":\"zoe\",\"minute\":10}"));
    assertThat(backend.form("/user/block/query.json", "").text()).contains("\"users\":["
        + "{\"userId\":\"eve\",\"blockEndTime\":\"2026-11-23 18:20:00\"},"
        + "{\"userId\":\"ann\",\"blockEndTime\":\"2026-11-23 18:10:00\"},"
        + "{\"userId\":\"bob\",\"blockEndTime\":\"2026-11-23 18:10:00\"}]");
    assertThat(backend.form("/user/block/query.json", "page=2&size=2").text()).contains("bob").doesNotContain("ann");
    assertThat(other.form("/user/block/query.json", "").body().get("users")).isEmpty();
    problem(publish(PAIR, "ann", "r"), 403, "user-banned");
    ok(backend.form("/rtc/user/unblock.json", "userId=ann"));
    problem(publish(PAIR, "ann", "r"), 403, "user-banned");
    ok(backend.form("/user/unblock.json", "userId=ann&userId=bob"));
    published(PAIR, "ann", "r");
  }

  @Test
  void aDestroyedRoomIsGone() {
    published(PAIR, "ann", "r");
    refused(backend.delete("/v2/rtc/rooms/r"), 200, 10000);
    refused(backend.json("/rtc/room/query.json", "{\"roomId\":\"r\"}"), 200, 40003);
    refused(backend.delete("/v2/rtc/rooms/r"), 200, 40003);
    published(PAIR, "ann", "r");
  }

  @Test
  void oneAppNeverTouchesAnothers() {
    published(PAIR, "ann", "r");
    published(OTHER, "ann", "r");
    published(OTHER, "bob", "r2");
    assertThat(members(backend, "r")).containsExactly("ann");
    refused(backend.json("/rtc/room/query.json", "{\"roomId\":\"r2\"}"), 200, 40003);
    ok(backend.json("/rtc/user/block.json", "{\"userId\":\"ann\",\"minute\":10}"));
    ok(backend.json("/v2/rtc/rooms/r2/block-users", "{\"user_ids\":[\"bob\"],\"minute\":10}"));
    refused(backend.delete("/v2/rtc/rooms/r2"), 200, 40003);
    assertThat(members(other, "r")).containsExactly("ann");
    assertThat(members(other, "r2")).containsExactly("bob");
    ok(other.json("/rtc/user/unblock.json", "{\"userId\":\"ann\"}"));
    problem(publish(PAIR, "ann", "r"), 403, "user-banned");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
    "/user/getToken.json | name=x | 1002", "/user/getToken.json | userId= | 1002", "/user/getToken.json | userId=a%20b | 1002",
    "/user/getToken.json | userId=a&userId=b | 1002", "/user/getToken.json | userId=%zz | 1002",
    "/user/block.json | userId=a | 1002", "/user/block.json | userId=a&minute=0 | 1002", "/user/block.json | userId=a&minute=43201 | 1002",
    "/user/block.json | userId=a&minute=x | 1002", "/user/block.json | minute=1 | 1002",
    "/user/block.json | userId=1&userId=2&userId=3&userId=4&userId=5&userId=6&userId=7&userId=8&userId=9&userId=10&userId=11&userId=12"
      + "&userId=13&userId=14&userId=15&userId=16&userId=17&userId=18&userId=19&userId=20&userId=21&minute=1 | 1002",
    "/rtc/user/block.json | userId=a&userId=b&minute=1 | 1002", "/rtc/room/query.json | x=y | 1002",
    "/user/block/query.json | page=-1 | 1002",
    "/user/block/query.json | page=1&size=1001 | 1002", "/v2/rtc/rooms/a%20b/block-users | user_ids=a&minute=1 | 1002",
    "/v2/rtc/rooms/r/block-users | minute=1 | 1002"})
  void badParametersAreNamedAndChangeNothing(String path, String body, int code) {
    refused(backend.form(path, body), 400, code);
    assertThat(identity.bans().against("app", "a", "r", NOW.toEpochMilli())).isNull();
  }

  @Test
  void whatIsTooLongIsRefusedByName() {
    refused(backend.form("/user/getToken.json", "userId=" + "a".repeat(65)), 400, 1005);
    refused(backend.form("/user/getToken.json", "userId=a&name=" + "n".repeat(129)), 400, 1005);
    refused(backend.form("/user/getToken.json", "userId=a&portraitUri=" + "n".repeat(1_025)), 400, 1005);
    refused(backend.form("/user/getToken.json", "userId=a&x=" + "n".repeat(RongCloudDoor.BODY_BYTES_MAX)), 400, 1005);
    refused(backend.delete("/v2/rtc/rooms/" + "r".repeat(65)), 400, 1005);
    ok(backend.form("/user/getToken.json", "userId=" + "a".repeat(64)));
  }

  @Test
  void bothNamesOfTheHeadersAreTakenAndNotTwoOfOne() {
    String ms = Long.toString(NOW.toEpochMilli());
    String seconds = Long.toString(NOW.getEpochSecond());
    String body = "userId=ann";
    String path = "/user/getToken.json";
    ok(backend.send(HttpMethod.POST, path, FORM, body, "RC-App-Key", "key", "RC-Nonce", "n", "RC-Timestamp", ms,
        "RC-Signature", Backend.sha1(PAIR.secret() + "n" + ms)));
    ok(backend.send(HttpMethod.POST, path, FORM, body, "App-Key", "key", "RC-Nonce", "n", "Timestamp", seconds,
        "RC-Signature", Backend.sha1(PAIR.secret() + "n" + seconds)));
    refused(backend.send(HttpMethod.POST, path, FORM, body, "App-Key", "key", "RC-App-Key", "other", "Nonce", "n2", "Timestamp", ms,
        "Signature", Backend.sha1(PAIR.secret() + "n2" + ms)), 401, 1004);
    refused(backend.send(HttpMethod.POST, path, FORM, body), 401, 1004);
    refused(backend.send(HttpMethod.DELETE, "/v2/rtc/rooms/r", null, ""), 401, 1004);
  }

  @Test
  void aSignatureIsGoodOnceAndInItsOwnMinutesAndForItsOwnApp() {
    String ms = Long.toString(NOW.toEpochMilli());
    String signature = Backend.sha1(PAIR.secret() + "n" + ms);
    String[] head = {"App-Key", "key", "Nonce", "n", "Timestamp", ms, "Signature", signature};
    String[] shouted = {"App-Key", "key", "Nonce", "n", "Timestamp", ms, "Signature", signature.toUpperCase(Locale.ROOT)};
    String[] foreign = {"App-Key", "other", "Nonce", "n", "Timestamp", ms, "Signature", signature};
    String block = "userId=ann&minute=1";
    refused(backend.send(HttpMethod.POST, "/user/block.json", FORM, block, shouted), 401, 1004);
    refused(backend.send(HttpMethod.POST, "/user/block.json", FORM, block, foreign), 401, 1004);
    assertThat(identity.bans().of("app", BanScope.ACCOUNT, NOW.toEpochMilli())).isEmpty();
    ok(backend.send(HttpMethod.POST, "/user/block.json", FORM, block, head));
    ok(backend.form("/user/unblock.json", "userId=ann"));
    refused(backend.send(HttpMethod.POST, "/user/block.json", FORM, block, head), 401, 1004);
    published(PAIR, "ann", "r");
    backend.clock(NOW.plus(Duration.ofMinutes(6)).toEpochMilli());
    refused(backend.form("/user/block.json", block), 401, 1004);
  }

  @Test
  void aFloodIsAnsweredWithTheRateLimitsCodeAndStopsNobodyElse() {
    int answered = 0;
    for (int i = 0; i < 3 * CallPace.PER_SECOND; i++) {
      Answer answer = backend.form("/user/unblock.json", "userId=ann");
      if (answer.code() == 200) {
        answered++;
      } else {
        refused(answer, 429, 1008);
      }
    }
    assertThat(answered).isEqualTo(CallPace.PER_SECOND);
    ok(backend.form("/user/block.json", "userId=ann&minute=1"));
    ok(other.form("/user/unblock.json", "userId=ann"));
    pass(Duration.ofSeconds(1));
    ok(backend.form("/user/unblock.json", "userId=ann"));
  }

  @Test
  void requestIdsAreEchoed() {
    String ms = Long.toString(NOW.toEpochMilli());
    Answer answer = backend.send(HttpMethod.DELETE, "/v2/rtc/rooms/r", null, "", "App-Key", "key", "Nonce", "n", "Timestamp", ms,
        "Signature", Backend.sha1(PAIR.secret() + "n" + ms), "X-Request-ID", "request-1");
    assertThat(answer.text()).contains("\"requestId\":\"request-1\"", "\"msg\":");
  }
}
