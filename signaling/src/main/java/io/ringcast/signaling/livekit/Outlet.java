package io.ringcast.signaling.livekit;

import livekit.LivekitRtc.SignalResponse;

/** Where a session's messages go out; used by the room's queue alone. */
interface Outlet {
  /** False when the client reads too slowly, or has gone: nothing more will reach it. */
  boolean send(SignalResponse response);

  /** Closes the connection once everything before is sent. */
  void close();
}
