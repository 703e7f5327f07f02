package io.ringcast.client;

import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;

/** One peer's way to the network on a {@link ClientLoop}; used on the loop's thread only. */
public interface LoopPort {
  InetSocketAddress localAddress();

  /** Sends now or, as a network would, not at all. A stream ignores the address. */
  void send(byte[] bytes, int offset, int length, InetSocketAddress to);

  void close();

  /** The selector found the channel ready. */
  void onReady(SelectionKey key, long nowNs);
}
