package io.ringcast.calls.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.LegEnd;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.PastCall;
import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.exchange.Answer;
import io.ringcast.calls.exchange.CallCommand;
import io.ringcast.calls.exchange.CallView;
import io.ringcast.calls.exchange.DeviceNotice;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.calls.exchange.LogBatch;
import io.ringcast.calls.exchange.Told;
import io.ringcast.calls.exchange.UserListener;
import io.ringcast.calls.support.HandClock;
import io.ringcast.calls.support.Handset;
import io.ringcast.calls.support.HeldLog;
import io.ringcast.calls.support.Quiet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Devices with a server that dies again and again, in virtual time: the server's own code on a log that keeps what it acknowledged and, by
 * chance, some whole batches more. By one seed.
 */
final class KillWorld {
  private static final String APP = "app";
  private static final int STEPS = 60;
  private static final int LIVES = 4;
  private static final int DOWN_MAX_MS = 20_000;
  /** Longer than the grace. */
  private static final int AWAY_MS = 40_000;
  private static final long LONG_ENOUGH_MS = 300_000;

  /** What calls did in the moments in which servers died. */
  enum Met { DIED, DIED_RINGING, DIED_CONNECTING, DIED_TALKING, UNHEARD_KEPT, UNHEARD_LOST, RESUMED, ASKED_AGAIN, LOST, TALKED }

  /** A request; the same one is asked again when its answer did not come. */
  private static final class Asked {
    private final Handset by;
    private final String id;
    private final CallCommand command;
    private CompletableFuture<Answer> answer;

    Asked(Handset by, String id, CallCommand command) {
      this.by = by;
      this.id = id;
      this.command = command;
      answer = by.ask(id, command);
    }

    void again() {
      answer = by.ask(id, command);
    }

    @Nullable Answer given() {
      return answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : null;
    }
  }

  final Map<Met, Integer> met = new EnumMap<>(Met.class);

  private final Random random;
  private final HandClock clock = new HandClock();
  private final HeldLog log = new HeldLog();
  private final Quiet outside = new Quiet();
  private final List<Handset> handsets = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Map<String, Answer> firstAnswers = new HashMap<>();
  /** When somebody did something that may have ended a call, or have had it begin to count. */
  private final Set<Long> moments = new HashSet<>();
  private Exchange exchange;
  private int requests;

  KillWorld(long seed) {
    random = new Random(seed);
    exchange = rise();
    log.hold();
    for (int i = 0; i < 3 + random.nextInt(3); i++) {
      handsets.add(new Handset("u" + i, "d"));
      if (random.nextInt(4) == 0) {
        handsets.add(new Handset("u" + i, "e"));
      }
    }
  }

  private Exchange rise() {
    return new Exchanges(ExchangeSettings.DEFAULT, new Exchanges.Ports(log, outside, outside, UserListener.NONE, clock, Runnable::run),
        RandomGenerator.of("L64X128MixRandom")).of(APP);
  }

  void play() {
    handsets.forEach(handset -> handset.connect(exchange));
    log.commit(Integer.MAX_VALUE);
    for (int life = 0; life < LIVES; life++) {
      int steps = 1 + random.nextInt(STEPS);
      for (int i = 0; i < steps; i++) {
        step();
      }
      die();
    }
    settle();
    check();
  }

  private void step() {
    clock.pass(random.nextInt(6) == 0 ? random.nextInt(8_000) : random.nextInt(300));
    Handset handset = any(handsets);
    if (!handset.connected()) {
      handset.connect(exchange);
    } else if (random.nextInt(40) == 0) {
      handset.lose();
    } else {
      act(handset);
    }
    if (random.nextInt(3) > 0) {
      log.commit(1 + random.nextInt(4));
    }
    note();
  }

  private void act(Handset handset) {
    String user = handset.device.userId();
    List<CallView> calls = calls();
    CallView ringing = find(calls, call -> state(call, user).waiting());
    CallView taken = find(calls, call -> state(call, user).active());
    int what = random.nextInt(10);
    if (taken != null && what < 4) {
      moments.add(clock.nowMs());
      exchange.mediaArrived(taken.callId(), user);
    } else if (taken != null && what < 6) {
      ask(handset, new CallCommand.HangUp(taken.callId()));
    } else if (taken != null && what < 7) {
      ask(handset, new CallCommand.Signal(taken.callId(), "app", "x" + requests, List.of()));
    } else if (ringing != null && what < 9) {
      ask(handset, what < 8 ? new CallCommand.Accept(ringing.callId()) : new CallCommand.Ringing(ringing.callId()));
    } else if (ringing != null) {
      ask(handset, new CallCommand.HangUp(ringing.callId()));
    } else {
      start(handset);
    }
  }

  private void start(Handset handset) {
    String user = handset.device.userId();
    List<String> others = handsets.stream().map(other -> other.device.userId()).distinct().filter(other -> !other.equals(user)).toList();
    boolean multi = random.nextInt(4) == 0;
    List<String> callees = multi ? others.subList(0, 1 + random.nextInt(others.size())) : List.of(any(others));
    ask(handset, new CallCommand.Start(multi ? CallType.MULTI : CallType.SINGLE, CallMedia.AUDIO, new JoinRule.InvitedOnly(), callees, null,
        "", ""));
  }

  private void ask(Handset handset, CallCommand command) {
    moments.add(clock.nowMs());
    asked.add(new Asked(handset, "q" + ++requests, command));
  }

  /** What the exchange decided, durable or not. */
  private List<CallView> calls() {
    CompletableFuture<List<CallView>> seen = exchange.calls();
    if (!seen.isDone()) {
      log.commit(Integer.MAX_VALUE);
    }
    return seen.join();
  }

  private static @Nullable CallView find(List<CallView> calls, Predicate<CallView> wanted) {
    return calls.stream().filter(wanted).findFirst().orElse(null);
  }

  private static LegState state(CallView call, String userId) {
    return call.parties().stream().filter(party -> party.userId().equals(userId)).map(CallView.Party::state)
        .findAny().orElse(LegState.IDLE);
  }

  /** Answers are what they were the first time. */
  private void note() {
    for (Asked request : asked) {
      Answer given = request.given();
      if (given != null) {
        Answer first = firstAnswers.putIfAbsent(request.id, given);
        assertThat(first == null ? given : first).as("answer of %s", request.id).isEqualTo(given);
      }
    }
  }

  /** With whatever waits for the log; some of it is durable and nobody heard of it. */
  private void die() {
    notePhases();
    actInTheLastMoment();
    note();
    int waiting = log.waiting();
    int kept = waiting == 0 ? 0 : random.nextInt(waiting + 1);
    count(Met.DIED, 1);
    count(Met.UNHEARD_KEPT, kept > 0 ? 1 : 0);
    count(Met.UNHEARD_LOST, kept < waiting ? 1 : 0);
    log.die(kept);
    clock.close();
    handsets.forEach(Handset::serverDied);
    clock.pass(random.nextInt(DOWN_MAX_MS));
    exchange = rise();
    log.commit(Integer.MAX_VALUE);
    moments.add(clock.nowMs());
    boolean somebodyStaysAway = random.nextInt(4) == 0;
    handsets.stream().filter(_ -> !somebodyStaysAway || random.nextInt(3) > 0).forEach(this::comeBack);
    asked.removeIf(request -> !request.answer.isDone() && !stillItself(request));
    asked.stream().filter(request -> !request.answer.isDone()).forEach(this::askAgain);
    log.commit(Integer.MAX_VALUE);
    note();
    returnToRooms();
    if (somebodyStaysAway) {
      pass(AWAY_MS);
    }
  }

  private void pass(long ms) {
    for (long passedMs = 0; passedMs < ms; passedMs += 1_000) {
      clock.pass(1_000);
      log.commit(Integer.MAX_VALUE);
    }
  }

  private void notePhases() {
    for (CallView call : calls()) {
      count(switch (call.phase()) {
        case RINGING -> Met.DIED_RINGING;
        case ANSWERED -> Met.DIED_CONNECTING;
        case TALKING -> Met.DIED_TALKING;
        case OVER -> Met.DIED;
      }, 1);
    }
  }

  private void actInTheLastMoment() {
    List<CallView> calls = calls();
    for (int i = 0; i < random.nextInt(4); i++) {
      Handset handset = any(handsets);
      CallView call = calls.isEmpty() ? null : any(calls);
      if (handset.connected() && call != null) {
        ask(handset, random.nextBoolean() ? new CallCommand.HangUp(call.callId()) : new CallCommand.Accept(call.callId()));
      } else if (handset.connected()) {
        start(handset);
      }
    }
  }

  /** Who was welcomed before goes on where it was, unless its time was over. */
  private void comeBack(Handset handset) {
    int resumed = handset.resumed;
    boolean known = handset.sessionId != null && isOpen(handset.sessionId);
    handset.connect(exchange);
    log.commit(Integer.MAX_VALUE);
    assertThat(handset.resumed - resumed).as("%s goes on", handset.device).isEqualTo(known ? 1 : 0);
    count(Met.RESUMED, known ? 1 : 0);
  }

  private boolean isOpen(String sessionId) {
    return log.recall(APP).sessions().stream().anyMatch(session -> session.opened().sessionId().equals(sessionId));
  }

  /** A device whose session is another one now has other requests. */
  private static boolean stillItself(Asked request) {
    return request.by.connected() && !request.by.begunAnew;
  }

  private void askAgain(Asked request) {
    count(Met.ASKED_AGAIN, 1);
    moments.add(clock.nowMs());
    request.again();
  }

  /** The rooms are empty after a restart; some clients' media come back. */
  private void returnToRooms() {
    for (CallView call : calls()) {
      for (CallView.Party party : call.parties()) {
        if (party.state().active() && call.phase() != Call.Phase.RINGING && isConnected(party.userId()) && random.nextInt(5) > 0) {
          moments.add(clock.nowMs());
          exchange.entered(call.callId(), party.userId());
          exchange.mediaArrived(call.callId(), party.userId());
        }
      }
    }
    log.commit(Integer.MAX_VALUE);
  }

  private boolean isConnected(String userId) {
    return handsets.stream().anyMatch(handset -> handset.device.userId().equals(userId) && handset.connected());
  }

  /** Everybody comes back, hears what it missed, and leaves; time does the rest. */
  private void settle() {
    for (Handset handset : handsets) {
      if (!handset.connected()) {
        handset.connect(exchange);
        log.commit(Integer.MAX_VALUE);
      }
      CallView taken = find(calls(), call -> state(call, handset.device.userId()).active());
      if (taken != null && random.nextInt(3) > 0) {
        ask(handset, new CallCommand.HangUp(taken.callId()));
      }
    }
    log.commit(Integer.MAX_VALUE);
    for (long passedMs = 0; passedMs < LONG_ENOUGH_MS; passedMs += 1_000) {
      clock.pass(1_000);
      log.commit(Integer.MAX_VALUE);
      leaveOneByOne(passedMs);
    }
    note();
  }

  private void leaveOneByOne(long passedMs) {
    if (passedMs % 10_000 == 0) {
      for (CallView call : calls()) {
        call.parties().stream().filter(party -> party.state().active()).findFirst().ifPresent(party ->
            handsets.stream().filter(handset -> handset.device.userId().equals(party.userId())).findFirst().ifPresent(handset ->
                ask(handset, new CallCommand.HangUp(call.callId()))));
      }
      log.commit(Integer.MAX_VALUE);
    }
  }

  private void check() {
    assertThat(calls()).as("nobody is stuck").isEmpty();
    assertThat(asked).as("everybody got an answer").allMatch(request -> request.answer.isDone());
    checkWhatWasHeard();
    checkStarts();
    Map<String, List<CallEntry>> entries = new HashMap<>();
    for (LogBatch batch : log.durable()) {
      batch.entries().forEach(entry -> entries.computeIfAbsent(entry.callId(), _ -> new ArrayList<>()).add(entry));
    }
    Set<String> ended = new HashSet<>();
    for (LogBatch batch : log.durable()) {
      for (PastCall call : batch.closed()) {
        assertThat(ended.add(call.callId())).as("%s ends once", call.callId()).isTrue();
        checkRecord(call, entries.getOrDefault(call.callId(), List.of()));
      }
    }
    assertThat(ended).as("each call ended").isEqualTo(entries.keySet());
  }

  /** A device has heard all that its session was told: nothing twice, nothing else, in this order. */
  private void checkWhatWasHeard() {
    for (Handset handset : handsets) {
      List<DeviceNotice> told = log.durable().stream().flatMap(batch -> batch.told().stream())
          .filter(one -> one.sessionId().equals(handset.sessionId)).map(Told::notice).toList();
      assertThat(handset.heard).as("what %s heard", handset.device).isEqualTo(told);
    }
  }

  /** However often a start was asked for, it was done once. */
  private void checkStarts() {
    List<String> started = log.durable().stream().flatMap(batch -> batch.entries().stream())
        .filter(entry -> entry.event() instanceof CallEvent.Started).map(CallEntry::callId).toList();
    assertThat(started).doesNotHaveDuplicates();
    assertThat(log.durable().stream().flatMap(batch -> batch.answered().stream()).map(one -> one.sessionId() + " " + one.requestId()))
        .as("requests that were done").doesNotHaveDuplicates();
    for (Asked request : asked) {
      Answer given = request.given();
      if (request.command instanceof CallCommand.Start && given != null) {
        assertThat(started).as("the call of %s", request.id).contains(given.callId());
      }
    }
  }

  /** What both sides' records say is what happened, and when. */
  private void checkRecord(PastCall call, List<CallEntry> entries) {
    assertThat(call.startedMs()).isEqualTo(entries.getFirst().atMs());
    assertThat(call.endedMs()).isEqualTo(entries.getLast().atMs());
    assertThat(moments).as("when %s was started", call.callId()).contains(call.startedMs());
    if (call.connectedMs() != Leg.NOT_YET) {
      count(Met.TALKED, 1);
      assertThat(moments).as("when %s began to count", call.callId()).contains(call.connectedMs());
    }
    for (int place = 0; place < call.parts().size(); place++) {
      PastCall.Part part = call.parts().get(place);
      count(Met.LOST, part.end() == LegEnd.LOST ? 1 : 0);
      assertThat(part.state().over()).isTrue();
      if (call.type() == CallType.SINGLE && call.connectedMs() != Leg.NOT_YET) {
        assertThat(part.talkedMs()).as("equal times on both sides").isEqualTo(call.endedMs() - call.connectedMs());
        assertThat(part.connectedMs()).isEqualTo(call.connectedMs());
      }
      checkHeard(call, place);
    }
  }

  /** The device that saw the end saw the record's numbers. */
  private void checkHeard(PastCall call, int place) {
    PastCall.Part part = call.parts().get(place);
    for (Handset handset : handsets) {
      if (handset.device.userId().equals(part.userId())) {
        for (DeviceNotice notice : handset.heard) {
          if (notice instanceof DeviceNotice.Recorded(var record) && record.callId().equals(call.callId())) {
            assertThat(record).isEqualTo(call.record(place));
          }
          if (notice instanceof DeviceNotice.Said(String callId, long _, CallNotice.Connected(long connectedMs))
              && callId.equals(call.callId())) {
            assertThat(connectedMs).isEqualTo(call.connectedMs());
          }
        }
      }
    }
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void count(Met what, int times) {
    met.merge(what, times, Integer::sum);
  }
}
