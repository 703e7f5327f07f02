package io.ringcast.calls.exchange;

import io.ringcast.calls.desk.Habits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How things stand at the beginning of a device's session; what happens later is told by notices, the first of which has the number 1.
 *
 * @param nowMs the server's time
 * @param taken the call that the user takes part in
 * @param admitted whether it does so with this device, which may go into the call's room
 * @param ringing calls that wait for the user's answer
 * @param open running calls that the user took part in, or was asked into, and may come back to
 * @param habits how the user wants to be called
 */
public record Welcome(
    String sessionId, long nowMs, @Nullable CallView taken, boolean admitted, List<CallView> ringing, List<CallView> open,
    Habits habits) {
  public Welcome {
    ringing = List.copyOf(ringing);
    open = List.copyOf(open);
  }
}
