package io.ringcast.calls.channel;

import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.SwitchRequest;
import io.ringcast.calls.exchange.CallView;
import io.ringcast.calls.exchange.CallView.Party;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes calls as one user sees them. */
final class CallWriter {
  private final String viewer;

  CallWriter(String viewer) {
    this.viewer = viewer;
  }

  ObjectNode call(SeenCall seen) {
    CallView call = seen.call();
    ObjectNode to = JsonNodeFactory.instance.objectNode().put("callId", call.callId()).put("type", call.type().name())
        .put("media", call.media().name()).put("phase", phase(call)).put("callerId", call.callerId())
        .put("startedAtMs", call.startedMs());
    time(to, "connectedAtMs", call.connectedMs());
    to.put("you", you(call).name()).put("here", seen.here());
    time(to, "untilMs", call.ringsUntilMs());
    if (!call.extra().isEmpty()) {
      to.put("extra", call.extra());
    }
    ArrayNode participants = to.putArray("participants");
    call.parties().forEach(party -> participants.add(party(party)));
    SwitchRequest asked = call.pendingSwitch();
    if (asked != null) {
      to.putObject("switch").put("transactionId", asked.transactionId()).put("byUserId", asked.byUserId())
          .put("media", asked.media().name()).put("untilMs", asked.untilMs());
    }
    room(to, seen.pass());
    return to;
  }

  LegState you(CallView call) {
    return call.parties().stream().filter(party -> party.userId().equals(viewer)).map(Party::state).findAny().orElse(LegState.IDLE);
  }

  private static String phase(CallView call) {
    return switch (call.phase()) {
      case RINGING -> "RINGING";
      case ANSWERED, TALKING -> "RUNNING";
      case OVER -> "OVER";
    };
  }

  private static ObjectNode party(Party party) {
    ObjectNode to = JsonNodeFactory.instance.objectNode().put("userId", party.userId());
    FrameWriter.state(to, party.state());
    if (party.end() != null) {
      to.put("end", party.end().name());
    }
    time(to, "invitedAtMs", party.invitedMs());
    time(to, "ringingAtMs", party.rangMs());
    time(to, "acceptedAtMs", party.acceptedMs());
    time(to, "connectedAtMs", party.connectedMs());
    time(to, "leftAtMs", party.leftMs());
    return to;
  }

  private static void time(ObjectNode to, String name, long atMs) {
    if (atMs != Leg.NOT_YET) {
      to.put(name, atMs);
    }
  }

  static void room(ObjectNode to, @Nullable Pass pass) {
    if (pass != null) {
      to.putObject("room").put("name", pass.roomId()).put("token", pass.token());
    }
  }
}
