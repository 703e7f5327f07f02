package io.ringcast.client;

import java.net.InetSocketAddress;

/** One peer's way to the network on a {@link ClientLoop}; used on the loop's thread only. */
public interface LoopPort {
  InetSocketAddress localAddress();

  /** Sends now or, as a network would, not at all. A stream ignores the address. */
  void send(byte[] bytes, int offset, int length, InetSocketAddress to);

  void close();

  /** Takes a datagram; the bytes are the port's and are valid until the call returns. */
  interface Receiver {
    void onDatagram(LoopPort port, byte[] bytes, int length, InetSocketAddress from, long nowNs);
  }
}
