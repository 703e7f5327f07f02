package io.ringcast.calls.exchange;

import org.jspecify.annotations.Nullable;

/** Where the media of calls go: a call's room has the call's id. It is called by the exchange's thread and never waits. */
public interface CallRooms {
  /** Rooms that nobody can go into: calls without media. */
  CallRooms NONE = new CallRooms() {
    @Override
    public String pass(String appId, String callId, String userId) {
      return "";
    }

    @Override
    public void admit(String appId, String callId, String userId, String deviceId) {}

    @Override
    public void dismiss(String appId, String callId, String userId) {}

    @Override
    public void close(String appId, String callId) {}
  };

  /**
   * A token that opens the call's room to a user for as long as it is admitted, for audio and video; the room begins with the first who
   * comes. Any thread may ask.
   */
  String pass(String appId, String callId, String userId);

  /**
   * A token by which a ringing device may connect to the call's room and wait there until it is admitted or dismissed: nobody knows of it,
   * it sends and receives nothing, and it is not where its user is. Any thread may ask; empty where there is no waiting.
   */
  default String waitingPass(String appId, String callId, String userId, String deviceId) {
    return "";
  }

  /** A device that has a pass for it may wait from now on. */
  default void expect(String appId, String callId, String userId, String deviceId) {}

  /**
   * Nobody waits any more, and whoever does is put out.
   *
   * @param deviceId of the user's devices this one; null for all
   */
  default void dismissWaiting(String appId, String callId, String userId, @Nullable String deviceId) {}

  /** Whoever has a pass may come from now on. If this device waits it is in; the user's others wait no longer. */
  void admit(String appId, String callId, String userId, String deviceId);

  /** Puts a user out of the call's room, whether it is there or not. */
  void dismiss(String appId, String callId, String userId);

  /** Ends the call's room, whether there is one or not. */
  void close(String appId, String callId);
}
