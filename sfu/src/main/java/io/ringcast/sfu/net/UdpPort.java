package io.ringcast.sfu.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.transport.Outbox;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket of one media loop: datagrams in by batches, slabs out with generic segmentation offload (GSO) where their sizes allow.
 * Used by its loop's thread only.
 *
 * <p>Where the socket is epoll's, datagrams are gathered in a {@link DatagramBatch} and go to the kernel directly. When the kernel takes no
 * more, the rest goes through the channel's queue, as everything does elsewhere, and what follows queues behind it until that is empty.
 */
final class UdpPort extends ChannelInboundHandlerAdapter implements Outbox {
  private static final Logger log = LoggerFactory.getLogger(UdpPort.class);

  private final DatagramChannel channel;
  private final Entrance entrance;
  private final DropCounters drops;
  private final TrafficCounters traffic;
  private final Runnable endOfBatch;
  private final Arena arena = Arena.ofConfined();
  private boolean segmentation;
  private @Nullable BatchSender kernel;
  /** Null where the channel alone sends. */
  private @Nullable DatagramBatch batch;
  /** Something waits in the channel's queue. */
  private boolean queueing;
  private boolean unflushed;
  private long batchNs;
  private boolean inBatch;

  UdpPort(DatagramChannel channel, LoopParts parts, Entrance entrance, boolean segmentation, Runnable endOfBatch) {
    this.channel = channel;
    this.entrance = entrance;
    this.drops = parts.drops();
    this.traffic = parts.traffic();
    this.segmentation = segmentation;
    this.endOfBatch = endOfBatch;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket datagram = (DatagramPacket) message;
    try {
      if (!inBatch) {
        inBatch = true;
        batchNs = SystemClock.nowNs();
      }
      accept(datagram.content(), datagram.sender());
    } finally {
      datagram.release();
    }
  }

  private void accept(ByteBuf content, InetSocketAddress from) {
    Packet packet = entrance.packetFor(content.readableBytes());
    if (packet != null) {
      content.readBytes(packet.bytes(), 0, packet.length());
      entrance.enter(packet, from, this, batchNs);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inBatch = false;
    endOfBatch.run();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (channel instanceof EpollDatagramChannel epoll) {
      KernelSends sends = new KernelSends(epoll.fd().intValue(), arena);
      kernel = sends;
      batch = new DatagramBatch(arena, sends.isInet6(arena));
    }
  }

  /** Closes the socket; from a thread that is not the loop's. */
  void close() {
    LoopEnd.await(channel);
  }

  /** Has somebody else send the batches: how tests see what a kernel seldom does. */
  void kernel(BatchSender other) {
    kernel = other;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    batch = null;
    arena.close();
  }

  @Override
  public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
    if (!refuse(1, to)) {
      write(bytes, offset, length, length, to);
    }
  }

  @Override
  public void send(Slab slab, InetSocketAddress to) {
    if (refuse(slab.size(), to)) {
      return;
    }
    int index = 0;
    while (index < slab.size()) {
      int count = segmentation ? equalSizedFrom(slab, index) : 1;
      int bytes = slab.offset(index + count - 1) + slab.length(index + count - 1) - slab.offset(index);
      write(slab.bytes(), slab.offset(index), bytes, slab.length(index), to);
      index += count;
    }
  }

  /** How many packets from {@code first} on can leave as one send: equal sizes, only the last may be shorter. */
  private static int equalSizedFrom(Slab slab, int first) {
    int segment = slab.length(first);
    int bytes = segment;
    int next = first + 1;
    while (segment <= DatagramBatch.MAX_SEGMENT_BYTES && next < slab.size() && next - first < DatagramBatch.MAX_SEGMENTS) {
      int length = slab.length(next);
      bytes += length;
      if (length > segment || bytes > DatagramBatch.MAX_SEND_BYTES) {
        break;
      }
      next++;
      if (length < segment) {
        break;
      }
    }
    return next - first;
  }

  private boolean refuse(int packets, InetSocketAddress to) {
    if (!channel.isActive() || to.getPort() == 0) {
      drops.count(DropReason.SEND_FAILED, packets);
      return true;
    }
    if (queueing && !channel.isWritable()) {
      drops.count(DropReason.SEND_QUEUE_FULL, packets);
      return true;
    }
    return false;
  }

  private void write(byte[] bytes, int offset, int length, int segment, InetSocketAddress to) {
    traffic.sent(Math.ceilDiv(length, segment), length);
    DatagramBatch open = batch;
    if (open != null && !open.takes(length)) {
      send(open);
    }
    if (open != null && segmentation && open.joins(length, segment, to)) {
      open.join(bytes, offset, length);
      return;
    }
    traffic.sendCall();
    if (open == null || isQueueing()) {
      queue(channel.alloc().directBuffer(length).writeBytes(bytes, offset, length), segment, to);
    } else {
      open.add(bytes, offset, length, segment, to);
    }
  }

  private boolean isQueueing() {
    ChannelOutboundBuffer waiting = queueing ? channel.unsafe().outboundBuffer() : null;
    queueing = waiting != null && waiting.totalPendingWriteBytes() > 0;
    return queueing;
  }

  private void queue(ByteBuf datagram, int segment, InetSocketAddress to) {
    boolean single = segment >= datagram.readableBytes();
    queueing = true;
    unflushed = true;
    ChannelFuture _ = channel.write(
        single ? new DatagramPacket(datagram, to) : new SegmentedDatagramPacket(datagram, segment, to), channel.voidPromise());
  }

  /** Hands the batch to the kernel; what it does not take now goes to the channel's queue. */
  private void send(DatagramBatch full) {
    BatchSender sender = kernel;
    int next = 0;
    while (sender != null && next < full.size()) {
      int sent = sender.send(full, next);
      if (sent >= 0) {
        next += sent;
      } else if (sent == -BatchSender.EAGAIN || cannotSegment(-sent, full.packets(next))) {
        queueFrom(full, next);
        break;
      } else if (sent != -BatchSender.EINTR) {
        drops.count(DropReason.SEND_FAILED, full.packets(next));
        log.debug("UDP port {}: error {}", channel.localAddress(), -sent);
        next++;
      }
    }
    full.clear();
  }

  /** A path whose device or tunnel cannot segment answers EIO or EINVAL: this socket goes on without. */
  private boolean cannotSegment(int error, int packets) {
    if (packets == 1 || (error != BatchSender.EIO && error != BatchSender.EINVAL)) {
      return false;
    }
    stopSegmenting("error " + error);
    return true;
  }

  private void stopSegmenting(String why) {
    segmentation = false;
    log.info("UDP port {}: no segmentation offload on this path ({})", channel.localAddress(), why);
  }

  private void queueFrom(DatagramBatch full, int first) {
    for (int i = first; i < full.size(); i++) {
      ByteBuffer content = full.content(i);
      int segment = full.segment(i);
      int step = segmentation ? content.capacity() : segment;
      for (int at = 0; at < content.capacity(); at += step) {
        int length = Math.min(step, content.capacity() - at);
        queue(channel.alloc().directBuffer(length).writeBytes(content.slice(at, length)), segment, full.receiver(i));
      }
    }
  }

  /** Hands everything written in this turn to the kernel. */
  void flush() {
    DatagramBatch open = batch;
    if (open != null && open.size() > 0) {
      send(open);
    }
    if (unflushed) {
      unflushed = false;
      channel.flush();
    }
  }

  InetSocketAddress localAddress() {
    return channel.localAddress();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    drops.count(DropReason.SEND_FAILED);
    String message = String.valueOf(cause.getMessage());
    if (segmentation && (message.contains("(-5)") || message.contains("(-22)")
        || message.contains("Input/output") || message.contains("Invalid argument"))) {
      stopSegmenting(message);
    } else {
      log.debug("UDP port {}: {}", channel.localAddress(), message);
    }
  }
}
