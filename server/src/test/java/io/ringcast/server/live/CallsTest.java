package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.media.PublisherSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Calls from hello to hang up, through a whole server: devices on the channel, their media in its rooms. */
@Timeout(120)
class CallsTest {
  private static final int OPEN_LIMIT_S = 15;
  private static CallServer server;

  private final ClientHost host = new ClientHost();

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
    host.close();
  }

  private ScriptedPublisher enter(JsonNode room) {
    ScriptedPublisher publisher = new ScriptedPublisher(
        host, server.at("/whip/" + room.get("name").asString()), room.get("token").asString(), PublisherSettings.DEFAULT);
    publisher.open().orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
    return publisher;
  }

  @Test
  void aCallFromHelloToHangUp() {
    CallPhone ann = server.phone("ann1", "a");
    CallPhone bob = server.phone("bob1", "b");
    JsonNode started = ann.ask("call.start", "\"userIds\":[\"bob1\"],\"media\":\"VIDEO\",\"extra\":\"lunch?\"");
    String callId = started.get("callId").asString();
    assertThat(started.get("call").get("you").asString()).isEqualTo("CALLING");
    assertThat(started.get("call").get("here").asBoolean()).isTrue();

    JsonNode incoming = bob.event("call.incoming");
    assertThat(incoming.get("n").asLong()).isEqualTo(1);
    assertThat(incoming.get("fromUserId").asString()).isEqualTo("ann1");
    assertThat(incoming.get("extra").asString()).isEqualTo("lunch?");
    assertThat(incoming.get("call").get("media").asString()).isEqualTo("VIDEO");
    assertThat(incoming.get("busyLine").asBoolean()).isFalse();
    assertThat(incoming.has("room")).isFalse();
    assertThat(bob.onCall("call.ringing", callId).has("code")).isFalse();
    ann.sees("bob1", "RINGING");

    JsonNode accepted = bob.onCall("call.accept", callId);
    ann.sees("bob1", "CONNECTING");
    ScriptedPublisher annsMedia = enter(started.get("room"));
    ScriptedPublisher bobsMedia = enter(accepted.get("room"));
    long connectedMs = ann.event("call.connected").get("atMs").asLong();
    assertThat(bob.event("call.connected").get("atMs").asLong()).isEqualTo(connectedMs);

    bob.onCall("call.hangUp", callId);
    JsonNode ended = ann.event("call.ended");
    assertThat(ended.get("state").asString()).isEqualTo("ENDED");
    assertThat(ended.get("number").asInt()).isEqualTo(1000);
    assertThat(ended.get("end").asString()).isEqualTo("CALL_ENDED");
    assertThat(ended.get("talkedMs").asLong()).isEqualTo(ended.get("atMs").asLong() - connectedMs)
        .isEqualTo(bob.event("call.ended").get("talkedMs").asLong());
    assertThat(ann.numbers()).isEqualTo(LongStream.rangeClosed(1, ann.lastNumber()).boxed().toList());
    annsMedia.close();
    bobsMedia.close();
  }

  @Test
  void aDeviceResumesAndMissesNothing() {
    CallPhone ann = server.phone("ann2", "a");
    CallPhone bob = server.phone("bob2", "b");
    bob.drop();
    String callId = ann.ask("call.start", "\"userIds\":[\"bob2\"]").get("callId").asString();
    ann.onCall("call.hangUp", callId);
    JsonNode welcome = bob.resume();
    assertThat(welcome.get("resumed").asBoolean()).isTrue();
    assertThat(welcome.has("snapshot")).isFalse();
    assertThat(bob.event("call.ringingEnded").get("why").asString()).isEqualTo("CALLED_OFF");
    bob.event("call.ended");
    bob.drop();
    bob.resume();
    assertThat(bob.ask("ping", "").get("nowMs").asLong()).isPositive();
    assertThat(bob.numbers()).isEqualTo(LongStream.rangeClosed(1, bob.lastNumber()).boxed().toList());
  }

  @Test
  void aFreshStartSeesWhatRings() {
    CallPhone ann = server.phone("ann3", "a");
    String callId = ann.ask("call.start", "\"userIds\":[\"bob3\"]").get("callId").asString();
    CallPhone bob = server.device("bob3", "b");
    JsonNode welcome = bob.connect();
    JsonNode call = welcome.get("snapshot").get("calls").get(0);
    assertThat(call.get("callId").asString()).isEqualTo(callId);
    assertThat(call.get("you").asString()).isEqualTo("INVITED");
    assertThat(call.get("untilMs").asLong()).isGreaterThan(welcome.get("nowMs").asLong());
    JsonNode accepted = bob.onCall("call.accept", callId);
    assertThat(accepted.get("room").get("name").asString()).isEqualTo(callId);
    assertThat(ann.event("call.room").get("room").get("token").asString()).isNotEmpty();
  }

  @Test
  void whoSaysItTwiceIsAnsweredTheSame() {
    CallPhone ann = server.phone("ann4", "a");
    server.phone("bob4", "b");
    JsonNode first = ann.askAs("once", "call.start", "\"userIds\":[\"bob4\"]");
    JsonNode again = ann.askAs("once", "call.start", "\"userIds\":[\"bob4\"]");
    assertThat(again.get("callId")).isEqualTo(first.get("callId"));
    JsonNode other = ann.askAs("once", "call.start", "\"userIds\":[\"eve4\"]");
    assertThat(other.get("name").asString()).isEqualTo("REQUEST_ID_REUSED");
    assertThat(other.get("code").asInt()).isEqualTo(80301);
  }

  @Test
  void oneDeviceHasOneConnection() {
    CallPhone first = server.phone("ann5", "a");
    CallPhone second = server.phone("ann5", "a");
    assertThat(first.closeCode()).isEqualTo(4409);
    assertThat(second.ask("ping", "").has("nowMs")).isTrue();
    second.ask("logOut", "");
    assertThat(second.closeCode()).isEqualTo(4000);
  }

  @Test
  void answeredElsewhere() {
    CallPhone ann = server.phone("ann6", "a");
    CallPhone phone = server.phone("bob6", "phone");
    CallPhone tablet = server.phone("bob6", "tablet");
    String callId = ann.ask("call.start", "\"userIds\":[\"bob6\"]").get("callId").asString();
    phone.event("call.incoming");
    tablet.onCall("call.accept", callId);
    assertThat(phone.event("call.ringingEnded").get("why").asString()).isEqualTo("ANSWERED_ELSEWHERE");
    assertThat(phone.onCall("call.accept", callId).get("name").asString()).isEqualTo("ANSWERED_ELSEWHERE");
    assertThat(tablet.events("call.ringingEnded")).isEmpty();
    List<JsonNode> calls = phone.ask("call.list", "").get("calls").valueStream().toList();
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().get("here").asBoolean()).isFalse();
    assertThat(calls.getFirst().has("room")).isFalse();
    JsonNode again = tablet.onCall("call.join", callId);
    assertThat(again.get("room").get("token").asString()).isNotEmpty();
  }

  @Test
  void signalsGoToTheOther() {
    CallPhone ann = server.phone("ann7", "a");
    CallPhone bob = server.phone("bob7", "b");
    String callId = ann.ask("call.start", "\"userIds\":[\"bob7\"]").get("callId").asString();
    bob.onCall("call.accept", callId);
    ann.ask("call.signal", "\"callId\":\"%s\",\"kind\":\"camera\",\"on\":false".formatted(callId));
    JsonNode signal = bob.event("call.signal");
    assertThat(signal.get("kind").asString()).isEqualTo("camera");
    assertThat(signal.get("on").asBoolean()).isFalse();
    until("nothing else", () -> ann.events("call.signal").isEmpty());
  }
}
