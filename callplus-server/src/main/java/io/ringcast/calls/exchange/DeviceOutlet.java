package io.ringcast.calls.exchange;

/** The way to a device that is connected. It is called by the exchange's thread, in the order of what happened, and never waits. */
public interface DeviceOutlet {
  /** A session begins. */
  void opened(Welcome welcome);

  /** The session goes on; the notices after the last one that the device has seen follow. */
  void resumed(String sessionId, long nowMs);

  /** @param number one more than that of the notice before */
  void notice(long number, DeviceNotice notice);

  /** Nothing more comes by this way. */
  void closed(SessionEnd why);
}
