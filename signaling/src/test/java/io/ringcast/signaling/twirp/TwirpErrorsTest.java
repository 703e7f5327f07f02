package io.ringcast.signaling.twirp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.Grant;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.twirp.TwirpClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwirpErrorsTest {
  private static final String SERVICE = "/twirp/livekit.RoomService/";
  private static final String JSON = "application/json";
  private static final String PROTOBUF = "application/protobuf";

  private final Rooms rooms =
      new Rooms(new FakeSfu(), Runnable::run, new FakeAlarm(), new Random(3), RoomLimits.of(1, 1, 1, PendingLimits.DEFAULT));
  private final TwirpClient client = new TwirpClient(rooms);

  @BeforeEach
  void open() throws Exception {
    rooms.enter(new RoomKey("app", "r"), RoomSettings.DEFAULT, (host, room) -> room);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void error(Answer answer, int status, String code, String msg) {
    assertThat(answer.text()).startsWith("{\"code\":\"" + code + "\",\"msg\":\"").contains(msg);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo(JSON);
  }

  @ParameterizedTest
  @CsvSource({
    "/twirp/livekit.RoomService/Nope,no such call", "/twirp/livekit.RoomService/,no such call", "/twirp/livekit.RoomService,no such call",
    "/twirp/livekit.RoomService/ListRooms/x,no such call", "/twirp/livekit.Nope/ListRooms,no such call", "/twirp/,no such call"})
  void namesARouteThatDoesNotExist(String path, String msg) {
    Answer answer = client.post(path, TwirpClient.all(), JSON, bytes("{}"));
    error(answer, 404, "bad_route", msg);
    assertThat(answer.text()).contains("\"meta\":{\"twirp_invalid_route\":\"POST " + path + "\"}");
  }

  @Test
  void takesPostAndTheTwoTypesOnly() {
    String all = TwirpClient.all();
    error(client.get(SERVICE + "ListRooms"), 404, "bad_route", "made with POST");
    error(client.post(SERVICE + "ListRooms", all, "text/plain", bytes("{}")), 404, "bad_route", "Content-Type");
    assertThat(client.post(SERVICE + "ListRooms", all, "application/json; charset=utf-8", bytes("{}")).status()).isEqualTo(200);
    assertThat(client.post(SERVICE + "ListRooms", all, PROTOBUF, new byte[0]).status()).as("empty is a message").isEqualTo(200);
  }

  @Test
  void wantsAGoodToken() {
    error(client.json("ListRooms", "", "{}"), 401, "unauthenticated", "Authorization: Bearer");
    error(client.json("ListRooms", "Bearer x", "{}"), 401, "unauthenticated", "not a JWT");
    error(client.json("ListRooms", "Basic x", "not even read"), 401, "unauthenticated", "Authorization: Bearer");
    error(client.json("SendData", "", "{}"), 401, "unauthenticated", "Authorization: Bearer");
  }

  @ParameterizedTest
  @CsvSource({
    "CreateRoom,{\"name\":\"n\"},roomCreate", "DeleteRoom,{\"room\":\"r\"},roomCreate", "ListRooms,{},roomList",
    "UpdateRoomMetadata,{\"room\":\"r\"},roomAdmin", "ListParticipants,{\"room\":\"r\"},roomAdmin",
    "GetParticipant,{\"room\":\"r\"},roomAdmin", "RemoveParticipant,{\"room\":\"r\"},roomAdmin",
    "MutePublishedTrack,{\"room\":\"r\"},roomAdmin", "UpdateParticipant,{\"room\":\"r\"},roomAdmin",
    "UpdateSubscriptions,{\"room\":\"r\"},roomAdmin"})
  void wantsTheGrantOfEachCall(String method, String body, String grant) {
    Grant[] others = List.of(Grant.ROOM_CREATE, Grant.ROOM_LIST, Grant.ROOM_ADMIN, Grant.ROOM_JOIN).stream()
        .filter(other -> !other.claim().equals(grant)).toArray(Grant[]::new);
    error(client.json(method, TwirpClient.with(others), body), 403, "permission_denied", "has " + grant);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "UpdateRoomMetadata", "ListParticipants", "GetParticipant", "RemoveParticipant", "MutePublishedTrack", "UpdateParticipant",
    "UpdateSubscriptions"})
  void administersTheRoomOfTheTokenOnly(String method) {
    error(client.json(method, TwirpClient.all(), "{\"room\":\"q\",\"identity\":\"ann\"}"), 403, "permission_denied", "for another room");
  }

  @ParameterizedTest
  @CsvSource({
    "DeleteRoom,{\"room\":\"zz\"},There is no room zz", "GetParticipant,{\"room\":\"r\"},Nobody with this identity",
    "RemoveParticipant,'{\"room\":\"r\",\"identity\":\"x\"}',Nobody with this identity",
    "MutePublishedTrack,'{\"room\":\"r\",\"identity\":\"x\",\"muted\":true}',Nobody with this identity",
    "UpdateParticipant,'{\"room\":\"r\",\"identity\":\"x\"}',Nobody with this identity",
    "UpdateSubscriptions,'{\"room\":\"r\",\"identity\":\"x\"}',Nobody with this identity"})
  void namesWhatIsNotThere(String method, String body, String msg) {
    error(client.json(method, TwirpClient.all(), body), 404, "not_found", msg);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "{", "[]", "null", "5", "{\"name\":5", "{\"name\":{}}", "{'name':'a'}", "{\"name\":\"a\"} x",
    "{\"empty_timeout\":-1}", "{\"empty_timeout\":1.5}", "{\"empty_timeout\":4294967296}", "{\"empty_timeout\":1e999999999}",
    "{\"empty_timeout\":\"1e999999999\"}", "{\"empty_timeout\":true}", "{\"sync_streams\":\"yes\"}"})
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void namesJsonThatIsNotTheMessage(String body) {
    error(client.json("CreateRoom", TwirpClient.all(), body), 400, "malformed", "");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void survivesDeepAndBrokenBodies() {
    String deep = "{\"a\":".repeat(30_000) + "1" + "}".repeat(30_000);
    error(client.json("CreateRoom", TwirpClient.all(), deep), 400, "malformed", "");
    String wide = "{\"egress\":".repeat(400) + "{}" + "}".repeat(400);
    error(client.json("CreateRoom", TwirpClient.all(), wide), 400, "malformed", "");
    byte[] notUtf8 = bytes("{\"name\":\"??\"}");
    notUtf8[9] = (byte) 0xff;
    error(client.post(SERVICE + "CreateRoom", TwirpClient.all(), JSON, notUtf8), 400, "malformed", "");
    error(client.post(SERVICE + "CreateRoom", TwirpClient.all(), PROTOBUF, new byte[] {10}), 400, "malformed", "CreateRoomRequest");
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      Answer answer = client.post(SERVICE + "CreateRoom", TwirpClient.all(), PROTOBUF, noise);
      assertThat(answer.status()).as("seed 5, body %d: %s", i, answer.text()).isIn(200, 400, 429, 501);
    }
  }

  @Test
  void readsNoMoreThanItsLimit() {
    String large = "{\"name\":\"r\",\"metadata\":\"" + "x".repeat(TwirpDoor.BODY_BYTES_MAX) + "\"}";
    error(client.json("CreateRoom", TwirpClient.all(), large), 400, "invalid_argument", "At most " + TwirpDoor.BODY_BYTES_MAX + " bytes");
  }

  @Test
  void namesArgumentsThatARoomDoesNotTake() {
    String all = TwirpClient.all();
    error(client.json("CreateRoom", all, "{}"), 400, "invalid_argument", "1 to 256 characters");
    error(client.json("CreateRoom", all, "{\"name\":\"" + "x".repeat(257) + "\"}"), 400, "invalid_argument", "1 to 256 characters");
    error(client.json("CreateRoom", all, "{\"name\":\"r\",\"metadata\":\"" + "x".repeat(64_001) + "\"}"), 400, "invalid_argument",
        "metadata has at most 64000 characters");
    error(client.json("UpdateRoomMetadata", all, "{\"room\":\"r\",\"metadata\":\"" + "x".repeat(64_001) + "\"}"), 400,
        "invalid_argument", "at most 64000 characters");
    error(client.json("CreateRoom", all, "{\"name\":\"second\"}"), 429, "resource_exhausted", "has 1 rooms already");
    error(client.json("CreateRoom", all, "{\"name\":\"r\",\"egress\":{}}"), 501, "unimplemented", "does not record");
    error(client.json("CreateRoom", all, "{\"name\":\"r\",\"agents\":[{}]}"), 501, "unimplemented", "does not dispatch agents");
    error(client.json("MutePublishedTrack", all, "{\"room\":\"r\",\"identity\":\"a\",\"track_sid\":\"TR\"}"), 412,
        "failed_precondition", "Only its publisher unmutes");
    String sids = "\"TR_x\",".repeat(ParticipantCalls.TRACKS_MAX) + "\"TR_x\"";
    error(client.json("UpdateSubscriptions", all, "{\"room\":\"r\",\"identity\":\"a\",\"track_sids\":[" + sids + "]}"), 400,
        "invalid_argument", "at most 1000 tracks");
  }

  @ParameterizedTest
  @CsvSource({
    "livekit.Egress/StartRoomCompositeEgress,Egress", "livekit.Ingress/CreateIngress,WHIP", "livekit.SIP/CreateSIPParticipant,SIP",
    "livekit.AgentDispatchService/CreateDispatch,agents"})
  void saysWhatItDoesNotHave(String call, String what) {
    error(client.post("/twirp/" + call, TwirpClient.all(), JSON, bytes("{\"room\":\"r\",\"data\":\"aGk=\"}")), 501, "unimplemented", what);
    error(client.post("/twirp/" + call, TwirpClient.all(), PROTOBUF, new byte[] {10, 1, 'r'}), 501, "unimplemented", what);
  }
}
