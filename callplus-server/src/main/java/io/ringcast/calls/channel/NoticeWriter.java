package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.exchange.DeviceNotice;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes events. */
final class NoticeWriter {
  private final CallWriter calls;

  NoticeWriter(CallWriter calls) {
    this.calls = calls;
  }

  void write(ObjectNode to, DeviceNotice notice, @Nullable Pass pass) {
    switch (notice) {
      case DeviceNotice.Rings rings -> rings(to, rings, pass);
      case DeviceNotice.RingStopped(String callId, var why) -> event(to, "call.ringingEnded", callId).put("why", why.name());
      case DeviceNotice.Admitted(String callId) -> CallWriter.room(event(to, "call.room", callId), pass);
      case DeviceNotice.Said(String callId, long atMs, CallNotice said) -> said(to, callId, atMs, said);
      case DeviceNotice.Signalled signal -> signal(to, signal);
      case DeviceNotice.Recorded(var record) -> to.put("event", "record").set("record", RecordWriter.record(record));
    }
  }

  private static ObjectNode event(ObjectNode to, String name, String callId) {
    return to.put("event", name).put("callId", callId);
  }

  private void rings(ObjectNode to, DeviceNotice.Rings rings, @Nullable Pass pass) {
    to.put("event", "call.incoming").put("fromUserId", rings.fromUserId()).put("untilMs", rings.call().ringsUntilMs())
        .put("busyLine", calls.you(rings.call()).onBusyLine());
    if (!rings.call().extra().isEmpty()) {
      to.put("extra", rings.call().extra());
    }
    to.set("call", calls.call(new SeenCall(rings.call())));
    CallWriter.room(to, pass);
  }

  private static void said(ObjectNode to, String callId, long atMs, CallNotice said) {
    switch (said) {
      case CallNotice.StateChanged(String userId, var state, var end) -> {
        FrameWriter.state(event(to, "call.state", callId).put("userId", userId), state);
        if (end != null) {
          to.put("end", end.name());
        }
        to.put("atMs", atMs);
      }
      case CallNotice.PeopleInvited(String byUserId, var userIds) -> {
        event(to, "call.invited", callId).put("byUserId", byUserId);
        userIds.forEach(to.putArray("userIds")::add);
      }
      case CallNotice.TypeChanged(var type) -> event(to, "call.type", callId).put("type", type.name());
      case CallNotice.MediaChanged(var media) -> event(to, "call.media", callId).put("media", media.name());
      case CallNotice.SwitchAsked(long id, String byUserId, var media, long untilMs) -> event(to, "call.switch.asked", callId)
          .put("transactionId", id).put("byUserId", byUserId).put("media", media.name()).put("untilMs", untilMs);
      case CallNotice.SwitchEnded(long id, var outcome) ->
        event(to, "call.switch.ended", callId).put("transactionId", id).put("outcome", outcome.name());
      case CallNotice.Connected(long connectedMs) -> event(to, "call.connected", callId).put("atMs", connectedMs);
      case CallNotice.Ended(var state, var end, long endedMs, long talkedMs) -> {
        FrameWriter.state(event(to, "call.ended", callId), state);
        to.put("end", end.name()).put("atMs", endedMs).put("talkedMs", talkedMs);
      }
    }
  }

  private static void signal(ObjectNode to, DeviceNotice.Signalled signal) {
    event(to, "call.signal", signal.callId()).put("fromUserId", signal.fromUserId()).put("kind", signal.name());
    if (signal.name().equals(SignalKind.APP.word())) {
      to.put("data", signal.content());
    } else {
      to.put("on", Boolean.parseBoolean(signal.content()));
    }
  }
}
