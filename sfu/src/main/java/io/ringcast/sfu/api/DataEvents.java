package io.ringcast.sfu.api;

/** Hears what happens on one peer's data channels, on its loop: it hands things on and returns at once. */
public interface DataEvents {
  /** A channel can be used: the peer opened it, or acknowledged that we did. */
  void onChannelOpen(DataChannelSpec spec);

  /** A whole message, until {@link PeerData#done}. The array belongs to the listener, which may send it on as it is. */
  void onMessage(String label, byte[] message, boolean binary);

  /** A message that was to be sent was not taken. */
  default void onRefused(String label, byte[] message, SendOutcome why) {}

  /** A message was refused as too much waited for the peer; {@link PeerData#ROOM_AGAIN_BYTES} are free again. */
  default void onRoomAgain() {}

  default void onChannelClosed(String label, DataEnd reason) {}

  /** The association is over; its channels were closed before. Another may begin. */
  default void onEnded(DataEnd reason) {}
}
