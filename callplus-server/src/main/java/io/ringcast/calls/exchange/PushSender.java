package io.ringcast.calls.exchange;

import io.ringcast.calls.call.RingStop;
import java.util.List;

/** Reaches devices that are not connected. It is called by the exchange's thread and never waits. */
public interface PushSender {
  /** Reaches nobody. */
  PushSender NONE = new PushSender() {
    @Override
    public void ring(Ring ring) {}

    @Override
    public void stop(String appId, String callId, String userId, RingStop why) {}
  };

  /**
   * A call rings for a user. After a restart of the server it may be said again of a call that still rings.
   *
   * @param content what the app wants pushed, as JSON; may be empty
   * @param connectedDeviceIds the user's devices that heard it already
   */
  record Ring(String appId, String userId, String fromUserId, CallView call, String content, List<String> connectedDeviceIds) {
    public Ring {
      connectedDeviceIds = List.copyOf(connectedDeviceIds);
    }
  }

  void ring(Ring ring);

  /** The call does not ring for the user any more. */
  void stop(String appId, String callId, String userId, RingStop why);
}
