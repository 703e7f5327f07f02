package io.ringcast.calls.exchange;

import java.util.List;

/**
 * What a device that asked for something gets, once it is written down.
 *
 * @param callId the call that it was about; of a start that met the callee's own call to the caller, that one
 * @param admitted whether the device may go into the call's room now; whoever delivers this adds the pass, which is kept nowhere
 * @param busyUserIds of those who were called or invited: who is in another call
 */
public record Answer(String callId, boolean admitted, List<String> busyUserIds) {
  public Answer {
    busyUserIds = List.copyOf(busyUserIds);
  }
}
