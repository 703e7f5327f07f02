package io.ringcast.sfu.api;

import java.util.concurrent.CompletableFuture;

/** The media plane. Its handles may be used from any thread; what they ask happens on the loop that owns the state. */
public interface Sfu extends AutoCloseable {
  /** Opens a room whose events go to {@code events}. The caller keeps keys unique. */
  MediaRoom openRoom(RoomKey key, MediaEvents events);

  /** Whether it finds out how much fits on the paths to its peers, for which they are to be asked for transport-wide feedback. */
  boolean estimates();

  /** Counters of the whole media plane, gathered on its loops. */
  CompletableFuture<SfuReport> report();

  /** Tells every peer (RTCP BYE, DTLS close_notify), then closes loops and sockets. */
  @Override
  void close();
}
