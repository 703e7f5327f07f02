package io.ringcast.calls.desk;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallEffect;
import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.Invitee;
import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.Reach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All calls of one app, and what one of them means for another: who is busy, who answers by ending another call, and two who ring each
 * other. It knows no clock, thread or network, and has one owner.
 *
 * <p>Each command is refused, or comes to a {@link Decision}. The entries of all decisions, given to {@link #replay} in their order, make
 * the same calls again.
 */
public final class Switchboard {
  private final Map<String, Call> calls = new LinkedHashMap<>();
  private final Map<String, Habits> habits = new HashMap<>();
  private final Lines lines = new Lines();
  private final Deadlines deadlines = new Deadlines();

  /** Every call that is not over. */
  public Collection<Call> calls() {
    return Collections.unmodifiableCollection(calls.values());
  }

  public @Nullable Call call(String callId) {
    return calls.get(callId);
  }

  /** The call that a user takes part in, null when it takes part in none. */
  public @Nullable Call taken(String userId) {
    return lines.taken(userId);
  }

  /** The calls that wait for a user's answer, as far as the user knows of them. */
  public List<Call> ringing(String userId) {
    return lines.asked(userId).stream().filter(call -> call.isKnownTo(userId)).toList();
  }

  public UserState state(String userId) {
    Call taken = lines.taken(userId);
    if (taken == null) {
      return UserState.IDLE;
    }
    return taken.stateOf(userId) == LegState.CALLING ? UserState.CALLING : UserState.IN_CALL;
  }

  /** Says how a user wants to be called from now on. */
  public void setHabits(String userId, Habits wanted) {
    if (wanted.equals(Habits.DEFAULT)) {
      habits.remove(userId);
    } else {
      habits.put(userId, wanted);
    }
  }

  public Habits habits(String userId) {
    return habits.getOrDefault(userId, Habits.DEFAULT);
  }

  /** Running calls that a user took part in, or was asked into, and may come back to. */
  public List<Call> open(String userId) {
    return calls.values().stream()
        .filter(call -> call.type() == CallType.MULTI && call.phase() != Call.Phase.RINGING && call.isKnownTo(userId)
            && call.stateOf(userId).over())
        .toList();
  }

  /** When {@link #onDeadline} is due. */
  public long nextDeadlineMs() {
    return deadlines.nextMs();
  }

  /**
   * Starts a call. When it is to one who rings this user at the moment, between two, it answers that call instead.
   *
   * @param callId of the new call; no other call had it
   */
  public Decision start(String callId, String userId, String deviceId, CallWish wish, long nowMs) throws CallRefusedException {
    if (calls.containsKey(callId)) {
      throw new CallRefusedException(CallRefusal.CALL_ID_INVALID, "There is a call %s.".formatted(callId));
    }
    requireOthers(userId, wish.userIds());
    Call crossing = crossing(userId, wish);
    if (crossing != null) {
      return accept(crossing.callId(), userId, deviceId, nowMs);
    }
    Call taken = lines.taken(userId);
    if (taken != null) {
      throw new CallRefusedException(CallRefusal.SESSION_EXIST, "You take part in the call %s; hang up first.".formatted(taken.callId()));
    }
    List<Invitee> invitees = reach(userId, wish.userIds());
    Work work = new Work(callId, nowMs);
    work.apply(callId, new CallEvent.Started(
        userId, deviceId, wish.type(), wish.media(), wish.joinRule(), wish.times(), wish.connectsOnMedia(), invitees,
        wish.extra(), wish.push()));
    return work.decision();
  }

  private static void requireOthers(String userId, List<String> others) throws CallRefusedException {
    Set<String> seen = new HashSet<>(others);
    if (others.isEmpty() || seen.size() != others.size() || seen.contains(userId)) {
      throw new CallRefusedException(CallRefusal.USER_LIST_INVALID, "Name one or more others, each once, and not yourself.");
    }
  }

  /** The call between two in which the one whom a user wants to call rings that user. */
  private @Nullable Call crossing(String userId, CallWish wish) {
    if (wish.type() != CallType.SINGLE || wish.userIds().size() != 1) {
      return null;
    }
    Call other = lines.taken(wish.userIds().getFirst());
    boolean crosses = other != null && other.type() == CallType.SINGLE && other.phase() == Call.Phase.RINGING
        && lines.taken(userId) == null && other.stateOf(userId).waiting() && other.isKnownTo(userId);
    return crosses ? other : null;
  }

  private List<Invitee> reach(String callerId, List<String> userIds) {
    return userIds.stream().map(userId -> new Invitee(userId, reach(callerId, userId))).toList();
  }

  private Reach reach(String callerId, String userId) {
    Habits wanted = habits(userId);
    if (wanted.blocked().contains(callerId)) {
      return Reach.BLOCKING;
    }
    if (wanted.doNotDisturb()) {
      return Reach.QUIET;
    }
    if (lines.taken(userId) == null) {
      return Reach.FREE;
    }
    return wanted.callWaiting() ? Reach.BUSY_WAITING : Reach.BUSY;
  }

  /** Answers a call; the one that the user takes part in until now goes on without. */
  public Decision accept(String callId, String userId, String deviceId, long nowMs) throws CallRefusedException {
    return take(callId, userId, new CallEvent.Accepted(userId, deviceId), nowMs);
  }

  /** Joins a running call, asked or not. */
  public Decision join(String callId, String userId, String deviceId, Set<String> groups, long nowMs) throws CallRefusedException {
    if (!named(callId).isOpenTo(userId, groups)) {
      throw new CallRefusedException(CallRefusal.JOINING_NOT_ALLOWED, "Only who was invited may join the call %s.".formatted(callId));
    }
    return take(callId, userId, new CallEvent.Joined(userId, deviceId), nowMs);
  }

  private Decision take(String callId, String userId, CallEvent event, long nowMs) throws CallRefusedException {
    Call left = lines.taken(userId);
    Work work = new Work(callId, nowMs);
    work.apply(callId, event);
    if (left != null && !left.callId().equals(callId)) {
      work.apply(left.callId(), new CallEvent.Forsook(userId));
    }
    return work.decision();
  }

  public Decision invite(String callId, String userId, List<String> others, long nowMs) throws CallRefusedException {
    requireOthers(userId, others);
    return on(callId, new CallEvent.Invited(userId, reach(userId, others)), nowMs);
  }

  public Decision askSwitch(String callId, String userId, CallMedia media, long nowMs) throws CallRefusedException {
    return on(callId, new CallEvent.SwitchAsked(userId, media), nowMs);
  }

  /** Brings an event to a call that concerns no other. */
  public Decision on(String callId, CallEvent event, long nowMs) throws CallRefusedException {
    Work work = new Work(callId, nowMs);
    work.apply(callId, event);
    return work.decision();
  }

  /** Lets time pass for the calls that wait for it; empty when none does. */
  public List<Decision> onDeadline(long nowMs) throws CallRefusedException {
    List<Decision> decisions = new ArrayList<>();
    for (String callId : deadlines.due(nowMs)) {
      if (calls.containsKey(callId)) {
        decisions.add(on(callId, new CallEvent.TimePassed(), nowMs));
      }
    }
    return decisions;
  }

  /** Does again what was written down; nothing of it is done outside. */
  public void replay(CallEntry entry) throws CallRefusedException {
    bring(entry.callId(), entry.event(), entry.atMs());
  }

  /** The one way in which a call changes. */
  private Brought bring(String callId, CallEvent event, long nowMs) throws CallRefusedException {
    Call call = event instanceof CallEvent.Started started ? new Call(callId, started, nowMs) : named(callId);
    List<CallEffect> effects = call.on(event, nowMs);
    if (call.phase() == Call.Phase.OVER) {
      calls.remove(callId);
    } else {
      calls.put(callId, call);
    }
    call.legs().forEach(leg -> lines.update(call, leg));
    deadlines.update(call, nowMs);
    return new Brought(call, effects);
  }

  private Call named(String callId) throws CallRefusedException {
    Call call = calls.get(callId);
    if (call == null) {
      throw new CallRefusedException(CallRefusal.CALL_ID_INVALID, "There is no call %s; it may be over.".formatted(callId));
    }
    return call;
  }

  private record Brought(Call call, List<CallEffect> effects) {}

  /** One command on its way to a decision. */
  private final class Work {
    private final String callId;
    private final long nowMs;
    private final List<CallEntry> entries = new ArrayList<>();
    private final List<CallTask> tasks = new ArrayList<>();
    private final List<Call> connected = new ArrayList<>();
    private final List<Call> closed = new ArrayList<>();

    Work(String callId, long nowMs) {
      this.callId = callId;
      this.nowMs = nowMs;
    }

    /** Brings an event to a call, and tells the other calls of those whose line it freed. */
    void apply(String to, CallEvent event) throws CallRefusedException {
      List<String> takers = takers(to);
      boolean talked = isTalking(calls.get(to));
      Brought brought = bring(to, event, nowMs);
      entries.add(new CallEntry(to, nowMs, event));
      brought.effects().forEach(effect -> tasks.add(new CallTask(to, effect)));
      if (!talked && isTalking(brought.call())) {
        connected.add(brought.call());
      }
      if (brought.call().phase() == Call.Phase.OVER) {
        closed.add(brought.call());
      }
      for (String userId : takers) {
        if (lines.taken(userId) == null) {
          freeLine(userId);
        }
      }
    }

    private static boolean isTalking(@Nullable Call call) {
      return call != null && call.phase() == Call.Phase.TALKING;
    }

    private List<String> takers(String id) {
      Call call = calls.get(id);
      return call == null
          ? List.of()
          : call.legs().stream().filter(leg -> leg.state().active()).map(Leg::userId).toList();
    }

    private void freeLine(String userId) throws CallRefusedException {
      for (Call asked : List.copyOf(lines.asked(userId))) {
        if (asked.stateOf(userId).onBusyLine()) {
          apply(asked.callId(), new CallEvent.LineFreed(userId));
        }
      }
    }

    Decision decision() {
      return new Decision(callId, entries, tasks, connected, closed);
    }
  }
}
