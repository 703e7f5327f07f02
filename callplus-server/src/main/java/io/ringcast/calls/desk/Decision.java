package io.ringcast.calls.desk;

import io.ringcast.calls.call.Call;
import java.util.List;

/**
 * What a command came to: written down as a whole or not at all, before any of it is done.
 *
 * @param callId the call that it was about; of a start that met the callee's own call to the caller, that one
 * @param entries what is written down
 * @param tasks what is done then, in this order
 * @param connected the calls whose timer began
 * @param closed the calls that ended
 */
public record Decision(String callId, List<CallEntry> entries, List<CallTask> tasks, List<Call> connected, List<Call> closed) {
  public Decision {
    entries = List.copyOf(entries);
    tasks = List.copyOf(tasks);
    connected = List.copyOf(connected);
    closed = List.copyOf(closed);
  }
}
