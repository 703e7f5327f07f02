package io.ringcast.sfu.loop;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A loop's packets: made on demand up to a limit, reused for ever. Used by its loop's thread only. */
public final class PacketPool {
  private final ArrayDeque<Packet> free = new ArrayDeque<>();
  private final int limit;
  private int made;

  public PacketPool(int limit) {
    this.limit = limit;
  }

  /** A packet that the caller now owns, or null when the limit is reached: the datagram is then dropped. */
  public @Nullable Packet take() {
    Packet packet = free.pollLast();
    if (packet == null) {
      if (made == limit) {
        return null;
      }
      made++;
      return new Packet(this);
    }
    packet.markFree(false);
    return packet;
  }

  void giveBack(Packet packet) {
    if (!packet.markFree(true)) {
      throw new IllegalStateException("packet released twice");
    }
    packet.length(0);
    packet.hidden(false);
    free.addLast(packet);
  }

  /** Packets taken and not yet given back. */
  public int inUse() {
    return made - free.size();
  }
}
