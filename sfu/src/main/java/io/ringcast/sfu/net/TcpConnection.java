package io.ringcast.sfu.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import io.ringcast.sfu.api.ConnectionRefusal;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PathRoom;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.wire.FrameReader;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * One TCP connection of a media loop: packets both ways, each behind its length (RFC 4571). Used by its loop's thread only.
 *
 * <p>What the peer does not read waits here, up to limits that lie apart by more than a turn of the loop can add, so that new frames of
 * video give way first, then all video, then sound, and last RTCP, DTLS and STUN:
 *
 * <pre>
 * bytes waiting   0        RESUME    NEW_FRAMES           ALL_VIDEO        MEDIA      CONTROL
 * new frames      |---- begin ----|--(begin again)--|------------ left out ------------------|
 * begun frames    |---------------- finished -------------------|------ cut -----------------|
 * sound           |---------------------------- sent -----------------------|---- dropped ---|
 * control         |---------------------------------- sent ----------------------------------| dropped
 * </pre>
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements Outbox {
  /** Two seconds at 1 Mbit/s: a keyframe and what follows it fit, so that one keyframe never costs the next frames. */
  static final int NEW_FRAMES_LIMIT = 256 << 10;

  /** Half a second at 1 Mbit/s: a stream begins again where it will not be late at once. */
  static final int RESUME_LIMIT = 64 << 10;

  /** The largest frame that is finished once it has begun has the difference to {@link #NEW_FRAMES_LIMIT}. */
  static final int ALL_VIDEO_LIMIT = 768 << 10;
  static final int MEDIA_LIMIT = 1 << 20;
  static final int CONTROL_LIMIT = MEDIA_LIMIT + (128 << 10);

  /** The last words of a transport, DTLS close_notify among them, are made by another thread after it has ended. */
  private static final long FAREWELL_MS = 1_000;

  private final Channel channel;
  private final InetSocketAddress from;
  private final TcpConnections connections;
  private final TcpCounters counters;
  private final FrameReader frames = new FrameReader(Packet.CAPACITY);
  private boolean proven;
  private boolean owned;
  private boolean ending;
  private boolean unflushed;
  private boolean full;
  private boolean inBatch;
  private long batchNs;

  TcpConnection(Channel channel, TcpConnections connections) {
    this.channel = channel;
    this.connections = connections;
    counters = connections.parts().tcp();
    from = (InetSocketAddress) channel.remoteAddress();
  }

  /** Takes what was read before; when that proves nothing the connection ends, else it reads on. */
  void begin(byte[] read, int length) {
    take(read, length, SystemClock.nowNs());
    if (!ending) {
      channel.config().setAutoRead(true);
    }
    connections.onEndOfBatch();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!inBatch) {
      inBatch = true;
      batchNs = SystemClock.nowNs();
    }
    ByteBuf bytes = (ByteBuf) message;
    byte[] scratch = connections.scratch();
    try {
      while (bytes.isReadable()) {
        int count = Math.min(bytes.readableBytes(), scratch.length);
        bytes.readBytes(scratch, 0, count);
        take(scratch, count, batchNs);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inBatch = false;
    connections.onEndOfBatch();
  }

  private void take(byte[] bytes, int length, long nowNs) {
    frames.wrap(bytes, 0, length);
    while (!ending && frames.next()) {
      Packet packet = connections.entrance().packetFor(frames.length());
      if (packet != null) {
        System.arraycopy(frames.bytes(), frames.offset(), packet.bytes(), 0, frames.length());
        connections.entrance().enter(packet, from, this, nowNs);
      }
      if (!proven) {
        end(ConnectionRefusal.NOT_AUTHENTIC);
      }
    }
    switch (frames.fault()) {
      case EMPTY -> end(ConnectionRefusal.EMPTY_FRAME);
      case TOO_LONG -> end(ConnectionRefusal.FRAME_TOO_LONG);
      case NONE -> { }
    }
  }

  /** Closes the connection behind what was written to it, once. */
  private void end(ConnectionRefusal reason) {
    if (!ending) {
      ending = true;
      counters.refused(reason);
      channel.config().setAutoRead(false);
      ChannelFuture _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void onProven() {
    proven = true;
    owned = true;
  }

  @Override
  public void onForsaken() {
    owned = false;
    Future<?> _ = channel.eventLoop().schedule(() -> {
      if (!owned && channel.isActive()) {
        end(ConnectionRefusal.FORSAKEN);
      }
    }, FAREWELL_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ending = true;
    connections.onClosed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelFuture _ = context.close();
  }

  @Override
  public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
    if (refuse(1, length, CONTROL_LIMIT)) {
      return;
    }
    ByteBuf frame = channel.alloc().directBuffer(FrameReader.HEADER_SIZE + length);
    write(frame.writeShort(length).writeBytes(bytes, offset, length), 1);
  }

  @Override
  public void send(Slab slab, InetSocketAddress to) {
    int bytes = 0;
    for (int i = 0; i < slab.size(); i++) {
      bytes += FrameReader.HEADER_SIZE + slab.length(i);
    }
    if (refuse(slab.size(), bytes, MEDIA_LIMIT)) {
      return;
    }
    ByteBuf all = channel.alloc().directBuffer(bytes);
    for (int i = 0; i < slab.size(); i++) {
      all.writeShort(slab.length(i)).writeBytes(slab.bytes(), slab.offset(i), slab.length(i));
    }
    write(all, slab.size());
  }

  private boolean refuse(int packets, int bytes, int limit) {
    if (!channel.isActive() || ending) {
      connections.parts().drops().count(DropReason.SEND_FAILED, packets);
      return true;
    }
    if (waitingBytes() + bytes > limit) {
      connections.parts().drops().count(DropReason.SEND_QUEUE_FULL, packets);
      return true;
    }
    return false;
  }

  private void write(ByteBuf bytes, int packets) {
    connections.parts().traffic().sent(packets, bytes.readableBytes());
    if (!unflushed) {
      unflushed = true;
      connections.onWritten(this);
    }
    ChannelFuture _ = channel.write(bytes, channel.voidPromise());
  }

  void flush() {
    unflushed = false;
    channel.flush();
  }

  @Override
  public PathRoom room() {
    long waiting = waitingBytes();
    full = waiting > (full ? RESUME_LIMIT : NEW_FRAMES_LIMIT);
    if (waiting > ALL_VIDEO_LIMIT) {
      return PathRoom.NO_VIDEO;
    }
    return full ? PathRoom.BEGUN_FRAMES : PathRoom.ANY;
  }

  /** Bytes written and not yet taken by the kernel. */
  long waitingBytes() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }
}
