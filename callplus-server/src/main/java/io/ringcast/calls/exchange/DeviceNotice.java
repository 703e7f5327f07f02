package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallNotice;
import io.ringcast.calls.call.CallRecord;
import io.ringcast.calls.call.RingStop;

/** What a device is told. */
public sealed interface DeviceNotice {
  String callId();

  /** @param call as it is at this moment */
  record Rings(String callId, String fromUserId, CallView call) implements DeviceNotice {}

  record RingStopped(String callId, RingStop why) implements DeviceNotice {}

  /** This device may go into the call's room; whoever delivers this adds the pass, which is kept nowhere. */
  record Admitted(String callId) implements DeviceNotice {}

  /** @param atMs when it happened */
  record Said(String callId, long atMs, CallNotice notice) implements DeviceNotice {}

  /** Something that a participant tells the others: the state of its camera, or what the app likes. */
  record Signalled(String callId, String fromUserId, String name, String content) implements DeviceNotice {}

  /** A call has come into the user's history. */
  record Recorded(CallRecord record) implements DeviceNotice {
    @Override
    public String callId() {
      return record.callId();
    }
  }
}
