package io.ringcast.relay.live;

import io.ringcast.relay.hub.Cursor;

/** Who takes a live stream out of it: a player, a push, the cutter of segments. Called on the stream's thread; it returns at once. */
public interface Outlet {
  /** Longer none waits for what follows: three pictures of 30 a second with their sounds leave together. */
  long MERGE_NS = 90_000_000;

  /** It reads here from now on, on the stream's thread; the stream takes the place back. */
  void onJoined(Cursor cursor);

  /** There is more to read; told once a turn, however much came, and once more when nothing has followed for {@link #MERGE_NS}. */
  void onMore(long nowNs);

  /** The stream is over, or refused the outlet; what is left at its cursor may be read now, and nothing follows. */
  void onEnd(LiveEnd reason);
}
