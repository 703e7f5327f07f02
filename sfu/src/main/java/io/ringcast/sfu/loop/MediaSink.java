package io.ringcast.sfu.loop;

/** Where a subscription's packets go: implemented by the transport. */
public interface MediaSink {
  /** An empty slab to write RTP packets into; valid until {@link #send}. */
  Slab slab();

  /** Protects the packet last appended to the slab, in place, with this peer's keys; takes it out, and counts why, when it cannot. */
  void protectLast(Slab slab);

  /** Sends the slab's protected packets and clears it. */
  void send(Slab slab, long nowNs);

  /** Whether packets sent now reach the peer: keys are there and a path is chosen. */
  boolean isOpen();

  /** How much video the path takes now. */
  default PathRoom room(long nowNs) {
    return PathRoom.ANY;
  }
}
