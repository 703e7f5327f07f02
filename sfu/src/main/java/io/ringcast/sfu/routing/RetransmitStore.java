package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.Packet;
import org.jspecify.annotations.Nullable;

/** One layer's recent packets, by sequence number: a ring in which a newer packet displaces the one it replaces. */
final class RetransmitStore {
  private final @Nullable Packet[] slots;
  private final int mask;
  private long highest = Long.MIN_VALUE;

  /** @param capacity a power of two */
  RetransmitStore(int capacity) {
    slots = new Packet[capacity];
    mask = capacity - 1;
  }

  /** Whether a packet is young enough to be kept. */
  boolean takes(Packet packet) {
    return highest == Long.MIN_VALUE || packet.extendedSequence() > highest - slots.length;
  }

  /** Takes ownership of a packet and gives up that of the one it displaces, null when there is none. */
  @Nullable Packet keep(Packet packet) {
    int slot = (int) (packet.extendedSequence() & mask);
    Packet displaced = slots[slot];
    slots[slot] = packet;
    highest = Math.max(highest, packet.extendedSequence());
    return displaced;
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
