package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.events.AppendRefusal;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.identity.TokenVerifier;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.host.UserRules;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.SlowLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.scheduler.Schedulers;

/** What a LiveKit client hears that is not let in, and how often that is counted. */
class RefusedJoinsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for anybody");
  private static final JoinWish WISH = new JoinWish(true, false, "", true, 16, null, List.of(), null);

  private final SlowLog log = new SlowLog().prompt(true);
  private final FakeAlarm alarm = new FakeAlarm();
  private final Rooms rooms = new Rooms(new FakeSfu(), Runnable::run, alarm, new Random(1),
      RoomLimits.DEFAULT.with(new RoomLimits.Hosts(1, 1)), log, UserRules.USUAL);
  private final SignalSessions sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(1));
  private final WebTestClient http = WebTestClient.bindToRouterFunction(new LiveKitDoor(rooms,
      new TokenGate(new TokenVerifier(new Apps(List.of(new App("app", List.of(PAIR))))), (room, user, nowMs) -> { },
          InstantSource.fixed(NOW)),
      Schedulers.immediate(), new Random(1), List.of()).routes()).build();

  private static RoomToken host(String user) {
    return RoomToken.joining(user, "r", NOW.plusSeconds(600)).with(new RoomWish(Role.HOST, null, Media.VIDEO));
  }

  private SignalSession join(String user) throws RoomRefusedException {
    SignalSession joined = sessions.enter(new SignalSessions.Guest(KEY, host(user), "203.0.113.9", PAIR), WISH, new Outlet() {
      @Override
      public boolean send(SignalResponse response) {
        return true;
      }

      @Override
      public void close() { }
    });
    assertThat(joined).isNotNull();
    return joined;
  }

  private WebTestClient.ResponseSpec get(String path) {
    return http.get().uri(path + "?access_token=" + new TokenIssuer(PAIR).issue(host("bob"), NOW)).exchange();
  }

  private static String why(WebTestClient.ResponseSpec response) {
    return response.expectBody(String.class).returnResult().getResponseBody();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rtc", "/rtc/v1"})
  void aRefusalIsCountedOnceThoughTheClientAsksWhy(String path) throws Exception {
    join("ann");
    assertThat(why(get(path).expectStatus().isForbidden())).startsWith("ROOM_FULL_OF_HOSTS: ");
    assertThat(why(get(path + "/validate").expectStatus().isForbidden())).startsWith("ROOM_FULL_OF_HOSTS: ");
    assertThat(rooms.counters().refused(RoomRefusal.ROOM_FULL_OF_HOSTS)).isOne();
  }

  /** livekit-client ends its attempts to come back at a 403, and goes on at anything else. */
  @ParameterizedTest
  @ValueSource(strings = {"/rtc", "/rtc/v1", "/rtc/validate", "/rtc/v1/validate"})
  void whoMayComeBackLaterIsNotForbiddenToDoSo(String path) throws Exception {
    join("ann");
    RoomHost host = rooms.find(KEY).orElseThrow();
    log.refuse(AppendRefusal.QUEUE_FULL);
    host.tell(() -> List.copyOf(host.room().members()).forEach(who -> host.room().leave(who, LeaveReason.LEFT, alarm.nowMs())));
    assertThat(why(get(path).expectStatus().isEqualTo(503).expectHeader().exists("Retry-After"))).startsWith("EVENTS_UNWRITABLE: ");
  }

  @ParameterizedTest
  @EnumSource(value = RoomRefusal.class, names = {"EVENTS_UNWRITABLE", "ROOM_BUSY", "SERVER_CLOSED", "TOO_MANY_PENDING"})
  void whoIsConnectedIsToldToComeBack(RoomRefusal refusal) {
    LeaveRequest leave = Refusals.leave(refusal).getLeave();
    assertThat(leave.getAction()).isEqualTo(LeaveRequest.Action.RECONNECT);
    assertThat(leave.getCanReconnect()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = RoomRefusal.class, names = {"ROOM_FULL_OF_HOSTS", "USER_BANNED", "ALREADY_ELSEWHERE", "WRONG_MODE"})
  void whoIsConnectedIsToldToStayAway(RoomRefusal refusal) {
    LeaveRequest leave = Refusals.leave(refusal).getLeave();
    assertThat(leave.getReason()).isEqualTo(DisconnectReason.JOIN_FAILURE);
    assertThat(leave.getAction()).isEqualTo(LeaveRequest.Action.DISCONNECT);
    assertThat(leave.getCanReconnect()).isFalse();
  }

  @Test
  void aServerThatStopsSaysSo() {
    assertThat(Refusals.leave(RoomRefusal.SERVER_CLOSED).getLeave().getReason()).isEqualTo(DisconnectReason.SERVER_SHUTDOWN);
  }
}
