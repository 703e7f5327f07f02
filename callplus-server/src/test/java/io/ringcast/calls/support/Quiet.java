package io.ringcast.calls.support;

import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.exchange.CallRooms;
import io.ringcast.calls.exchange.PushSender;

/** Rooms and pushes that nobody looks at. */
public final class Quiet implements CallRooms, PushSender {
  @Override
  public String pass(String appId, String callId, String userId) {
    return userId;
  }

  @Override
  public void admit(String appId, String callId, String userId, String deviceId) {}

  @Override
  public void dismiss(String appId, String callId, String userId) {}

  @Override
  public void close(String appId, String callId) {}

  @Override
  public void ring(Ring ring) {}

  @Override
  public void stop(String appId, String callId, String userId, RingStop why) {}
}
