package io.ringcast.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What devices should not say on the call channel: each is answered by name, and nothing changes. */
@Timeout(120)
class CallsBadInputTest {
  private static final int FLOOD_PORTION = 25;
  private static final int FLOOD_PORTIONS_MAX = 4_000;
  private static CallServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new CallServer();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @AfterEach
  void hangUp() {
    server.disconnectAll();
  }

  private static String name(JsonNode answer) {
    return answer.path("name").asString("");
  }

  private static String ring(CallPhone from, String to) {
    return from.ask("call.start", "\"userIds\":[\"" + to + "\"]").get("callId").asString();
  }

  @Test
  void diallingOneself() {
    CallPhone ann = server.phone("bad-ann1", "a");
    assertThat(name(ann.ask("call.start", "\"userIds\":[\"bad-ann1\"]"))).isEqualTo("USER_LIST_INVALID");
    assertThat(name(ann.ask("call.start", "\"userIds\":[\"x\",\"x\"],\"type\":\"MULTI\""))).isEqualTo("USER_LIST_INVALID");
    assertThat(name(ann.ask("call.start", "\"userIds\":[\"x\",\"y\"]"))).isEqualTo("SINGLE_CALL_NOT_SUPPORT_MULTI_PERSON");
    assertThat(ann.ask("call.list", "").get("calls")).isEmpty();
  }

  /** Apps keep no list of their users: whoever was never here is offline, and does not answer. */
  @Test
  void anUnknownUserIsOffline() {
    CallPhone ann = server.phone("bad-ann2", "a");
    String callId = ring(ann, "nobody-at-all");
    JsonNode call = ann.ask("call.list", "").get("calls").get(0);
    assertThat(call.get("participants").get(1).get("state").asString()).isEqualTo("INVITED");
    ann.onCall("call.hangUp", callId);
    assertThat(ann.event("call.ended").get("state").asString()).isEqualTo("CANCELED");
  }

  @Test
  void tenThousandInvitees() {
    CallPhone ann = server.phone("bad-ann3", "a");
    String some = IntStream.range(0, 1_500).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
    assertThat(name(ann.ask("call.start", "\"type\":\"MULTI\",\"userIds\":[" + some + "]"))).isEqualTo("USER_LIST_INVALID");
    String many = IntStream.range(0, 3_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
    ann.say("{\"id\":\"many\",\"do\":\"call.start\",\"userIds\":[" + many + "]}");
    assertThat(ann.closeCode()).isEqualTo(4413);
    CallPhone again = server.phone("bad-ann3", "a");
    assertThat(again.ask("call.list", "").get("calls")).isEmpty();
    String all = IntStream.range(0, 10_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
    again.say("{\"id\":\"all\",\"do\":\"call.start\",\"userIds\":[" + all + "]}");
    assertThat(again.closeCode()).isEqualTo(4413);
  }

  @Test
  void aCallThatIsOver() {
    CallPhone ann = server.phone("bad-ann4", "a");
    CallPhone bob = server.phone("bad-bob4", "b");
    String callId = ring(ann, "bad-bob4");
    ann.onCall("call.hangUp", callId);
    for (String action : List.of("call.accept", "call.hangUp", "call.ringing", "call.join")) {
      assertThat(name(bob.onCall(action, callId))).as(action).isEqualTo("CALL_ID_INVALID");
    }
  }

  @Test
  void acceptingTwiceAndFromTwoDevicesAtOnce() {
    CallPhone ann = server.phone("bad-ann5", "a");
    CallPhone one = server.phone("bad-bob5", "one");
    CallPhone two = server.phone("bad-bob5", "two");
    String callId = ring(ann, "bad-bob5");
    List<JsonNode> answers = Stream.of(one, two).map(phone -> CompletableFuture.supplyAsync(() -> phone.onCall("call.accept", callId)))
        .toList().stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().filter(answer -> answer.has("room"))).hasSize(1);
    assertThat(answers.stream().map(CallsBadInputTest::name)).containsExactlyInAnyOrder("", "ANSWERED_ELSEWHERE");
    CallPhone winner = answers.getFirst().has("room") ? one : two;
    assertThat(winner.onCall("call.accept", callId).has("room")).as("said again by the same device").isTrue();
  }

  @Test
  void someoneElsesCall() {
    CallPhone ann = server.phone("bad-ann6", "a");
    server.phone("bad-bob6", "b");
    CallPhone eve = server.phone("bad-eve6", "e");
    String callId = ring(ann, "bad-bob6");
    assertThat(name(eve.onCall("call.hangUp", callId))).isEqualTo("NOT_IN_CALL");
    assertThat(name(eve.onCall("call.accept", callId))).isEqualTo("NOT_IN_CALL");
    assertThat(name(eve.onCall("call.ringing", callId))).isEqualTo("NOT_RINGING");
    assertThat(name(eve.onCall("call.join", callId))).isEqualTo("JOINING_NOT_ALLOWED");
    assertThat(name(eve.ask("call.invite", "\"callId\":\"" + callId + "\",\"userIds\":[\"x\"]"))).isEqualTo("NOT_IN_CALL");
    assertThat(name(eve.ask("call.signal", "\"callId\":\"" + callId + "\",\"kind\":\"app\",\"data\":\"x\""))).isEqualTo("NOT_IN_CALL");
    assertThat(eve.ask("call.list", "").get("calls")).isEmpty();
    assertThat(ann.ask("call.list", "").get("calls")).hasSize(1);
    assertThat(eve.events("call.state")).isEmpty();
  }

  @Test
  void outOfState() {
    CallPhone ann = server.phone("bad-ann7", "a");
    CallPhone bob = server.phone("bad-bob7", "b");
    String callId = ring(ann, "bad-bob7");
    assertThat(name(ann.onCall("call.accept", callId))).as("one's own call").isIn("NOT_RINGING", "");
    assertThat(name(ann.ask("call.start", "\"userIds\":[\"cy\"]"))).isEqualTo("SESSION_EXIST");
    String switching = "\"callId\":\"" + callId + "\",\"media\":\"VIDEO\"";
    assertThat(name(ann.ask("call.switch.ask", switching))).isEqualTo("SWITCH_NOT_ALLOWED");
    assertThat(name(bob.ask("call.switch.answer", "\"callId\":\"" + callId + "\",\"transactionId\":7,\"agree\":true")))
        .isEqualTo("NOT_IN_CALL");
    ann.forget();
    assertThat(ann.onCall("call.hangUp", callId).has("code")).isFalse();
    assertThat(ann.event("call.ended").get("end").asString()).isEqualTo("CANCELLED");
  }

  @Test
  void aUserOfAnotherApp() {
    CallPhone ann = server.phone("bad-ann8", "a");
    CallPhone bob = server.phone("bad-bob8", "b");
    CallPhone stranger = server.with(CallServer.userToken(CallServer.OTHER, "bad-bob8", Set.of()), "b");
    stranger.connect();
    String callId = ring(ann, "bad-bob8");
    bob.event("call.incoming");
    assertThat(name(stranger.onCall("call.accept", callId))).isEqualTo("CALL_ID_INVALID");
    assertThat(name(stranger.onCall("call.hangUp", callId))).isEqualTo("CALL_ID_INVALID");
    assertThat(stranger.events("call.incoming")).isEmpty();
    assertThat(stranger.ask("presence.get", "\"userIds\":[\"bad-ann8\"]").get("presence").get(0).get("state").asString())
        .isEqualTo("OFFLINE");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      4400 | {"do":"ping","id":"1"}
      4400 | not json
      4400 | {"do":"hello","token":"x"}
      4401 | {"do":"hello","token":"x","device":{"id":"d","class":"web"}}
      """)
  void badGreetings(int code, String frame) {
    CallPhone phone = server.device("bad-ann9", "a").open();
    phone.say(frame);
    assertThat(phone.closeCode()).isEqualTo(code);
  }

  @Test
  void secondGreetingsAndFramesWithoutAnId() {
    for (String frame : List.of("{\"do\":\"hello\",\"token\":\"x\",\"device\":{\"id\":\"d\",\"class\":\"web\"}}", "{\"do\":\"ping\"}")) {
      CallPhone phone = server.phone("bad-ann10", "a");
      phone.say(frame);
      assertThat(phone.closeCode()).isEqualTo(4400);
    }
  }

  /** Goes on until it has shown, however fast this machine can ask. */
  @Test
  void aFloodOfRequests() {
    CallPhone ann = server.phone("bad-ann11", "a");
    flood(ann, () -> ann.heard().stream().anyMatch(frame -> name(frame).equals("TOO_MANY_REQUESTS")));
    assertThat(ann.heard().stream().filter(frame -> name(frame).equals("TOO_MANY_REQUESTS")))
        .isNotEmpty()
        .allSatisfy(frame -> assertThat(frame.get("retryAfterMs").asLong()).isPositive());
    flood(ann, ann::isClosed);
    // TCP drops the word of a server that closes on one who is still talking.
    assertThat(ann.closeCode()).isIn(4429, 1006);
  }

  private static void flood(CallPhone phone, BooleanSupplier done) {
    for (int portion = 0; portion < FLOOD_PORTIONS_MAX && !done.getAsBoolean(); portion++) {
      for (int i = 0; i < FLOOD_PORTION; i++) {
        phone.say("{\"id\":\"f" + portion + "-" + i + "\",\"do\":\"ping\"}");
      }
    }
  }

  @Test
  void aFloodOfCalls() {
    CallPhone ann = server.phone("bad-ann12", "a");
    List<String> names = IntStream.range(0, 40).mapToObj(i -> name(ann.ask("call.start", "\"userIds\":[\"bad-cy12\"]"))).toList();
    assertThat(names).contains("TOO_MANY_REQUESTS");
    assertThat(ann.ask("call.list", "").get("calls")).hasSize(1);
  }

  /** It answers no ping either: within a minute it is gone. */
  @Test
  @Tag("long")
  void whoDoesNotReadIsLost() {
    CallPhone ann = server.phone("bad-ann13", "a");
    CallPhone bob = server.phone("bad-bob13", "b");
    String callId = ring(ann, "bad-bob13");
    bob.onCall("call.accept", callId);
    bob.stopReading();
    String data = "x".repeat(4_000);
    long deadlineNs = System.nanoTime() + 60_000_000_000L;
    while (!server.isOffline("bad-bob13")) {
      ann.ask("call.signal", "\"callId\":\"" + callId + "\",\"kind\":\"app\",\"data\":\"" + data + "\"");
      ann.forget();
      assertThat(System.nanoTime()).as("bob is gone").isLessThan(deadlineNs);
    }
  }
}
