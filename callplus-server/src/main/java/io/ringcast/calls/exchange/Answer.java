package io.ringcast.calls.exchange;

import io.ringcast.calls.call.SwitchRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device that asked for something gets, once it is written down.
 *
 * @param callId the call that it was about; of a start that met the callee's own call to the caller, that one
 * @param admitted whether the device may go into the call's room now; whoever delivers this adds the pass, which is kept nowhere
 * @param busyUserIds of those who were called or invited: who is in another call
 * @param crossed whether a start met the callee's own call to the caller, which is answered now
 * @param call as it was then, of a start, an answer or a joining; null where it is over already
 * @param pendingSwitch the request to switch the media, of whoever asked for one that waits for its answer
 */
public record Answer(
    String callId, boolean admitted, List<String> busyUserIds, boolean crossed, @Nullable CallView call,
    @Nullable SwitchRequest pendingSwitch) {
  public Answer {
    busyUserIds = List.copyOf(busyUserIds);
  }

  /** That it was done. */
  public static Answer done(String callId) {
    return new Answer(callId, false, List.of(), false, null, null);
  }
}
