package io.ringcast.calls.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.call.CallTimes;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.call.LegEnd;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.desk.UserState;
import io.ringcast.calls.exchange.CallCommand.Accept;
import io.ringcast.calls.exchange.CallCommand.HangUp;
import io.ringcast.calls.exchange.CallCommand.Ringing;
import io.ringcast.calls.exchange.CallCommand.Signal;
import io.ringcast.calls.exchange.CallCommand.Start;
import io.ringcast.calls.exchange.DeviceNotice.Admitted;
import io.ringcast.calls.exchange.DeviceNotice.Recorded;
import io.ringcast.calls.exchange.DeviceNotice.RingStopped;
import io.ringcast.calls.exchange.DeviceNotice.Rings;
import io.ringcast.calls.exchange.DeviceNotice.Said;
import io.ringcast.calls.support.HandClock;
import io.ringcast.calls.support.Handset;
import io.ringcast.calls.support.HeldLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static final Start CALL_BOB = start("bob");

  private final HeldLog log = new HeldLog();
  private final HandClock clock = new HandClock();
  private final Heard outside = new Heard();
  private Exchange exchange = begin();
  private final Handset alice = new Handset("alice", "a1").connect(exchange);
  private final Handset bob = new Handset("bob", "b1").connect(exchange);

  private Exchange begin() {
    return begin(ExchangeSettings.DEFAULT);
  }

  private Exchange begin(ExchangeSettings settings) {
    return new Exchanges(settings, new Exchanges.Ports(log, outside, outside, UserListener.NONE, clock, Runnable::run),
        RandomGenerator.of("L64X128MixRandom")).of("app");
  }

  private static Start start(String... userIds) {
    return new Start(userIds.length == 1 ? CallType.SINGLE : CallType.MULTI, CallMedia.AUDIO, new JoinRule.InvitedOnly(),
        List.of(userIds), null, "about lunch", "");
  }

  private String ring() {
    return alice.ask(CALL_BOB).join().callId();
  }

  private String talk() {
    String callId = ring();
    bob.ask(new Accept(callId)).join();
    exchange.mediaArrived(callId, "alice");
    exchange.mediaArrived(callId, "bob");
    return callId;
  }

  private static void assertRefused(CompletableFuture<?> asked, CallRefusal why) {
    assertThat(asked).isCompletedExceptionally();
    assertThat(asked.exceptionNow()).isInstanceOfSatisfying(CallRefusedException.class, no -> assertThat(no.refusal()).isEqualTo(why));
  }

  private static <T extends DeviceNotice> List<T> heard(Handset by, Class<T> what) {
    return by.heard.stream().filter(what::isInstance).map(what::cast).toList();
  }

  @Test
  void aCallFromRingingToItsEnd() {
    Answer started = alice.ask(CALL_BOB).join();
    assertThat(started.admitted()).isTrue();
    Rings rings = (Rings) bob.heard.getLast();
    assertThat(rings.call().extra()).isEqualTo("about lunch");
    assertThat(outside.pushed).containsExactly("ring bob [b1]");
    bob.ask(new Ringing(started.callId())).join();
    assertThat(alice.heard).containsExactly(
        new Said(started.callId(), clock.nowMs(), new CallNotice.StateChanged("bob", LegState.RINGING, null)));
    Answer accepted = bob.ask(new Accept(started.callId())).join();
    assertThat(accepted.admitted()).isTrue();
    assertThat(heard(alice, Admitted.class)).hasSize(1);
    exchange.mediaArrived(started.callId(), "alice");
    exchange.mediaArrived(started.callId(), "bob");
    assertThat(exchange.users(List.of("alice", "carl")).join()).extracting(UserView::state, UserView::online)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(UserState.IN_CALL, true),
            org.assertj.core.groups.Tuple.tuple(UserState.IDLE, false));
    clock.pass(65_000);
    bob.ask(new HangUp(started.callId())).join();
    assertThat(exchange.calls().join()).isEmpty();
    assertThat(outside.rooms).containsExactly("admit alice", "admit bob", "admit alice", "dismiss bob", "dismiss alice", "close");
    Said ended = heard(alice, Said.class).getLast();
    assertThat(ended.notice()).isEqualTo(new CallNotice.Ended(LegState.ENDED, LegEnd.CALL_ENDED, clock.nowMs(), 65_000));
    CallRecord record = ((Recorded) alice.heard.getLast()).record();
    assertThat(record.talkedMs()).isEqualTo(65_000);
    assertThat(record.direction()).isEqualTo(CallRecord.Direction.OUT);
    assertThat(((Recorded) bob.heard.getLast()).record().connectedMs()).isEqualTo(record.connectedMs());
  }

  @Test
  void nothingIsSaidBeforeItIsDurable() {
    log.hold();
    CompletableFuture<Answer> started = alice.ask(CALL_BOB);
    CompletableFuture<List<CallView>> seen = exchange.calls();
    assertThat(started).isNotDone();
    assertThat(seen).isNotDone();
    assertThat(bob.heard).isEmpty();
    assertThat(outside.pushed).isEmpty();
    log.commit(1);
    assertThat(started).isCompleted();
    assertThat(seen.join()).hasSize(1);
    assertThat(heard(bob, Rings.class)).hasSize(1);
  }

  @Test
  void aRequestThatIsRepeatedIsDoneOnce() {
    Answer first = alice.ask("once", CALL_BOB).join();
    assertThat(alice.ask("once", CALL_BOB).join()).isEqualTo(first);
    assertRefused(alice.ask("once", start("carl")), CallRefusal.REQUEST_ID_REUSED);
    assertThat(exchange.calls().join()).hasSize(1);
    assertRefused(alice.ask("twice", start("carl")), CallRefusal.SESSION_EXIST);
    assertRefused(alice.ask("twice", start("carl")), CallRefusal.SESSION_EXIST);
  }

  @Test
  void aRequestIsRememberedByTheNextServer() {
    Answer first = alice.ask("once", CALL_BOB).join();
    rise();
    assertThat(alice.ask("once", CALL_BOB).join()).isEqualTo(first);
    assertRefused(alice.ask("once", start("carl")), CallRefusal.REQUEST_ID_REUSED);
  }

  /** The server is killed and begins again; its devices come back. */
  private void rise() {
    log.die(0);
    exchange = begin();
    alice.connect(exchange);
    bob.connect(exchange);
  }

  @Test
  void devicesResumeAfterTheServerDied() {
    String callId = talk();
    int before = alice.heard.size();
    clock.pass(10_000);
    rise();
    assertThat(alice.resumed).isEqualTo(1);
    assertThat(alice.heard).hasSize(before);
    clock.pass(40_000);
    alice.ask(new HangUp(callId)).join();
    Said ended = (Said) alice.heard.get(before);
    assertThat(ended.notice()).isInstanceOf(CallNotice.Ended.class);
    assertThat(heard(bob, Said.class).getLast().notice()).isEqualTo(new CallNotice.Ended(LegState.ENDED, LegEnd.CALL_ENDED, clock.nowMs(),
        50_000));
  }

  @Test
  void whoeverDoesNotComeBackIsLost() {
    talk();
    log.die(0);
    exchange = begin();
    alice.connect(exchange);
    clock.pass(30_000);
    assertThat(exchange.calls().join()).isEmpty();
    assertThat(heard(alice, Said.class).getLast().notice()).isInstanceOf(CallNotice.Ended.class);
    assertThat(log.durable().getLast().sessions()).containsExactly(new SessionChange.Ended(sessionOf("bob")));
  }

  private String sessionOf(String userId) {
    return log.durable().stream().flatMap(batch -> batch.sessions().stream())
        .filter(change -> change instanceof SessionChange.Opened opened && opened.device().userId().equals(userId))
        .map(change -> ((SessionChange.Opened) change).sessionId()).findFirst().orElseThrow();
  }

  @Test
  void aDeviceHearsWhatItMissedOnce() {
    bob.lose();
    String callId = ring();
    assertThat(outside.pushed).containsExactly("ring bob []");
    alice.ask(new HangUp(callId)).join();
    assertThat(bob.heard).isEmpty();
    bob.connect(exchange);
    assertThat(bob.resumed).isEqualTo(1);
    assertThat(bob.heard.getFirst()).isInstanceOf(Rings.class);
    assertThat(heard(bob, RingStopped.class)).containsExactly(new RingStopped(callId, RingStop.CALLED_OFF));
    assertThat(outside.pushed.getLast()).isEqualTo("stop bob CALLED_OFF");
  }

  @Test
  void whoComesBackTooLateBeginsAnew() {
    bob.lose();
    clock.pass(30_000);
    ring();
    bob.connect(exchange);
    assertThat(bob.resumed).isZero();
    assertThat(bob.welcome.ringing()).hasSize(1);
    assertThat(bob.heard).isEmpty();
  }

  @Test
  void anotherDeviceAnswers() {
    Handset tablet = new Handset("bob", "b2").connect(exchange);
    String callId = ring();
    tablet.ask(new Accept(callId)).join();
    assertThat(heard(bob, RingStopped.class)).containsExactly(new RingStopped(callId, RingStop.ANSWERED_ELSEWHERE));
    assertThat(heard(tablet, RingStopped.class)).isEmpty();
    assertRefused(bob.ask(new Accept(callId)), CallRefusal.ANSWERED_ELSEWHERE);
  }

  @Test
  void loggingOutLeavesTheCall() {
    String callId = talk();
    bob.logOut();
    assertThat(bob.closed).isEqualTo(SessionEnd.LOGGED_OUT);
    assertThat(exchange.calls().join()).isEmpty();
    assertRefused(alice.ask(new HangUp(callId)), CallRefusal.CALL_ID_INVALID);
  }

  @Test
  void signalsGoToTheOthersInTheCall() {
    String callId = talk();
    alice.ask(new Signal(callId, "camera", "off", List.of())).join();
    assertThat(bob.heard.getLast()).isEqualTo(new DeviceNotice.Signalled(callId, "alice", "camera", "off"));
    Handset carl = new Handset("carl", "c1").connect(exchange);
    assertRefused(carl.ask(new Signal(callId, "camera", "off", List.of())), CallRefusal.NOT_IN_CALL);
  }

  @Test
  void floodsAreRefused() {
    for (int i = 0; i < Pace.BURST; i++) {
      var _ = alice.ask(new Ringing("none"));
    }
    assertRefused(alice.ask(CALL_BOB), CallRefusal.TOO_MANY_REQUESTS);
    clock.pass(1_000);
    assertThat(alice.ask(CALL_BOB)).isCompleted();
  }

  @Test
  void aLogThatFailsTakesNothingBack() {
    String callId = ring();
    log.fail();
    assertRefused(bob.ask("r", new Accept(callId)), CallRefusal.SERVER_BUSY);
    assertThat(bob.closed).isEqualTo(SessionEnd.LOG_FAILED);
    alice.connect(exchange);
    bob.connect(exchange);
    assertThat(bob.resumed).isEqualTo(1);
    assertThat(bob.ask("r", new Accept(callId)).join().admitted()).isTrue();
  }

  @Test
  void badRequestsChangeNothing() {
    int before = log.durable().size();
    assertRefused(alice.ask(start("alice")), CallRefusal.USER_LIST_INVALID);
    assertRefused(alice.ask(start(new String[] {"bob", ""})), CallRefusal.USER_ID_INVALID);
    assertRefused(alice.ask(start(java.util.stream.IntStream.range(0, 10_000).mapToObj(i -> "u" + i).toArray(String[]::new))),
        CallRefusal.CALL_FULL);
    assertRefused(alice.ask(new Start(CallType.SINGLE, CallMedia.AUDIO, new JoinRule.Anyone(), List.of("bob"), 1L, "", "")),
        CallRefusal.PARAM_ERROR);
    assertRefused(alice.ask("x".repeat(65), CALL_BOB), CallRefusal.PARAM_ERROR);
    assertRefused(alice.ask(new Accept("none")), CallRefusal.CALL_ID_INVALID);
    assertThat(log.durable()).hasSize(before);
  }

  /** What rooms and push services are told. */
  private List<String> afterRinging(ExchangeSettings settings) {
    Exchange other = begin(settings);
    Handset caller = new Handset("ann", "a1").connect(other);
    Handset phone = new Handset("ben", "phone").connect(other);
    Handset tablet = new Handset("ben", "tablet").connect(other);
    String callId = caller.ask(start("ben")).join().callId();
    phone.ask(new Ringing(callId)).join();
    tablet.ask(new Ringing(callId)).join();
    tablet.ask(new Accept(callId)).join();
    assertRefused(phone.ask(new Ringing(callId)), CallRefusal.NOT_RINGING);
    String next = caller.ask(new HangUp(callId)).thenCompose(over -> caller.ask(start("ben"))).join().callId();
    phone.ask(new Ringing(next)).join();
    phone.ask(new HangUp(next)).join();
    String last = caller.ask(start("ben")).join().callId();
    phone.ask(new Ringing(last)).join();
    phone.logOut();
    clock.pass(60_000);
    return outside.rooms.stream().filter(line -> line.contains("ben")).toList();
  }

  @Test
  void devicesThatRingMayWaitUntilItIsDecided() {
    assertThat(afterRinging(new ExchangeSettings(CallTimes.DEFAULT, true, true))).containsExactly(
        "expect ben phone", "expect ben tablet", "admit ben", "dismiss ben", "expect ben phone",
        "dismiss waiting ben null", "expect ben phone", "dismiss waiting ben phone", "dismiss waiting ben null");
  }

  @Test
  void nobodyWaitsWhereThatIsNotWanted() {
    assertThat(afterRinging(ExchangeSettings.DEFAULT)).containsExactly("admit ben", "dismiss ben");
  }

  private static final class Heard implements CallRooms, PushSender {
    private final List<String> rooms = new java.util.ArrayList<>();
    private final List<String> pushed = new java.util.ArrayList<>();

    @Override
    public String pass(String appId, String callId, String userId) {
      return userId;
    }

    @Override
    public void admit(String appId, String callId, String userId, String deviceId) {
      rooms.add("admit " + userId);
    }

    @Override
    public void expect(String appId, String callId, String userId, String deviceId) {
      rooms.add("expect " + userId + " " + deviceId);
    }

    @Override
    public void dismissWaiting(String appId, String callId, String userId, @Nullable String deviceId) {
      rooms.add("dismiss waiting " + userId + " " + deviceId);
    }

    @Override
    public void dismiss(String appId, String callId, String userId) {
      rooms.add("dismiss " + userId);
    }

    @Override
    public void close(String appId, String callId) {
      rooms.add("close");
    }

    @Override
    public void ring(Ring ring) {
      pushed.add("ring " + ring.userId() + " " + ring.connectedDeviceIds());
    }

    @Override
    public void stop(String appId, String callId, String userId, RingStop why) {
      pushed.add("stop " + userId + " " + why);
    }
  }
}
