package io.ringcast.sfu.net;

import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The TCP connections of one loop. Used by its thread only. */
final class TcpConnections {
  /** What one read brings at most: a burst of a publisher's video at its pace. */
  private static final int READ_SIZE = 16 << 10;

  private final LoopParts parts;
  private final Entrance entrance;
  private final Runnable endOfBatch;
  private final Set<TcpConnection> open = new HashSet<>();
  private final List<TcpConnection> written = new ArrayList<>();
  private final byte[] scratch = new byte[READ_SIZE];

  TcpConnections(LoopParts parts, Entrance entrance, Runnable endOfBatch) {
    this.parts = parts;
    this.entrance = entrance;
    this.endOfBatch = endOfBatch;
  }

  /** Takes over a connection that now belongs to this thread, and what was read of it before. */
  void adopt(Channel channel, byte[] read, int length) {
    TcpConnection connection = new TcpConnection(channel, this);
    open.add(connection);
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_SIZE));
    channel.pipeline().replace(Newcomer.class, null, connection);
    connection.begin(read, length);
  }

  /** Hands everything written in this turn to the kernel. */
  void flush() {
    for (int i = 0; i < written.size(); i++) {
      written.get(i).flush();
    }
    written.clear();
  }

  int count() {
    return open.size();
  }

  /** Bytes that wait in all connections because their peers read slowly. */
  long waitingBytes() {
    long bytes = 0;
    for (TcpConnection connection : open) {
      bytes += connection.waitingBytes();
    }
    return bytes;
  }

  LoopParts parts() {
    return parts;
  }

  Entrance entrance() {
    return entrance;
  }

  /** Where a connection puts what it reads, until it is taken apart. */
  byte[] scratch() {
    return scratch;
  }

  void onWritten(TcpConnection connection) {
    written.add(connection);
  }

  void onEndOfBatch() {
    endOfBatch.run();
  }

  void onClosed(TcpConnection connection) {
    open.remove(connection);
    entrance.closed(connection);
  }
}
