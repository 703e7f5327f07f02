package io.ringcast.server.live;

import static io.ringcast.server.live.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.ClientHost;
import io.ringcast.client.PeerSettings;
import io.ringcast.client.ScriptedPublisher;
import io.ringcast.client.livekit.LiveKitParticipant;
import io.ringcast.client.media.PublisherMedia;
import io.ringcast.client.media.PublisherSettings;
import io.ringcast.client.media.SubscriberMedia;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Devices that connect to a call's room while it rings, in an app whose users are in one room at a time. */
@Timeout(120)
class PreConnectTest {
  private static final int OPEN_LIMIT_S = 15;
  private static final String APPS = "[{id: calls, rooms-per-user: one, second-device: kick-earlier, keys: [{key: %s, secret: %s}]}]"
      .formatted(CallServer.PAIR.key(), CallServer.PAIR.secret());
  private static CallServer server;

  private final ClientHost host = new ClientHost();

  @BeforeAll
  static void start() throws Exception {
    server = new CallServer(Map.of("RINGCAST_CALLS_PRE_CONNECT", "true", "RINGCAST_APPS", APPS));
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

  private LiveKitParticipant enter(String token) {
    SubscriberMedia received = new SubscriberMedia(host.loop(), 1, (ssrc, sequence, bytes, offset, length) -> { });
    return LiveKitParticipant.join(host, server.at("/"), token, PeerSettings.DEFAULT, received, true);
  }

  private static String token(JsonNode answer) {
    return answer.get("room").get("token").asString();
  }

  private static <T> T in(CompletableFuture<T> future) {
    return future.orTimeout(OPEN_LIMIT_S, TimeUnit.SECONDS).join();
  }

  /** A device's stay while its call rings, connected. */
  private LiveKitParticipant stay(CallPhone phone, String callId) {
    LiveKitParticipant waiting = enter(token(phone.onCall("call.ringing", callId)));
    in(waiting.joined());
    in(waiting.receiving());
    return waiting;
  }

  /** Fails when the server ends the stay. */
  private static CompletableFuture<Void> gone(LiveKitParticipant who) {
    return who.offering(1_000);
  }

  private boolean isIn(String userId, String roomId) {
    return server.ask(CallServer.PAIR, "GET", "/v1/rooms/" + roomId, "").body().contains("\"" + userId + "\"");
  }

  private String ring(CallPhone from, String userId) {
    return from.ask("call.start", "\"userIds\":[\"%s\"]".formatted(userId)).get("callId").asString();
  }

  @Test
  void whoWaitedIsHeardByTheConnectionThatItHas() {
    CallPhone ann = server.phone("ann1", "a");
    CallPhone bob = server.phone("bob1", "b");
    RoomToken before = RoomToken.joining("bob1", "elsewhere", Instant.now().plusSeconds(600));
    LiveKitParticipant elsewhere = enter(new TokenIssuer(CallServer.PAIR).issue(before, Instant.now()));
    in(elsewhere.receiving());
    JsonNode started = ann.ask("call.start", "\"userIds\":[\"bob1\"]");
    String callId = started.get("callId").asString();
    ScriptedPublisher annsMedia = new ScriptedPublisher(host, server.at("/whip/" + callId), token(started), PublisherSettings.DEFAULT);
    in(annsMedia.open());
    LiveKitParticipant waiting = stay(bob, callId);
    CompletableFuture<Void> offered = waiting.offering(1);
    CompletableFuture<Void> movedOn = gone(elsewhere);
    assertThat(isIn("bob1", callId)).isFalse();
    assertThat(isIn("bob1", "elsewhere")).isTrue();
    assertThat(movedOn).isNotDone();
    assertThat(offered).isNotDone();
    assertThat(bob.events("call.connected")).isEmpty();

    assertThat(bob.onCall("call.accept", callId).get("room").get("token").asString()).isNotEmpty();
    in(offered);
    until("bob is in the call's room", () -> isIn("bob1", callId));
    until("bob is nowhere else", movedOn::isCompletedExceptionally);
    in(waiting.publish(new PublisherMedia(
        host.loop(), PublisherSettings.DEFAULT.audioOnly(), (ssrc, sequence, bytes, offset, length) -> { }, host.random())));
    long connectedMs = bob.event("call.connected").get("atMs").asLong();
    assertThat(ann.event("call.connected").get("atMs").asLong()).isEqualTo(connectedMs);
    bob.onCall("call.hangUp", callId);
    annsMedia.close();
    waiting.close();
    elsewhere.close();
  }

  @Test
  void waitingEndsWithTheRinging() {
    CallPhone ann = server.phone("ann2", "a");
    CallPhone bob = server.phone("bob2", "b");
    String cancelled = ring(ann, "bob2");
    String token = token(bob.onCall("call.ringing", cancelled));
    LiveKitParticipant waiting = enter(token);
    in(waiting.receiving());
    CompletableFuture<Void> over = gone(waiting);
    ann.onCall("call.hangUp", cancelled);
    until("the wait is over", over::isCompletedExceptionally);
    LiveKitParticipant late = enter(token);
    until("nobody waits any more", () -> late.joined().isCompletedExceptionally());

    String rejected = ring(ann, "bob2");
    LiveKitParticipant other = stay(bob, rejected);
    CompletableFuture<Void> rejection = gone(other);
    bob.onCall("call.hangUp", rejected);
    until("the wait is over", rejection::isCompletedExceptionally);
  }

  @Test
  void theDeviceThatAnswersComesInAndTheOtherGoes() {
    CallPhone ann = server.phone("ann3", "a");
    CallPhone phone = server.phone("bob3", "phone");
    CallPhone tablet = server.phone("bob3", "tablet");
    String callId = ring(ann, "bob3");
    LiveKitParticipant onPhone = stay(phone, callId);
    LiveKitParticipant onTablet = stay(tablet, callId);
    CompletableFuture<Void> phoneGone = gone(onPhone);
    CompletableFuture<Void> tabletGone = gone(onTablet);
    tablet.onCall("call.accept", callId);
    until("the phone waits no longer", phoneGone::isCompletedExceptionally);
    until("bob is in the room", () -> isIn("bob3", callId));
    assertThat(tabletGone).isNotDone();
    ann.onCall("call.hangUp", callId);
    until("the call is over", tabletGone::isCompletedExceptionally);
  }
}
