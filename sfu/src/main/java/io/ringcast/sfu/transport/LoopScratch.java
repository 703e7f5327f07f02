package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Slab;

/** Buffers that all transports of one loop use in turn, so that memory is per loop and not per peer. Nothing in them outlives a call. */
public final class LoopScratch {
  /** The most any negotiated profile adds to a packet: a GCM tag, and on RTCP the index word. */
  static final int MAX_PROTECTION_BYTES = 20;

  private final Slab slab = new Slab(MAX_PROTECTION_BYTES);
  private final byte[] plain = new byte[Packet.CAPACITY];
  private final byte[] control = new byte[Packet.CAPACITY];

  Slab slab() {
    return slab;
  }

  /** Where a cipher puts what is not authenticated yet. */
  byte[] plain() {
    return plain;
  }

  /** Where outgoing RTCP and STUN are built. */
  byte[] control() {
    return control;
  }
}
