package io.ringcast.calls.call;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that is over, as it is kept: once for all who were part of it, so that all sides' records have the same times.
 *
 * @param parts the caller's first, then in the order of their coming
 */
public record PastCall(
    String callId, CallType type, CallMedia media, long startedMs, long connectedMs, long endedMs, @Nullable EndReason reason,
    List<Part> parts) {
  public PastCall {
    parts = List.copyOf(parts);
  }

  /**
   * One participant's.
   *
   * @param kept whether the call stands in this user's own history
   */
  public record Part(
      String userId, boolean kept, LegState state, @Nullable LegEnd end, long acceptedMs, long connectedMs, long leftMs, long talkedMs) {}

  public static PastCall of(Call call) {
    List<Part> parts = new ArrayList<>();
    for (Leg leg : call.legs()) {
      parts.add(new Part(leg.userId(), leg.recorded(), leg.state(), leg.end(), leg.acceptedMs(), leg.firstConnectedMs(), leg.leftMs(),
          leg.talkedMs(call.endedMs())));
    }
    return new PastCall(call.callId(), call.type(), call.media(), call.startedMs(), call.connectedMs(), call.endedMs(), call.endReason(),
        parts);
  }

  public String callerId() {
    return parts.getFirst().userId();
  }

  /** The call as one of its participants has it. */
  public CallRecord record(int place) {
    Part own = parts.get(place);
    List<String> others = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (i != place) {
        others.add(parts.get(i).userId());
      }
    }
    return new CallRecord(callId, place == 0 ? CallRecord.Direction.OUT : CallRecord.Direction.IN, type, media, callerId(), others,
        own.state(), own.end(), startedMs, own.acceptedMs(), own.connectedMs(), own.leftMs(), own.talkedMs());
  }
}
