package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.Slab;
import java.net.InetSocketAddress;

/** Where datagrams leave: a UDP port, or one TCP connection, which ignores the address. The bytes are taken before the call returns. */
public interface Outbox {
  void send(byte[] bytes, int offset, int length, InetSocketAddress to);

  /** Sends a slab's packets to one peer, in as few system calls as their sizes allow. */
  void send(Slab slab, InetSocketAddress to);
}
