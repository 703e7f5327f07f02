package io.ringcast.calls.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallEffect;
import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.call.CallTimes;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.CallTask;
import io.ringcast.calls.desk.CallWish;
import io.ringcast.calls.desk.Decision;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.desk.Switchboard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Users who call, answer, leave, get lost and ask for what they may not, by one seed; each step is looked at for what must always hold. */
final class CallWorld {
  private static final int STEPS = 400;
  private static final Set<String> GROUPS = Set.of("choir");

  /** How often what was worth meeting was met. */
  enum Met { STARTED, REFUSED, CROSSED, FORSAKEN, GREW, SWITCHED, TALKED, LOST, TIMED_OUT, CRASHED, BLOCKED, BUSY, FREED, REJOINED }

  final Map<Met, Integer> met = new TreeMap<>();

  private final Random random;
  private final List<String> users;
  private final Map<String, Habits> habits = new HashMap<>();
  private final List<CallEntry> log = new ArrayList<>();
  /** Whose devices ring, per call. */
  private final Map<String, Set<String>> ringing = new HashMap<>();
  /** Who was let into which room. */
  private final Map<String, Set<String>> admitted = new HashMap<>();
  private final Set<String> closed = new HashSet<>();
  private Switchboard desk = new Switchboard();
  private long nowMs = 1_000_000;
  private int lastCall;

  CallWorld(long seed) {
    random = new Random(seed);
    users = new ArrayList<>();
    for (int i = 0; i < 3 + random.nextInt(7); i++) {
      users.add("u" + i);
    }
  }

  void play() throws CallRefusedException {
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    endAll();
  }

  private void step() throws CallRefusedException {
    nowMs += random.nextInt(12) == 0 ? random.nextInt(30_000) : random.nextInt(500);
    letTimePass();
    String before = picture(desk);
    try {
      take(act());
    } catch (CallRefusedException refused) {
      count(Met.REFUSED);
      assertThat(picture(desk)).as("after %s", refused.refusal()).isEqualTo(before);
    }
    if (random.nextInt(80) == 0) {
      crash();
    }
    check();
  }

  private Decision act() throws CallRefusedException {
    String call = anyCall();
    String user = any(users);
    String waiting = oneOf(call, LegState::waiting);
    String active = oneOf(call, LegState::active);
    int device = random.nextInt(2);
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> start(user, user + "/" + device);
      case 3, 4 -> desk.on(call, new CallEvent.Rang(waiting), nowMs);
      case 5, 6, 7 -> desk.accept(call, waiting, waiting + "/" + device, nowMs);
      case 8 -> desk.on(call, new CallEvent.HungUp(user, user + "/" + device), nowMs);
      case 9 -> desk.invite(call, active, some(1 + random.nextInt(3)), nowMs);
      case 10 -> desk.join(call, user, user + "/" + device, random.nextBoolean() ? GROUPS : Set.of(), nowMs);
      case 11, 12 -> desk.on(call, new CallEvent.EnteredRoom(active), nowMs);
      case 13, 14 -> desk.on(call, new CallEvent.MediaArrived(active), nowMs);
      case 15 -> desk.on(call, random.nextInt(4) == 0 ? new CallEvent.DeviceGone(active) : new CallEvent.DeviceBack(active), nowMs);
      case 16, 17 -> desk.askSwitch(call, active, random.nextBoolean() ? CallMedia.AUDIO : CallMedia.VIDEO, nowMs);
      case 18 -> random.nextBoolean()
          ? desk.on(call, new CallEvent.SwitchAnswered(active, 1 + random.nextInt(2), random.nextBoolean()), nowMs)
          : desk.on(call, new CallEvent.SwitchWithdrawn(active, 1 + random.nextInt(2)), nowMs);
      default -> changeHabits(user, call);
    };
  }

  /** Mostly somebody in a call for whom something makes sense; sometimes anybody. */
  private String oneOf(String callId, Predicate<LegState> wanted) {
    Call call = desk.call(callId);
    List<String> fit = call == null
        ? List.of()
        : call.legs().stream().filter(leg -> wanted.test(leg.state())).map(Leg::userId).toList();
    return fit.isEmpty() || random.nextInt(8) == 0 ? any(users) : any(fit);
  }

  private Decision changeHabits(String user, String call) throws CallRefusedException {
    Habits wanted = new Habits(random.nextBoolean(), random.nextInt(5) == 0, random.nextInt(3) == 0 ? Set.copyOf(some(2)) : Set.of());
    habits.put(user, wanted);
    desk.setHabits(user, wanted);
    return desk.on(random.nextInt(10) == 0 ? call : "none", new CallEvent.EndedByApi(), nowMs);
  }

  private Decision start(String user, String device) throws CallRefusedException {
    CallType type = random.nextInt(3) == 0 ? CallType.MULTI : CallType.SINGLE;
    JoinRule rule = switch (random.nextInt(3)) {
      case 0 -> new JoinRule.InvitedOnly();
      case 1 -> new JoinRule.MembersOf("choir");
      default -> new JoinRule.Anyone();
    };
    List<String> others = some(type == CallType.MULTI ? 1 + random.nextInt(4) : random.nextInt(8) == 0 ? 2 : 1);
    CallMedia media = random.nextBoolean() ? CallMedia.AUDIO : CallMedia.VIDEO;
    String callId = "c" + ++lastCall;
    Decision decision = desk.start(
        callId, user, device, new CallWish(type, media, rule, CallTimes.DEFAULT, random.nextBoolean(), others, "", ""), nowMs);
    count(decision.callId().equals(callId) ? Met.STARTED : Met.CROSSED);
    return decision;
  }

  private void letTimePass() throws CallRefusedException {
    for (Decision decision : desk.onDeadline(nowMs)) {
      count(Met.TIMED_OUT);
      take(decision);
    }
    assertThat(desk.nextDeadlineMs()).as("what was due is done").isGreaterThan(nowMs);
  }

  /** Does what a decision wants, as the edge would. */
  private void take(Decision decision) {
    log.addAll(decision.entries());
    decision.entries().forEach(this::note);
    decision.tasks().forEach(this::follow);
    decision.closed().forEach(this::close);
  }

  private void note(CallEntry entry) {
    switch (entry.event()) {
      case CallEvent.Forsook _ -> count(Met.FORSAKEN);
      case CallEvent.LineFreed _ -> count(Met.FREED);
      case CallEvent.Joined _ -> count(Met.REJOINED);
      default -> { }
    }
  }

  private void follow(CallTask task) {
    Set<String> rings = ringing.computeIfAbsent(task.callId(), _ -> new TreeSet<>());
    Set<String> room = admitted.computeIfAbsent(task.callId(), _ -> new TreeSet<>());
    assertThat(closed).as("nothing comes after the end").doesNotContain(task.callId());
    switch (task.effect()) {
      case CallEffect.Ring(String user, String from) -> {
        assertThat(rings.add(user)).as("%s rings once", user).isTrue();
        assertThat(habits.getOrDefault(user, Habits.DEFAULT).doNotDisturb()).as("%s is not disturbed", user).isFalse();
      }
      case CallEffect.StopRinging stop -> {
        assertThat(rings.remove(stop.userId())).as("%s rang", stop.userId()).isTrue();
      }
      case CallEffect.Admit admit -> room.add(admit.userId());
      case CallEffect.Dismiss dismiss -> assertThat(room.remove(dismiss.userId())).as("%s was in", dismiss.userId()).isTrue();
      case CallEffect.Tell tell -> told(tell.notice());
      case CallEffect.Close _ -> {
        assertThat(rings).as("still ringing").isEmpty();
        assertThat(room).as("still in the room").isEmpty();
        closed.add(task.callId());
      }
    }
  }

  private void told(CallNotice notice) {
    switch (notice) {
      case CallNotice.TypeChanged _ -> count(Met.GREW);
      case CallNotice.MediaChanged _ -> count(Met.SWITCHED);
      case CallNotice.Connected _ -> count(Met.TALKED);
      case CallNotice.Ended ended -> {
        switch (ended.end()) {
          case LOST -> count(Met.LOST);
          case BUSY -> count(Met.BUSY);
          default -> { }
        }
      }
      default -> { }
    }
  }

  private void close(Call call) {
    assertThat(call.endReason()).isNotNull();
    assertThat(closed).as("closed by a task").contains(call.callId());
    long talkers = call.legs().stream().filter(leg -> leg.firstConnectedMs() != Leg.NOT_YET).count();
    assertThat(talkers).as("nobody talks alone").isNotEqualTo(1);
    for (Leg leg : call.legs()) {
      assertThat(leg.state().over()).as("%s is over", leg.userId()).isTrue();
      assertThat(leg.leftMs()).isBetween(leg.invitedMs(), call.endedMs());
      if (leg.connectedMs() != Leg.NOT_YET) {
        assertThat(leg.connectedMs()).isBetween(Math.max(call.connectedMs(), leg.acceptedMs()), leg.leftMs());
      }
    }
    if (call.type() == CallType.SINGLE && call.connectedMs() != Leg.NOT_YET) {
      List<Leg> two = call.legs().stream().filter(leg -> leg.connectedMs() != Leg.NOT_YET).toList();
      assertThat(two).hasSize(2);
      assertThat(two).allMatch(leg -> leg.talkedMs(nowMs) == call.endedMs() - call.connectedMs(), "equal times on both sides");
    }
  }

  private void check() {
    Map<String, String> taken = new HashMap<>();
    for (Call call : desk.calls()) {
      assertThat(call.phase()).isNotEqualTo(Call.Phase.OVER);
      for (Leg leg : call.legs()) {
        if (leg.state().active()) {
          assertThat(taken.put(leg.userId(), call.callId())).as("%s takes part in two calls", leg.userId()).isNull();
        }
      }
      long active = call.legs().stream().filter(leg -> leg.state().active()).count();
      if (call.phase() != Call.Phase.RINGING && call.type() == CallType.SINGLE) {
        assertThat(active).as("a call between two").isEqualTo(2);
      }
      assertThat(active).isBetween(1L, (long) call.media().places());
      Set<String> rings = ringing.getOrDefault(call.callId(), Set.of());
      for (Leg leg : call.legs()) {
        assertThat(rings.contains(leg.userId())).as("%s rings", leg.userId()).isEqualTo(leg.state().waiting() && leg.knows());
        assertThat(desk.ringing(leg.userId()).contains(call)).isEqualTo(leg.state().waiting() && leg.knows());
        if (leg.state().waiting() && !leg.knows()) {
          count(Met.BLOCKED);
        }
      }
    }
    for (String user : users) {
      Call call = desk.taken(user);
      assertThat(call == null ? null : call.callId()).isEqualTo(taken.get(user));
    }
  }

  /** A server that dies has nothing but what was written down. */
  private void crash() throws CallRefusedException {
    count(Met.CRASHED);
    Switchboard risen = new Switchboard();
    for (CallEntry entry : log) {
      risen.replay(entry);
    }
    habits.forEach(risen::setHabits);
    assertThat(picture(risen)).isEqualTo(picture(desk));
    assertThat(risen.nextDeadlineMs()).isEqualTo(desk.nextDeadlineMs());
    desk = risen;
  }

  /** Everybody leaves, and time does the rest. */
  private void endAll() throws CallRefusedException {
    for (String user : users) {
      Call call = desk.taken(user);
      if (call != null) {
        take(desk.on(call.callId(), new CallEvent.HungUp(user, user + "/0"), nowMs));
      }
    }
    while (desk.nextDeadlineMs() != Long.MAX_VALUE) {
      nowMs = desk.nextDeadlineMs();
      letTimePass();
    }
    assertThat(desk.calls()).isEmpty();
    check();
  }

  private static String picture(Switchboard desk) {
    StringBuilder calls = new StringBuilder();
    for (Call call : desk.calls()) {
      calls.append(call.callId()).append(' ').append(call.type()).append(' ').append(call.media()).append(' ').append(call.phase())
          .append(' ').append(call.connectedMs());
      for (Leg leg : call.legs()) {
        calls.append(' ').append(leg.userId()).append('=').append(leg.state()).append('@').append(leg.invitedMs()).append('/')
            .append(leg.acceptedMs()).append('/').append(leg.connectedMs()).append('/').append(leg.deviceId());
      }
      calls.append('\n');
    }
    return calls.toString();
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String anyCall() {
    List<Call> calls = List.copyOf(desk.calls());
    return calls.isEmpty() || random.nextInt(30) == 0 ? "none" : any(calls).callId();
  }

  private List<String> some(int count) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(any(users));
    }
    return some;
  }

  private void count(Met what) {
    met.merge(what, 1, Integer::sum);
  }
}
