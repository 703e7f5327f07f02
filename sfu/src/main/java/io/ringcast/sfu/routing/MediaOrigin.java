package io.ringcast.sfu.routing;

/** Something on this loop that publishes: a peer or a feed. */
interface MediaOrigin {
  /** Hands over the runs gathered in this turn. */
  void flush(long nowNs);
}
