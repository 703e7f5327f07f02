package io.ringcast.calls.call;

import io.ringcast.calls.call.CallEffect.Admit;
import io.ringcast.calls.call.CallEffect.Close;
import io.ringcast.calls.call.CallEffect.Dismiss;
import io.ringcast.calls.call.CallEffect.Ring;
import io.ringcast.calls.call.CallEffect.StopRinging;
import io.ringcast.calls.call.CallEffect.Tell;
import io.ringcast.calls.call.CallEvent.Started;
import io.ringcast.calls.call.CallNotice.StateChanged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call. {@link #on} is all that changes it; the same events make the same call. It knows no clock, thread or network; of users it
 * knows what its events say.
 *
 * <pre>
 *   phase       on                                            to          with
 *   RINGING     somebody answers                              ANSWERED    caller and answerer connect
 *   RINGING     the caller is over, or nobody is waiting      OVER        the others are called off
 *   ANSWERED    two are there: heard, or in the room, muted   TALKING     the timer begins
 *   ANSWERED,   fewer than two take part in a SINGLE call     OVER
 *   TALKING     nobody takes part in a MULTI call             OVER
 *   ANSWERED,   a third one takes part in a SINGLE call       the same    it is MULTI from now on
 *   TALKING
 *   any         ended by the back end                         OVER
 * </pre>
 *
 * <p>What each participant goes through stands at {@link Leg}.
 */
public final class Call {
  /** How far a call is. */
  public enum Phase { RINGING, ANSWERED, TALKING, OVER }

  private final String callId;
  private final Started terms;
  private final long startedMs;
  private final Legs legs = new Legs();
  private final MediaSwitch mediaSwitch = new MediaSwitch();
  private final List<CallEffect> effects = new ArrayList<>();
  private Phase phase = Phase.RINGING;
  private CallType type;
  private CallMedia media;
  private long connectedMs = Leg.NOT_YET;
  private long endedMs = Leg.NOT_YET;
  private @Nullable EndReason endReason;
  private @Nullable LegEnd lastEnd;

  /** A call that nothing has happened to; its first event is {@code terms}. */
  public Call(String callId, Started terms, long nowMs) {
    this.callId = callId;
    this.terms = terms;
    startedMs = nowMs;
    type = terms.type();
    media = terms.media();
  }

  public String callId() {
    return callId;
  }

  public Phase phase() {
    return phase;
  }

  public CallType type() {
    return type;
  }

  public CallMedia media() {
    return media;
  }

  public String callerId() {
    return terms.callerId();
  }

  /** What the app tells those who are called. */
  public String extra() {
    return terms.extra();
  }

  /** What the app wants pushed to devices that are not connected. */
  public String push() {
    return terms.push();
  }

  public @Nullable SwitchRequest pendingSwitch() {
    return mediaSwitch.pending();
  }

  /** When it stops ringing for a user by itself; {@link Leg#NOT_YET} where it does not ring. */
  public long ringsUntilMs(String userId) {
    Leg leg = legs.of(userId);
    return leg != null && leg.rings() ? leg.invitedMs() + terms.times().ringMs() : Leg.NOT_YET;
  }

  public long startedMs() {
    return startedMs;
  }

  public long connectedMs() {
    return connectedMs;
  }

  public long endedMs() {
    return endedMs;
  }

  public @Nullable EndReason endReason() {
    return endReason;
  }

  public Collection<Leg> legs() {
    return legs.all();
  }

  public @Nullable Leg leg(String userId) {
    return legs.of(userId);
  }

  /** Where a user is in this call, as it sees it itself. */
  public LegState stateOf(String userId) {
    Leg leg = legs.of(userId);
    return leg == null ? LegState.IDLE : leg.state();
  }

  public boolean isKnownTo(String userId) {
    Leg leg = legs.of(userId);
    return leg != null && leg.knows();
  }

  /** Whether somebody may join without being asked now. */
  public boolean isOpenTo(String userId, Set<String> groups) {
    if (isKnownTo(userId)) {
      return true;
    }
    return switch (terms.joinRule()) {
      case JoinRule.InvitedOnly _ -> false;
      case JoinRule.MembersOf(String group) -> groups.contains(group);
      case JoinRule.Anyone _ -> true;
    };
  }

  /** When {@link CallEvent.TimePassed} is due. */
  public long nextDeadlineMs(long nowMs) {
    long deadlineMs = mediaSwitch.nextDeadlineMs();
    for (Leg leg : legs.all()) {
      deadlineMs = Math.min(deadlineMs, leg.nextDeadlineMs(terms.connectsOnMedia(), terms.times(), nowMs));
    }
    return deadlineMs;
  }

  /** Takes an event, and returns what is to be done; a refused one has changed nothing. */
  public List<CallEffect> on(CallEvent event, long nowMs) throws CallRefusedException {
    if (phase == Phase.OVER) {
      throw new CallRefusedException(CallRefusal.CALL_OVER, "This call is over.");
    }
    effects.clear();
    switch (event) {
      case Started _ -> start(nowMs);
      case CallEvent.Rang(String userId) -> ring(userId, nowMs);
      case CallEvent.Accepted(String userId, String deviceId) -> accept(userId, deviceId, nowMs);
      case CallEvent.HungUp(String userId, String deviceId) -> hangUp(userId, deviceId, nowMs);
      case CallEvent.Forsook(String userId) -> forsake(userId, nowMs);
      case CallEvent.Invited(String byUserId, List<Invitee> invitees) -> invite(byUserId, invitees, nowMs);
      case CallEvent.Joined(String userId, String deviceId) -> join(userId, deviceId, nowMs);
      case CallEvent.LineFreed(String userId) -> freeLine(userId);
      case CallEvent.EnteredRoom(String userId) -> legs.active(userId).enter(nowMs);
      case CallEvent.MediaArrived(String userId) -> legs.active(userId).media(nowMs);
      case CallEvent.DeviceGone(String userId) -> legs.active(userId).gone(nowMs);
      case CallEvent.DeviceBack(String userId) -> legs.active(userId).back();
      case CallEvent.SwitchAsked(String userId, CallMedia wanted) -> askSwitch(userId, wanted, nowMs);
      case CallEvent.SwitchAnswered(String userId, long id, boolean agreed) -> answerSwitch(userId, id, agreed);
      case CallEvent.SwitchWithdrawn(String userId, long id) -> withdrawSwitch(userId, id);
      case CallEvent.EndedByApi _ -> finish(EndReason.ENDED_BY_API, nowMs);
      case CallEvent.TimePassed _ -> expire(nowMs);
    }
    settle(nowMs);
    return List.copyOf(effects);
  }

  private void start(long nowMs) throws CallRefusedException {
    if (!legs.all().isEmpty()) {
      throw new CallRefusedException(CallRefusal.SESSION_EXIST, "This call has begun.");
    }
    if (type == CallType.SINGLE && terms.invitees().size() != 1) {
      throw new CallRefusedException(CallRefusal.SINGLE_CALL_NOT_SUPPORT_MULTI_PERSON, "A SINGLE call has one callee; start a MULTI call.");
    }
    requirePlaces(terms.invitees().size() + 1);
    legs.ofOrNew(terms.callerId()).call(terms.deviceId(), nowMs);
    terms.invitees().forEach(invitee -> ask(invitee, terms.callerId(), nowMs));
  }

  private void requirePlaces(int wanted) throws CallRefusedException {
    if (wanted > media.places()) {
      throw new CallRefusedException(
          CallRefusal.CALL_FULL, "A call with %s has %d places at the most.".formatted(media, media.places()));
    }
  }

  private void ask(Invitee invitee, String byUserId, long nowMs) {
    Leg leg = legs.ofOrNew(invitee.userId());
    leg.invite(invitee.reach(), nowMs);
    if (invitee.reach() == Reach.BUSY) {
      end(leg, LegEnd.BUSY, nowMs);
    } else if (leg.rings()) {
      effects.add(new Ring(leg.userId(), byUserId));
    }
  }

  private void ring(String userId, long nowMs) throws CallRefusedException {
    Leg leg = legs.of(userId);
    if (leg == null || !leg.rings()) {
      throw new CallRefusedException(CallRefusal.NOT_RINGING, "This call does not ring for %s.".formatted(userId));
    }
    if (leg.rangMs() == Leg.NOT_YET) {
      leg.ring(nowMs);
      tellOthers(leg);
    }
  }

  private void accept(String userId, String deviceId, long nowMs) throws CallRefusedException {
    Leg leg = legs.of(userId);
    if (leg == null) {
      throw new CallRefusedException(CallRefusal.NOT_IN_CALL, "%s was not asked into this call.".formatted(userId));
    }
    if (!isAnsweredBy(leg, deviceId)) {
      requireRinging(leg);
      answer(leg, deviceId, nowMs);
    }
  }

  private void answer(Leg leg, String deviceId, long nowMs) {
    if (leg.rings()) {
      effects.add(new StopRinging(leg.userId(), deviceId, RingStop.ANSWERED_ELSEWHERE));
    }
    leg.connect(deviceId, nowMs);
    enter(leg, nowMs);
  }

  /** Whether this device takes part already: an answer that is repeated is no mistake. */
  private static boolean isAnsweredBy(Leg leg, String deviceId) throws CallRefusedException {
    if (leg.state().active() && !deviceId.equals(leg.deviceId())) {
      throw new CallRefusedException(CallRefusal.ANSWERED_ELSEWHERE, "Another device of %s takes part.".formatted(leg.userId()));
    }
    return leg.state().active();
  }

  private static void requireRinging(Leg leg) throws CallRefusedException {
    if (!leg.rings()) {
      throw new CallRefusedException(CallRefusal.NOT_RINGING, "This call does not ring for %s any more.".formatted(leg.userId()));
    }
  }

  /** Somebody takes part: the room opens to it, to the caller with the first one, and a third one makes the call {@link CallType#MULTI}. */
  private void enter(Leg leg, long nowMs) {
    effects.add(new Admit(leg.userId(), deviceOf(leg)));
    tellOthers(leg);
    Leg caller = legs.of(terms.callerId());
    if (phase == Phase.RINGING && caller != null) {
      phase = Phase.ANSWERED;
      caller.answered(nowMs);
      effects.add(new Admit(caller.userId(), deviceOf(caller)));
      tellOthers(caller);
    }
    if (type == CallType.SINGLE && legs.active().size() > 2) {
      type = CallType.MULTI;
      settleSwitch(SwitchOutcome.CALL_CHANGED);
      tellAll(new CallNotice.TypeChanged(type));
    }
  }

  private static String deviceOf(Leg leg) {
    return Objects.requireNonNull(leg.deviceId());
  }

  private void hangUp(String userId, String deviceId, long nowMs) throws CallRefusedException {
    Leg leg = legs.of(userId);
    if (leg == null || leg.state().over() || (leg.state().waiting() && !leg.knows())) {
      throw new CallRefusedException(CallRefusal.NOT_IN_CALL, "%s has no part in this call.".formatted(userId));
    }
    if (leg.state().waiting()) {
      effects.add(new StopRinging(userId, deviceId, RingStop.REJECTED_ELSEWHERE));
      end(leg, LegEnd.REJECTED, nowMs);
    } else {
      end(leg, leg.state() == LegState.CALLING ? LegEnd.CANCELLED : LegEnd.HUNG_UP, nowMs);
    }
  }

  private void forsake(String userId, long nowMs) throws CallRefusedException {
    Leg leg = legs.active(userId);
    end(leg, leg.state() == LegState.CALLING ? LegEnd.CANCELLED : LegEnd.TOOK_ANOTHER_CALL, nowMs);
  }

  private void invite(String byUserId, List<Invitee> invitees, long nowMs) throws CallRefusedException {
    legs.active(byUserId);
    for (Invitee invitee : invitees) {
      Leg leg = legs.of(invitee.userId());
      if (leg != null && !leg.state().over()) {
        throw new CallRefusedException(CallRefusal.USER_LIST_INVALID, "%s is in this call, or asked into it.".formatted(invitee.userId()));
      }
    }
    requirePlaces(legs.living().size() + invitees.size());
    List<String> names = invitees.stream().map(Invitee::userId).toList();
    tellAll(new CallNotice.PeopleInvited(byUserId, names));
    invitees.forEach(invitee -> ask(invitee, byUserId, nowMs));
  }

  private void join(String userId, String deviceId, long nowMs) throws CallRefusedException {
    Leg leg = legs.of(userId);
    if (leg != null && isAnsweredBy(leg, deviceId)) {
      return;
    }
    if (leg == null || !leg.rings()) {
      requireJoinable();
    }
    if (leg != null && leg.state().waiting()) {
      answer(leg, deviceId, nowMs);
      return;
    }
    requirePlaces(legs.living().size() + 1);
    Leg joined = legs.ofOrNew(userId);
    joined.join(deviceId, nowMs);
    enter(joined, nowMs);
  }

  private void requireJoinable() throws CallRefusedException {
    if (type == CallType.SINGLE) {
      throw new CallRefusedException(CallRefusal.SINGLE_CALL_NOT_SUPPORT_MULTI_PERSON, "A call between two cannot be joined uninvited.");
    }
    if (phase == Phase.RINGING) {
      throw new CallRefusedException(CallRefusal.JOINING_NOT_ALLOWED, "Nobody has answered this call yet.");
    }
  }

  private void freeLine(String userId) {
    Leg leg = legs.of(userId);
    if (leg != null && leg.state().onBusyLine()) {
      leg.freeLine();
      tellOthers(leg);
    }
  }

  private void askSwitch(String userId, CallMedia wanted, long nowMs) throws CallRefusedException {
    legs.active(userId);
    if (wanted == media) {
      throw new CallRefusedException(CallRefusal.MEDIATYPE_INVALID, "This call carries %s already.".formatted(media));
    }
    if (type != CallType.SINGLE || phase != Phase.TALKING) {
      throw new CallRefusedException(CallRefusal.SWITCH_NOT_ALLOWED, "The media are switched while two talk in a SINGLE call.");
    }
    SwitchRequest pending = mediaSwitch.pending();
    if (pending == null) {
      SwitchRequest asked = mediaSwitch.ask(userId, wanted, nowMs + terms.times().switchMs());
      tellAll(new CallNotice.SwitchAsked(asked.transactionId(), userId, wanted, asked.untilMs()));
    } else if (pending.byUserId().equals(userId)) {
      throw new CallRefusedException(CallRefusal.SWITCH_PENDING, "The request %d waits for its answer.".formatted(pending.transactionId()));
    } else {
      settleSwitch(SwitchOutcome.AGREED);
    }
  }

  private void answerSwitch(String userId, long transactionId, boolean agreed) throws CallRefusedException {
    legs.active(userId);
    if (mediaSwitch.named(transactionId).byUserId().equals(userId)) {
      throw new CallRefusedException(CallRefusal.TRANSACTION_ID_INVALID, "Whoever asked does not answer; withdraw the request.");
    }
    settleSwitch(agreed ? SwitchOutcome.AGREED : SwitchOutcome.REFUSED);
  }

  private void withdrawSwitch(String userId, long transactionId) throws CallRefusedException {
    if (!mediaSwitch.named(transactionId).byUserId().equals(userId)) {
      throw new CallRefusedException(CallRefusal.TRANSACTION_ID_INVALID, "Whoever was asked does not withdraw; answer the request.");
    }
    settleSwitch(SwitchOutcome.WITHDRAWN);
  }

  private void settleSwitch(SwitchOutcome outcome) {
    SwitchRequest pending = mediaSwitch.pending();
    if (pending == null) {
      return;
    }
    mediaSwitch.settle();
    tellAll(new CallNotice.SwitchEnded(pending.transactionId(), outcome));
    if (outcome == SwitchOutcome.AGREED) {
      media = pending.media();
      tellAll(new CallNotice.MediaChanged(media));
    }
  }

  private void expire(long nowMs) {
    for (Leg leg : legs.living()) {
      LegEnd expired = leg.expired(terms.times(), nowMs);
      if (expired != null) {
        if (leg.rings()) {
          effects.add(new StopRinging(leg.userId(), null, RingStop.TIMED_OUT));
        }
        end(leg, expired, nowMs);
      }
    }
    if (nowMs >= mediaSwitch.nextDeadlineMs()) {
      settleSwitch(SwitchOutcome.TIMED_OUT);
    }
  }

  /** What follows from where everybody is now. */
  private void settle(long nowMs) {
    if (phase != Phase.OVER && isDone()) {
      finish(lastEnd == null ? EndReason.HUNG_UP : EndReason.of(lastEnd), nowMs);
    }
    if (phase == Phase.ANSWERED || phase == Phase.TALKING) {
      connect(nowMs);
    }
  }

  private boolean isDone() {
    Leg caller = legs.of(terms.callerId());
    int active = legs.active().size();
    return phase == Phase.RINGING
        ? caller == null || caller.state().over() || legs.waiting().isEmpty()
        : active < (type == CallType.SINGLE ? 2 : 1);
  }

  private void connect(long nowMs) {
    List<Leg> there = legs.active().stream().filter(leg -> leg.there(terms.connectsOnMedia(), terms.times(), nowMs)).toList();
    if (phase == Phase.ANSWERED && there.size() >= 2) {
      phase = Phase.TALKING;
      connectedMs = nowMs;
    }
    if (phase == Phase.TALKING) {
      there.stream().filter(leg -> leg.state() == LegState.CONNECTING).forEach(leg -> {
        leg.talk(nowMs);
        effects.add(new Tell(leg.userId(), new CallNotice.Connected(connectedMs)));
        tellOthers(leg);
      });
    }
  }

  private void end(Leg leg, LegEnd how, long nowMs) {
    boolean inRoom = leg.state() == LegState.CONNECTING || leg.state() == LegState.ONCALL;
    boolean knew = leg.knows();
    leg.end(how, nowMs);
    lastEnd = how;
    if (inRoom) {
      effects.add(new Dismiss(leg.userId()));
    }
    if (knew) {
      effects.add(new Tell(leg.userId(), new CallNotice.Ended(leg.state(), how, nowMs, leg.talkedMs(nowMs))));
    }
    tellOthers(leg);
  }

  private void finish(EndReason reason, long nowMs) {
    settleSwitch(SwitchOutcome.CALL_CHANGED);
    boolean answered = phase != Phase.RINGING;
    phase = Phase.OVER;
    endReason = reason;
    endedMs = nowMs;
    for (Leg leg : legs.living()) {
      if (leg.rings()) {
        effects.add(new StopRinging(leg.userId(), null, RingStop.CALLED_OFF));
      }
      LegEnd how = leg.state().waiting() ? LegEnd.CALLED_OFF : answered ? LegEnd.CALL_ENDED : reason.ofCaller();
      end(leg, how, nowMs);
    }
    effects.add(new Close());
  }

  private void tellOthers(Leg about) {
    CallNotice notice = new StateChanged(about.userId(), about.seen(), about.end());
    for (Leg leg : legs.all()) {
      if (leg != about && leg.knows() && !leg.state().over()) {
        effects.add(new Tell(leg.userId(), notice));
      }
    }
  }

  /** Tells those who left, too: they may come back. */
  private void tellAll(CallNotice notice) {
    for (Leg leg : legs.all()) {
      if (leg.knows()) {
        effects.add(new Tell(leg.userId(), notice));
      }
    }
  }
}
