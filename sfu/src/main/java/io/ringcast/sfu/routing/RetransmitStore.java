package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.Packet;
import org.jspecify.annotations.Nullable;

/** One layer's recent packets, by sequence number: a ring in which a newer packet displaces, and releases, the one it replaces. */
final class RetransmitStore {
  private final @Nullable Packet[] slots;
  private final int mask;
  private long highest = Long.MIN_VALUE;

  /** @param capacity a power of two */
  RetransmitStore(int capacity) {
    slots = new Packet[capacity];
    mask = capacity - 1;
  }

  /** Takes ownership of a packet; false, and the packet stays the caller's, when it is older than everything kept. */
  boolean keep(Packet packet) {
    long sequence = packet.extendedSequence();
    if (highest != Long.MIN_VALUE && sequence <= highest - slots.length) {
      return false;
    }
    int slot = (int) (sequence & mask);
    Packet displaced = slots[slot];
    if (displaced != null) {
      displaced.release();
    }
    slots[slot] = packet;
    highest = Math.max(highest, sequence);
    return true;
  }

  /** The packet of a sequence number, still owned by the store; null when it is gone. */
  @Nullable Packet find(long sequence) {
    Packet packet = slots[(int) (sequence & mask)];
    return packet != null && packet.extendedSequence() == sequence ? packet : null;
  }

  void releaseAll() {
    for (int i = 0; i < slots.length; i++) {
      Packet packet = slots[i];
      if (packet != null) {
        packet.release();
        slots[i] = null;
      }
    }
  }
}
