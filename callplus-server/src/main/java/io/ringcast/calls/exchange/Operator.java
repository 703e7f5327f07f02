package io.ringcast.calls.exchange;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallRefusedException;
import io.ringcast.calls.call.CallTimes;
import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.CallWish;
import io.ringcast.calls.desk.Decision;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.desk.Switchboard;
import io.ringcast.calls.exchange.CallCommand.Start;
import io.ringcast.calls.exchange.DeviceSession.Asked;
import io.ringcast.calls.exchange.SessionChange.Ended;
import io.ringcast.calls.exchange.SessionChange.Opened;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Works one app's switchboard: devices that come and go, what they ask for, what rooms and back ends say. What comes of each is a
 * {@link Turn}. It knows no clock, thread or network. Owned by the exchange's thread.
 */
final class Operator {
  private final Surroundings around;
  private final Switchboard desk = new Switchboard();
  private final Sessions sessions;
  private final RoomStays stays = new RoomStays();

  Operator(Surroundings around) {
    this.around = around;
    sessions = new Sessions(around.settings().times().graceMs());
  }

  /** Goes on where a server stopped: all devices are away, and have the whole grace to come back. */
  List<Turn> restore(Recollection known, long nowMs) throws CallRefusedException {
    known.habits().forEach(desk::setHabits);
    for (CallEntry entry : known.entries()) {
      desk.replay(entry);
    }
    for (Recollection.Session saved : known.sessions()) {
      DeviceSession session = new DeviceSession(saved);
      sessions.add(session, nowMs);
      sessions.lose(session, nowMs);
    }
    List<Turn> turns = new ArrayList<>();
    for (Call call : List.copyOf(desk.calls())) {
      Turn turn = turn(nowMs);
      for (Leg leg : List.copyOf(call.legs())) {
        restore(call, leg, turn);
      }
      turns.add(turn);
    }
    return turns;
  }

  private void restore(Call call, Leg leg, Turn turn) throws CallRefusedException {
    if (leg.state().active()) {
      turn.then(() -> around.rooms().admit(around.appId(), call.callId(), leg.userId(), deviceOf(leg)));
      take(desk.on(call.callId(), new CallEvent.DeviceBack(leg.userId()), turn.nowMs()), turn);
      take(desk.on(call.callId(), new CallEvent.DeviceGone(leg.userId()), turn.nowMs()), turn);
    } else if (desk.ringing(leg.userId()).contains(call) && leg.rangMs() == Leg.NOT_YET) {
      turn.push(call, leg.userId(), call.callerId());
    }
  }

  private static String deviceOf(Leg leg) {
    return Objects.requireNonNull(leg.deviceId());
  }

  private Turn turn(long nowMs) {
    return new Turn(around, sessions, desk::call, nowMs);
  }

  Switchboard desk() {
    return desk;
  }

  Collection<DeviceSession> sessions() {
    return sessions.all();
  }

  UserView view(String userId) {
    return new UserView(userId, desk.state(userId),
        sessions.of(userId).stream().filter(session -> session.line() != null).map(DeviceSession::device).toList());
  }

  long nextDeadlineMs() {
    return Math.min(desk.nextDeadlineMs(), sessions.nextExpiryMs());
  }

  List<Turn> onDeadline(long nowMs) throws CallRefusedException {
    List<Turn> turns = new ArrayList<>();
    for (Decision decision : desk.onDeadline(nowMs)) {
      Turn turn = turn(nowMs);
      take(decision, turn);
      turns.add(turn);
    }
    for (DeviceSession session : sessions.expired(nowMs)) {
      Turn turn = turn(nowMs);
      end(session, SessionEnd.EXPIRED, turn);
      turns.add(turn);
    }
    return turns;
  }

  /** A device comes: it goes on with its session when what it missed is known, and else begins anew. */
  Turn come(DeviceLine line, Hello hello, long nowMs) throws CallRefusedException {
    Turn turn = turn(nowMs);
    DeviceSession before = resumable(hello);
    if (before != null) {
      resume(before, line, hello, turn);
    } else {
      open(line, hello, turn);
    }
    return turn;
  }

  private @Nullable DeviceSession resumable(Hello hello) {
    Hello.Resume resume = hello.resume();
    DeviceSession session = resume == null ? null : sessions.find(resume.sessionId());
    boolean fits = session != null && resume != null && session.device().equals(hello.device()) && session.knowsAfter(resume.lastNumber());
    return fits ? session : null;
  }

  private void resume(DeviceSession session, DeviceLine line, Hello hello, Turn turn) throws CallRefusedException {
    cut(session, SessionEnd.REPLACED, turn);
    long after = hello.resume() == null ? 0 : hello.resume().lastNumber();
    session.come(line, hello.groups());
    line.serve(session);
    turn.concerns(session.userId());
    turn.then(() -> arrive(session, line, () -> {
      line.outlet().resumed(session.sessionId(), turn.nowMs());
      session.after(after).forEach(told -> line.outlet().notice(told.number(), told.notice()));
    }));
    back(session.device(), turn);
  }

  /** The first that a device hears; nothing if it is gone again. */
  private static void arrive(DeviceSession session, DeviceLine line, Runnable saying) {
    if (session.line() == line) {
      session.arrive();
      saying.run();
    }
  }

  private void open(DeviceLine line, Hello hello, Turn turn) throws CallRefusedException {
    Device device = hello.device();
    DeviceSession before = sessions.of(device.userId(), device.deviceId());
    if (before != null) {
      end(before, SessionEnd.REPLACED, turn);
    }
    DeviceSession surplus = sessions.surplus(device.userId());
    if (surplus != null) {
      end(surplus, SessionEnd.TOO_MANY_DEVICES, turn);
      gone(surplus.device(), turn);
    }
    Opened opened = new Opened(around.newId().get(), device);
    DeviceSession session = new DeviceSession(opened);
    sessions.add(session, turn.nowMs());
    session.come(line, hello.groups());
    line.serve(session);
    turn.concerns(device.userId());
    turn.change(opened);
    Welcome welcome = welcome(session, turn.nowMs());
    turn.then(() -> arrive(session, line, () -> line.outlet().opened(welcome)));
    back(device, turn);
  }

  /** How things stand for a device that is connected. */
  Welcome standing(DeviceLine line, long nowMs) throws CallRefusedException {
    return welcome(connected(line), nowMs);
  }

  private static DeviceSession connected(DeviceLine line) throws CallRefusedException {
    DeviceSession session = line.session();
    if (session == null) {
      throw new CallRefusedException(CallRefusal.SIGNAL_DISCONNECTED, "This connection is over; connect again.");
    }
    return session;
  }

  private Welcome welcome(DeviceSession session, long nowMs) {
    String userId = session.userId();
    Call taken = desk.taken(userId);
    return new Welcome(session.sessionId(), nowMs, taken == null ? null : CallView.of(taken, userId),
        taken != null && takesPart(taken, session.device()),
        desk.ringing(userId).stream().map(call -> CallView.of(call, userId)).toList(),
        desk.open(userId).stream().map(call -> CallView.of(call, userId)).toList(), desk.habits(userId));
  }

  private static boolean takesPart(Call call, Device device) {
    Leg leg = call.leg(device.userId());
    return leg != null && leg.state().active() && device.deviceId().equals(leg.deviceId());
  }

  private void back(Device device, Turn turn) throws CallRefusedException {
    Call taken = desk.taken(device.userId());
    if (taken != null && takesPart(taken, device) && !stays.hasLeft(taken.callId(), device.userId())) {
      take(desk.on(taken.callId(), new CallEvent.DeviceBack(device.userId()), turn.nowMs()), turn);
    }
  }

  /** A connection is gone. */
  Turn lost(DeviceLine line, long nowMs) throws CallRefusedException {
    Turn turn = turn(nowMs);
    DeviceSession session = line.session();
    if (session != null) {
      line.cut();
      sessions.lose(session, nowMs);
      turn.concerns(session.userId());
      gone(session.device(), turn);
    }
    return turn;
  }

  private void gone(Device device, Turn turn) throws CallRefusedException {
    Call taken = desk.taken(device.userId());
    if (taken != null && takesPart(taken, device) && !stays.isThere(taken.callId(), device.userId())) {
      take(desk.on(taken.callId(), new CallEvent.DeviceGone(device.userId()), turn.nowMs()), turn);
    }
  }

  Turn logOut(DeviceLine line, long nowMs) throws CallRefusedException {
    Turn turn = turn(nowMs);
    DeviceSession session = line.session();
    if (session != null) {
      Device device = session.device();
      Call taken = desk.taken(device.userId());
      if (taken != null && takesPart(taken, device)) {
        take(desk.on(taken.callId(), new CallEvent.HungUp(device.userId(), device.deviceId()), nowMs), turn);
      }
      end(session, SessionEnd.LOGGED_OUT, turn);
    }
    return turn;
  }

  private void end(DeviceSession session, SessionEnd why, Turn turn) {
    cut(session, why, turn);
    sessions.remove(session);
    Device device = session.device();
    desk.ringing(device.userId()).forEach(call -> turn.dismissWaiting(call.callId(), device.userId(), device.deviceId()));
    turn.concerns(session.userId());
    turn.change(new Ended(session.sessionId()));
  }

  private static void cut(DeviceSession session, SessionEnd why, Turn turn) {
    DeviceLine line = session.line();
    if (line != null) {
      line.cut();
      turn.then(() -> line.close(why));
    }
  }

  /** A device asks for something; asked before, it gets what it got then. */
  Turn ask(DeviceLine line, String requestId, CallCommand command, CompletableFuture<Answer> answer, long nowMs)
      throws CallRefusedException {
    DeviceSession session = connected(line);
    Sanity.require(requestId, command);
    Turn turn = turn(nowMs);
    Asked before = session.asked(requestId);
    if (before != null) {
      repeat(before, command, answer);
      return turn;
    }
    if (!sessions.mayAsk(session.userId(), cost(command), nowMs)) {
      throw new CallRefusedException(CallRefusal.TOO_MANY_REQUESTS, "Wait a moment before you ask for more.");
    }
    session.remember(requestId, new Asked(command.fingerprint(), answer));
    Answer decided = obey(session, command, turn);
    turn.answer(new Answered(session.sessionId(), requestId, command.fingerprint(), decided));
    turn.then(() -> answer.complete(decided));
    return turn;
  }

  private static void repeat(Asked before, CallCommand command, CompletableFuture<Answer> answer) throws CallRefusedException {
    if (before.fingerprint() != command.fingerprint()) {
      throw new CallRefusedException(CallRefusal.REQUEST_ID_REUSED, "This request id was used for something else; take a new one.");
    }
    var _ = before.answer().whenComplete((given, refused) -> {
      if (refused != null) {
        answer.completeExceptionally(refused);
      } else {
        answer.complete(given);
      }
    });
  }

  private static int cost(CallCommand command) {
    return command instanceof Start || command instanceof CallCommand.Invite ? Pace.RINGING_COST : 1;
  }

  private Answer obey(DeviceSession session, CallCommand command, Turn turn) throws CallRefusedException {
    if (command instanceof CallCommand.Signal signal) {
      signal(session, signal, turn);
      return Answer.done(signal.callId());
    }
    Decision decision = decide(session, command, turn.nowMs());
    take(decision, turn);
    Call call = desk.call(decision.callId());
    if (command instanceof CallCommand.Ringing && call != null && desk.ringing(session.userId()).contains(call)) {
      turn.expect(call.callId(), session.device());
    }
    return call == null ? Answer.done(decision.callId()) : answer(session, command, decision, call);
  }

  private static Answer answer(DeviceSession session, CallCommand command, Decision decision, Call call) {
    boolean comes = command instanceof Start || command instanceof CallCommand.Accept || command instanceof CallCommand.Join;
    boolean started = decision.entries().stream().anyMatch(entry -> entry.event() instanceof CallEvent.Started);
    return new Answer(
        decision.callId(),
        comes && takesPart(call, session.device()),
        Busy.among(decision.entries()),
        command instanceof Start && !started,
        comes ? CallView.of(call, session.userId()) : null,
        command instanceof CallCommand.AskSwitch ? call.pendingSwitch() : null);
  }

  private void take(Decision decision, Turn turn) {
    turn.take(decision);
    decision.closed().forEach(call -> stays.forget(call.callId()));
  }

  private Decision decide(DeviceSession session, CallCommand command, long nowMs) throws CallRefusedException {
    String userId = session.userId();
    String deviceId = session.device().deviceId();
    return switch (command) {
      case Start start -> desk.start(around.newId().get(), userId, deviceId, wish(start), nowMs);
      case CallCommand.Ringing(String callId) -> desk.on(callId, new CallEvent.Rang(userId), nowMs);
      case CallCommand.Accept(String callId) -> desk.accept(callId, userId, deviceId, nowMs);
      case CallCommand.HangUp(String callId) -> desk.on(callId, new CallEvent.HungUp(userId, deviceId), nowMs);
      case CallCommand.Invite(String callId, List<String> userIds) -> desk.invite(callId, userId, userIds, nowMs);
      case CallCommand.Join(String callId) -> desk.join(callId, userId, deviceId, session.groups(), nowMs);
      case CallCommand.AskSwitch ask -> desk.askSwitch(ask.callId(), userId, ask.media(), nowMs);
      case CallCommand.AnswerSwitch(String callId, long id, boolean agreed) ->
        desk.on(callId, new CallEvent.SwitchAnswered(userId, id, agreed), nowMs);
      case CallCommand.WithdrawSwitch(String callId, long id) -> desk.on(callId, new CallEvent.SwitchWithdrawn(userId, id), nowMs);
      case CallCommand.Signal _ -> throw new IllegalArgumentException("signals change no call");
    };
  }

  private CallWish wish(Start start) {
    CallTimes usual = around.settings().times();
    CallTimes times = start.ringMs() == null
        ? usual
        : new CallTimes(start.ringMs(), usual.graceMs(), usual.connectMs(), usual.mutedMs(), usual.switchMs());
    return new CallWish(start.type(), start.media(), start.joinRule(), times, around.settings().connectsOnMedia(), start.userIds(),
        start.extra(), start.push());
  }

  private void signal(DeviceSession session, CallCommand.Signal signal, Turn turn) throws CallRefusedException {
    Call call = desk.taken(session.userId());
    if (call == null || !call.callId().equals(signal.callId())) {
      throw new CallRefusedException(CallRefusal.NOT_IN_CALL, "You do not take part in the call %s.".formatted(signal.callId()));
    }
    DeviceNotice notice = new DeviceNotice.Signalled(call.callId(), session.userId(), signal.name(), signal.content());
    for (Leg leg : call.legs()) {
      DeviceSession other = sessions.of(leg.userId(), leg.deviceId());
      if (leg.state().active() && other != null && other != session && isAddressed(signal, leg.userId())) {
        turn.tell(other, notice);
      }
    }
  }

  private static boolean isAddressed(CallCommand.Signal signal, String userId) {
    return signal.toUserIds().isEmpty() || signal.toUserIds().contains(userId);
  }

  /** What rooms or a back end say of a call. */
  Turn happened(String callId, CallEvent event, long nowMs) throws CallRefusedException {
    Turn turn = turn(nowMs);
    take(desk.on(callId, event, nowMs), turn);
    return turn;
  }

  /** A participant came into the call's room. */
  Turn entered(String callId, String userId, long nowMs) throws CallRefusedException {
    Turn turn = turn(nowMs);
    take(desk.on(callId, new CallEvent.EnteredRoom(userId), nowMs), turn);
    if (stays.hasLeft(callId, userId)) {
      take(desk.on(callId, new CallEvent.DeviceBack(userId), nowMs), turn);
    }
    stays.enter(callId, userId);
    return turn;
  }

  /** A participant is not in the call's room any more. Whoever waits there for others may go and come. */
  Turn left(String callId, String userId, long nowMs) throws CallRefusedException {
    Turn turn = turn(nowMs);
    Call call = desk.call(callId);
    Leg leg = call == null ? null : call.leg(userId);
    if (leg == null || !leg.state().active() || leg.state() == LegState.CALLING) {
      stays.forget(callId, userId);
    } else {
      stays.leave(callId, userId);
      take(desk.on(callId, new CallEvent.DeviceGone(userId), nowMs), turn);
    }
    return turn;
  }

  Turn want(String userId, UnaryOperator<Habits> change, long nowMs) throws CallRefusedException {
    Turn turn = turn(nowMs);
    Habits wanted = change.apply(desk.habits(userId));
    if (wanted.blocked().size() > Habits.BLOCKED_MAX) {
      throw new CallRefusedException(
          CallRefusal.USER_LIST_INVALID, "%s may block %d users at the most.".formatted(userId, Habits.BLOCKED_MAX));
    }
    desk.setHabits(userId, wanted);
    turn.want(userId, wanted);
    return turn;
  }

  /** Nothing of a user is kept: its devices are logged out, and what it wanted is forgotten. */
  Turn erase(String userId, long nowMs) throws CallRefusedException {
    if (desk.calls().stream().anyMatch(call -> call.leg(userId) != null)) {
      throw new CallRefusedException(CallRefusal.SESSION_EXIST, "%s is part of a call: end it first.".formatted(userId));
    }
    Turn turn = turn(nowMs);
    for (DeviceSession session : List.copyOf(sessions.of(userId))) {
      end(session, SessionEnd.LOGGED_OUT, turn);
    }
    desk.setHabits(userId, Habits.DEFAULT);
    turn.want(userId, Habits.DEFAULT);
    turn.erase(userId);
    return turn;
  }
}
