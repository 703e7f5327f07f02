package io.ringcast.calls.exchange;

import io.ringcast.calls.call.Call;
import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.Leg;
import io.ringcast.calls.call.LegEnd;
import io.ringcast.calls.call.LegState;
import io.ringcast.calls.call.SwitchRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call at one moment, as one of its users sees it. Times are milliseconds since 1970, {@link Leg#NOT_YET} for what has not come.
 *
 * @param ringsUntilMs when it stops ringing for the viewer by itself, where it does ring
 * @param pendingSwitch the request to switch the media that waits for an answer
 */
public record CallView(
    String callId, CallType type, CallMedia media, Call.Phase phase, String callerId, String extra, long startedMs, long connectedMs,
    long ringsUntilMs, @Nullable SwitchRequest pendingSwitch, List<Party> parties) {
  public CallView {
    parties = List.copyOf(parties);
  }

  /** @param end how its part ended, as far as the viewer may know */
  public record Party(
      String userId, LegState state, @Nullable LegEnd end, long invitedMs, long rangMs, long acceptedMs, long connectedMs, long leftMs) {}

  /** @param viewer who sees it; null sees everybody as they see themselves */
  static CallView of(Call call, @Nullable String viewer) {
    List<Party> parties = call.legs().stream().map(leg -> party(leg, viewer)).toList();
    return new CallView(call.callId(), call.type(), call.media(), call.phase(), call.callerId(), call.extra(), call.startedMs(),
        call.connectedMs(), viewer == null ? Leg.NOT_YET : call.ringsUntilMs(viewer), call.pendingSwitch(), parties);
  }

  private static Party party(Leg leg, @Nullable String viewer) {
    LegState state = viewer == null || viewer.equals(leg.userId()) ? leg.state() : leg.seen();
    return new Party(
        leg.userId(), state, leg.end(), leg.invitedMs(), leg.rangMs(), leg.acceptedMs(), leg.connectedMs(), leg.leftMs());
  }
}
