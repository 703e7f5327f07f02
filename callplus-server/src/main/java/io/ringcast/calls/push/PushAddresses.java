package io.ringcast.calls.push;

import java.util.List;

/** Keeps users' push addresses, one a device. Any thread that may wait; what was changed is durable when the call returns. */
public interface PushAddresses {
  /** Of one user; with more the oldest goes. */
  int PER_USER_MAX = 16;

  /** Keeps nothing. */
  PushAddresses NONE = new PushAddresses() {
    @Override
    public List<PushAddress> of(String appId, String userId) {
      return List.of();
    }

    @Override
    public void put(String appId, String userId, PushAddress address, long nowMs) {}

    @Override
    public void remove(String appId, String userId, String deviceId) {}

    @Override
    public void removeAll(String appId, String userId) {}
  };

  /** The newest last. */
  List<PushAddress> of(String appId, String userId);

  /** Takes the place of the device's address before. */
  void put(String appId, String userId, PushAddress address, long nowMs);

  void remove(String appId, String userId, String deviceId);

  void removeAll(String appId, String userId);
}
