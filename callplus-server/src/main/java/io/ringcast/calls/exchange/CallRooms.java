package io.ringcast.calls.exchange;

/** Where the media of calls go: a call's room has the call's id. It is called by the exchange's thread and never waits. */
public interface CallRooms {
  /** Rooms that nobody can go into: calls without media. */
  CallRooms NONE = new CallRooms() {
    @Override
    public String pass(String appId, String callId, String userId) {
      return "";
    }

    @Override
    public void admit(String appId, String callId, String userId) {}

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

  /** Whoever has a pass may come from now on. */
  void admit(String appId, String callId, String userId);

  /** Puts a user out of the call's room, whether it is there or not. */
  void dismiss(String appId, String callId, String userId);

  /** Ends the call's room, whether there is one or not. */
  void close(String appId, String callId);
}
