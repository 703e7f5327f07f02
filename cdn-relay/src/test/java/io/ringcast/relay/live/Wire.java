package io.ringcast.relay.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;

/** One blocking connection under a sans-IO end: the test's thread reads, and writes what comes out. */
final class Wire implements AutoCloseable {
  /** Takes bytes that came. */
  interface Taker {
    void take(byte[] bytes, int offset, int length);
  }

  private static final int PATIENCE_MS = 60_000;

  private final Socket socket;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
  }

  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands over the next bytes; false at the other side's end. */
  boolean read(Taker taker) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[16_384];
    int count = in.read(bytes);
    if (count > 0) {
      taker.take(bytes, 0, count);
    }
    return count >= 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
