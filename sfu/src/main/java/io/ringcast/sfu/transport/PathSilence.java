package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.PathRoom;
import org.jspecify.annotations.Nullable;

/** How long the chosen path has said nothing, and what follows from it. */
final class PathSilence {
  /** Longer than the 2.5 s between a browser's checks on a stable path. */
  static final long MOVABLE_NS = 3_000_000_000L;

  /**
   * Several of a peer's checks and reports. A receiver that hears nothing guesses how often 16-bit sequence numbers began anew from the
   * first one it hears again (RFC 3711 section 3.3.1), wrongly for good after 2^15: even 3,000 packets a second stay below.
   */
  static final long UNANSWERED_NS = 10_000_000_000L;

  private long heardNs;

  void heard(long nowNs) {
    heardNs = nowNs;
  }

  /** Whether a check from elsewhere moves the path though it does not say so. */
  boolean isMovable(long nowNs) {
    return nowNs - heardNs > MOVABLE_NS;
  }

  PathRoom room(@Nullable Path path, long nowNs) {
    if (path == null) {
      return PathRoom.ANY;
    }
    return nowNs - heardNs > UNANSWERED_NS ? PathRoom.UNANSWERED : path.via().room();
  }
}
