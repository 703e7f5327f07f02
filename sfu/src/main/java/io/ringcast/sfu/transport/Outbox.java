package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.PathRoom;
import io.ringcast.sfu.loop.Slab;
import java.net.InetSocketAddress;

/** Where datagrams leave: a UDP port, or one TCP connection, which ignores the address. The bytes are taken before the call returns. */
public interface Outbox {
  void send(byte[] bytes, int offset, int length, InetSocketAddress to);

  /** Sends a slab's packets to one peer, in as few system calls as their sizes allow. */
  void send(Slab slab, InetSocketAddress to);

  /** How much video it takes now. */
  default PathRoom room() {
    return PathRoom.ANY;
  }

  /** A transport's peer proved to be at the other end of some address of it. */
  default void onProven() {}

  /** No transport has an address of it any more. */
  default void onForsaken() {}
}
