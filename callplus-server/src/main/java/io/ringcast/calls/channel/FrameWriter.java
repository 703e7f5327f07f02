package io.ringcast.calls.channel;

import io.ringcast.calls.call.LegState;
import io.ringcast.calls.channel.ServerFrame.Answered;
import io.ringcast.calls.channel.ServerFrame.Happened;
import io.ringcast.calls.channel.ServerFrame.News;
import io.ringcast.calls.channel.ServerFrame.Refused;
import io.ringcast.calls.channel.ServerFrame.Snapshot;
import io.ringcast.calls.channel.ServerFrame.Welcomed;
import io.ringcast.calls.desk.Habits;
import io.ringcast.calls.exchange.Answer;
import io.ringcast.calls.exchange.UserView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the devices of one user are told. */
public final class FrameWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final CallWriter calls;

  /** @param viewer the user who is told */
  public FrameWriter(String viewer) {
    calls = new CallWriter(viewer);
  }

  public String text(ServerFrame frame) {
    ObjectNode to = NODES.objectNode();
    switch (frame) {
      case Welcomed welcomed -> welcome(to, welcomed);
      case Answered(String requestId, Reply reply) -> reply(to.put("re", requestId), reply);
      case Refused(String requestId, Refusal refusal) -> refusal(to.put("re", requestId), refusal);
      case Happened(long number, var notice, Pass pass) -> new NoticeWriter(calls).write(to.put("n", number), notice, pass);
      case News(UserView user) -> to.put("event", "presence").set("presence", presence(user));
    }
    return to.toString();
  }

  private void welcome(ObjectNode to, Welcomed welcomed) {
    Snapshot snapshot = welcomed.snapshot();
    to.put("re", "hello").put("session", welcomed.sessionId()).put("userId", welcomed.userId()).put("nowMs", welcomed.nowMs())
        .put("resumed", snapshot == null).put("graceMs", welcomed.graceMs()).put("n", welcomed.lastNumber());
    if (snapshot != null) {
      ObjectNode all = to.putObject("snapshot");
      all.set("calls", calls(snapshot.calls()));
      all.set("open", calls(snapshot.open()));
      all.set("habits", habits(snapshot.habits()));
    }
  }

  private ArrayNode calls(List<SeenCall> seen) {
    ArrayNode all = NODES.arrayNode();
    seen.forEach(one -> all.add(calls.call(one)));
    return all;
  }

  private void reply(ObjectNode to, Reply reply) {
    switch (reply) {
      case Reply.Done _ -> { }
      case Reply.Now(long nowMs) -> to.put("nowMs", nowMs);
      case Reply.OfCall(Answer answer, Pass pass) -> ofCall(to, answer, pass);
      case Reply.Calls(List<SeenCall> seen) -> to.set("calls", calls(seen));
      case Reply.Presence(List<UserView> users) -> {
        ArrayNode all = to.putArray("presence");
        users.forEach(user -> all.add(presence(user)));
      }
      case Reply.HabitsAre(Habits habits) -> to.set("habits", habits(habits));
      case Reply.Records(var records, String next) -> RecordWriter.page(to, records, next);
      case Reply.Deleted(int count) -> to.put("deleted", count);
    }
  }

  private void ofCall(ObjectNode to, Answer answer, @Nullable Pass pass) {
    to.put("callId", answer.callId());
    if (answer.call() != null) {
      to.set("call", calls.call(new SeenCall(answer.call(), answer.admitted(), null)));
    }
    CallWriter.room(to, pass);
    if (!answer.busyUserIds().isEmpty()) {
      answer.busyUserIds().forEach(to.putArray("busyUserIds")::add);
    }
    if (answer.crossed()) {
      to.put("crossed", true);
    }
    if (answer.pendingSwitch() != null) {
      to.put("transactionId", answer.pendingSwitch().transactionId()).put("untilMs", answer.pendingSwitch().untilMs());
    }
  }

  private static void refusal(ObjectNode to, Refusal refusal) {
    to.put("code", refusal.code()).put("name", refusal.name()).put("message", refusal.message());
    if (refusal.retryAfterMs() != null) {
      to.put("retryAfterMs", refusal.retryAfterMs());
    }
  }

  static ObjectNode presence(UserView user) {
    String state = switch (user.state()) {
      case IDLE -> user.online() ? "ONLINE" : "OFFLINE";
      case CALLING -> "CALLING";
      case IN_CALL -> "IN_CALL";
    };
    return NODES.objectNode().put("userId", user.userId()).put("state", state);
  }

  static ObjectNode habits(Habits habits) {
    ObjectNode to = NODES.objectNode().put("callWaiting", habits.callWaiting()).put("doNotDisturb", habits.doNotDisturb());
    ArrayNode blocked = to.putArray("blocked");
    habits.blocked().stream().sorted().forEach(blocked::add);
    return to;
  }

  static void state(ObjectNode to, LegState state) {
    to.put("state", state.name()).put("number", state.number());
  }
}
