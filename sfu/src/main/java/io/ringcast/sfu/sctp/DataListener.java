package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataEnd;

/** Hears what happens on one peer's data channels, on its loop. It may call back. */
public interface DataListener {
  /** A channel can be used: the peer opened it, or acknowledged that we did. */
  void onChannelOpen(DataChannel channel, long nowNs);

  /** A whole message; the array belongs to the listener. */
  void onMessage(DataChannel channel, byte[] message, boolean binary, long nowNs);

  /** A message was refused as too much waited; half of the buffer is free again. */
  void onRoomAgain(long nowNs);

  void onChannelClosed(DataChannel channel, DataEnd reason, long nowNs);

  /** The association is over; every channel was closed before. The last event. */
  void onEnded(DataEnd reason, long nowNs);
}
