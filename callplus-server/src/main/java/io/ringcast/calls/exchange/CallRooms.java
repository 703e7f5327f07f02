package io.ringcast.calls.exchange;

import io.ringcast.calls.call.CallMedia;

/** Where the media of calls go: a call's room has the call's id. It is called by the exchange's thread and never waits. */
public interface CallRooms {
  /** Rooms that nobody can go into: calls without media. */
  CallRooms NONE = new CallRooms() {
    @Override
    public String pass(String appId, String callId, String userId, CallMedia media) {
      return "";
    }

    @Override
    public void dismiss(String appId, String callId, String userId) {}

    @Override
    public void close(String appId, String callId) {}
  };

  /** A token that opens the call's room to a user; the room begins with the first who comes. */
  String pass(String appId, String callId, String userId, CallMedia media);

  /** Puts a user out of the call's room, whether it is there or not. */
  void dismiss(String appId, String callId, String userId);

  /** Ends the call's room, whether there is one or not. */
  void close(String appId, String callId);
}
