package io.ringcast.sfu.transport;

import io.ringcast.sfu.loop.Packet;
import java.net.InetSocketAddress;

/** Where datagrams enter the media plane. Ownership of the packet passes with it. */
@FunctionalInterface
public interface PacketIntake {
  void receive(Packet packet, InetSocketAddress from, Outbox via, long nowNs);

  /** A TCP connection ended: nothing more comes or goes by it. */
  default void closed(Outbox via) {}
}
