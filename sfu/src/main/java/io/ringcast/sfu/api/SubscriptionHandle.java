package io.ringcast.sfu.api;

/** One subscription of one peer. */
public interface SubscriptionHandle {
  SubscriptionId id();

  /** The SSRC under which the subscriber receives the publication, an unsigned 32-bit number. */
  long ssrc();

  /** The SSRC of its retransmissions, an unsigned 32-bit number. */
  long rtxSsrc();

  /** Asks for a layer; where it is not being sent the next one that is takes its place. */
  void want(Layer layer);

  /** Asks that temporal layers above this one, 0 for the lowest, be left out; without it all are sent. */
  void wantTemporal(int highest);

  /** A paused subscription sends nothing and asks for nothing. */
  void pause(boolean paused);

  void close();
}
