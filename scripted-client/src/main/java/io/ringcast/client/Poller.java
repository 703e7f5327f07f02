package io.ringcast.client;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Where a {@link ClientLoop} waits, with the sockets it waits for. {@link #open} and {@link #wakeup} may be called from any thread, the
 * rest from the loop's own.
 */
public interface Poller {
  /** Opens a UDP socket whose datagrams go to {@code receiver}. */
  LoopPort open(InetSocketAddress bind, LoopPort.Receiver receiver) throws IOException;

  /** Opens a TCP connection that reads so many bytes a second, 0 for as fast as they come. */
  LoopPort connect(ClientLoop loop, InetSocketAddress to, long bytesPerSecond, LoopStream.Receiver receiver) throws IOException;

  /** Has what has come received, after waiting for it for so long at most. */
  void poll(long waitNs) throws IOException;

  /** Ends a wait, or the next one. */
  void wakeup();

  /** Closes all sockets. */
  void close() throws IOException;
}
