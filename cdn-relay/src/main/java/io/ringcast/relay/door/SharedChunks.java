package io.ringcast.relay.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.rtmp.RtmpServer;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Queue;

/**
 * The newest frames of one stream as RTMP's chunks, made once in memory that sockets send from, for all who play it. Owned by the stream's
 * thread; what it gives away is released by whom it is written to.
 */
final class SharedChunks implements AutoCloseable {
  /** What joiners begin with and what those behind have still to read; past it the oldest are made again for who needs them. */
  private static final int KEPT_MAX = 512;
  private static final long KEPT_BYTES_MAX = 8L << 20;

  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final IdentityHashMap<Frame, ByteBuf> chunks = new IdentityHashMap<>();
  private final Queue<Frame> oldestFirst = new ArrayDeque<>();
  private long keptBytes;

  /** A frame's chunks, the caller's to release. */
  ByteBuf of(Frame frame) {
    ByteBuf known = chunks.get(frame);
    if (known != null) {
      return known.retainedDuplicate();
    }
    byte[] bytes = RtmpServer.chunks(frame);
    ByteBuf made = allocator.directBuffer(bytes.length).writeBytes(bytes);
    chunks.put(frame, made);
    oldestFirst.add(frame);
    keptBytes += bytes.length;
    ByteBuf given = made.retainedDuplicate();
    while (oldestFirst.size() > KEPT_MAX || keptBytes > KEPT_BYTES_MAX) {
      forget(oldestFirst.remove());
    }
    return given;
  }

  private void forget(Frame frame) {
    ByteBuf old = chunks.remove(frame);
    if (old != null) {
      keptBytes -= old.readableBytes();
      old.release();
    }
  }

  @Override
  public void close() {
    while (!oldestFirst.isEmpty()) {
      forget(oldestFirst.remove());
    }
  }
}
