package io.ringcast.calls.exchange;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallEffect;
import io.ringcast.calls.call.CallEvent;
import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.Invitee;
import io.ringcast.calls.call.PastCall;
import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.desk.CallEntry;
import io.ringcast.calls.desk.CallTask;
import io.ringcast.calls.desk.Decision;
import io.ringcast.calls.desk.Habits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes of one event: what is written down as a whole, and what is done once it is. Owned by the exchange's thread. */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private final Surroundings around;
  private final Sessions sessions;
  private final Function<String, @Nullable Call> calls;
  private final long nowMs;
  private final List<CallEntry> entries = new ArrayList<>();
  private final List<PastCall> closed = new ArrayList<>();
  private final List<CallNews> news = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final List<SessionChange> changes = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private final Map<String, Habits> habits = new LinkedHashMap<>();
  private final List<String> erased = new ArrayList<>();
  private final Set<String> concerned = new LinkedHashSet<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Turn(Surroundings around, Sessions sessions, Function<String, @Nullable Call> calls, long nowMs) {
    this.around = around;
    this.sessions = sessions;
    this.calls = calls;
    this.nowMs = nowMs;
  }

  long nowMs() {
    return nowMs;
  }

  LogBatch batch() {
    return new LogBatch(around.appId(), nowMs, entries, closed, news, told, changes, answered, habits, erased);
  }

  /** Does what was to be done once the batch is durable, in its order. */
  void carryOut() {
    for (Runnable errand : afterwards) {
      try {
        errand.run();
      } catch (RuntimeException e) {
        LOG.error("app {}: something durable was not told", around.appId(), e);
      }
    }
  }

  /** What this user does may be something else now. */
  void concerns(String userId) {
    concerned.add(userId);
  }

  /** Has those told who want to know what users do; for when all is decided. */
  void tellOfUsers(Function<String, UserView> views) {
    for (String userId : concerned) {
      if (around.users().wants(around.appId(), userId)) {
        UserView view = views.apply(userId);
        then(() -> around.users().onUser(around.appId(), view));
      }
    }
  }

  void then(Runnable errand) {
    afterwards.add(errand);
  }

  void change(SessionChange change) {
    changes.add(change);
  }

  void answer(Answered request) {
    answered.add(request);
  }

  void want(String userId, Habits wanted) {
    habits.put(userId, wanted);
  }

  void erase(String userId) {
    erased.add(userId);
  }

  void take(Decision decision) {
    entries.addAll(decision.entries());
    decision.closed().forEach(this::concerns);
    decision.entries().forEach(this::take);
    decision.tasks().forEach(this::take);
    decision.connected().forEach(call -> news.add(new CallNews.Connected(call.callId(), call.type(), call.media(), call.callerId())));
    decision.closed().forEach(this::record);
  }

  /** A call comes into its users' histories. */
  private void record(Call call) {
    PastCall past = PastCall.of(call);
    closed.add(past);
    news.add(new CallNews.Ended(past));
    for (int place = 0; place < past.parts().size(); place++) {
      PastCall.Part part = past.parts().get(place);
      if (part.kept()) {
        tellAll(part.userId(), new DeviceNotice.Recorded(past.record(place)));
      }
    }
  }

  private void concerns(Call call) {
    call.legs().forEach(leg -> concerns(leg.userId()));
  }

  /** Whoever starts a call may wait for the others in its room. */
  private void take(CallEntry entry) {
    Call call = calls.apply(entry.callId());
    if (call != null) {
      concerns(call);
    }
    if (entry.event() instanceof CallEvent.Started started) {
      List<String> userIds = started.invitees().stream().map(Invitee::userId).toList();
      news.add(new CallNews.Started(entry.callId(), started.type(), started.media(), started.callerId(), userIds));
      then(() -> around.rooms().admit(around.appId(), entry.callId(), started.callerId(), started.deviceId()));
    }
  }

  private void take(CallTask task) {
    String callId = task.callId();
    switch (task.effect()) {
      case CallEffect.Ring ring -> ring(callId, ring.userId(), ring.fromUserId());
      case CallEffect.StopRinging stop -> stopRinging(callId, stop);
      case CallEffect.Admit(String userId, String deviceId) -> {
        then(() -> around.rooms().admit(around.appId(), callId, userId, deviceId));
        DeviceSession session = sessions.of(userId, deviceId);
        if (session != null) {
          tell(session, new DeviceNotice.Admitted(callId));
        }
      }
      case CallEffect.Dismiss(String userId) -> then(() -> around.rooms().dismiss(around.appId(), callId, userId));
      case CallEffect.Tell(String userId, CallNotice notice) -> tellAll(userId, new DeviceNotice.Said(callId, nowMs, notice));
      case CallEffect.Close _ -> then(() -> around.rooms().close(around.appId(), callId));
    }
  }

  /** Devices that are away for a moment hear of it when they resume, all others by push. */
  private void ring(String callId, String userId, String fromUserId) {
    Call call = calls.apply(callId);
    if (call != null) {
      tellAll(userId, new DeviceNotice.Rings(callId, fromUserId, CallView.of(call, userId)));
      push(call, userId, fromUserId);
    }
  }

  void push(Call call, String userId, String fromUserId) {
    List<String> connected = sessions.of(userId).stream().filter(session -> session.line() != null)
        .map(session -> session.device().deviceId()).toList();
    PushSender.Ring ring = new PushSender.Ring(around.appId(), userId, fromUserId, CallView.of(call, userId), call.push(), connected);
    then(() -> around.push().ring(ring));
  }

  private void stopRinging(String callId, CallEffect.StopRinging stop) {
    sessions.of(stop.userId()).stream().filter(session -> !session.device().deviceId().equals(stop.answeredBy()))
        .forEach(session -> tell(session, new DeviceNotice.RingStopped(callId, stop.why())));
    // Where it was answered, its admission says who waits no longer.
    if (stop.why() != RingStop.ANSWERED_ELSEWHERE) {
      dismissWaiting(callId, stop.userId(), null);
    }
    then(() -> around.push().stop(around.appId(), callId, stop.userId(), stop.why()));
  }

  /** Devices that ring wait in the call's room no longer: all of a user, or one. */
  void dismissWaiting(String callId, String userId, @Nullable String deviceId) {
    if (around.settings().preConnects()) {
      then(() -> around.rooms().dismissWaiting(around.appId(), callId, userId, deviceId));
    }
  }

  /** A device rings, and may wait in the call's room. */
  void expect(String callId, Device device) {
    if (around.settings().preConnects()) {
      then(() -> around.rooms().expect(around.appId(), callId, device.userId(), device.deviceId()));
    }
  }

  private void tellAll(String userId, DeviceNotice notice) {
    sessions.of(userId).forEach(session -> tell(session, notice));
  }

  void tell(DeviceSession session, DeviceNotice notice) {
    Told numbered = new Told(session.sessionId(), session.number(), notice);
    told.add(numbered);
    then(() -> session.tell(numbered));
  }
}
