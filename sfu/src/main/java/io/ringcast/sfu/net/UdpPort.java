package io.ringcast.sfu.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.transport.Outbox;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket of one media loop: datagrams in by batches, slabs out with generic segmentation offload (GSO) where their sizes allow.
 * Used by its loop's thread only.
 */
final class UdpPort extends ChannelInboundHandlerAdapter implements Outbox {
  /** The kernel refuses more segments a send (UDP_MAX_SEGMENTS is 64 on the oldest kernels with GSO). */
  private static final int MAX_SEGMENTS = 64;
  /** The largest UDP payload over IPv4, less room for IPv6's larger header. */
  private static final int MAX_SEND_BYTES = 65_000;

  private static final Logger log = LoggerFactory.getLogger(UdpPort.class);

  private final DatagramChannel channel;
  private final Entrance entrance;
  private final DropCounters drops;
  private final TrafficCounters traffic;
  private final Runnable endOfBatch;
  private boolean segmentation;
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
  public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
    if (refuse(1)) {
      return;
    }
    ByteBuf buffer = channel.alloc().directBuffer(length).writeBytes(bytes, offset, length);
    write(new DatagramPacket(buffer, to), 1, length);
  }

  @Override
  public void send(Slab slab, InetSocketAddress to) {
    if (refuse(slab.size())) {
      return;
    }
    int index = 0;
    while (index < slab.size()) {
      int count = segmentation ? equalSizedFrom(slab, index) : 1;
      int bytes = slab.offset(index + count - 1) + slab.length(index + count - 1) - slab.offset(index);
      ByteBuf buffer = channel.alloc().directBuffer(bytes).writeBytes(slab.bytes(), slab.offset(index), bytes);
      DatagramPacket datagram =
          count == 1 ? new DatagramPacket(buffer, to) : new SegmentedDatagramPacket(buffer, slab.length(index), to);
      write(datagram, count, bytes);
      index += count;
    }
  }

  /** How many packets from {@code first} on can leave as one send: equal sizes, only the last may be shorter. */
  private static int equalSizedFrom(Slab slab, int first) {
    int segment = slab.length(first);
    int bytes = segment;
    int next = first + 1;
    while (next < slab.size() && next - first < MAX_SEGMENTS) {
      int length = slab.length(next);
      bytes += length;
      if (length > segment || bytes > MAX_SEND_BYTES) {
        break;
      }
      next++;
      if (length < segment) {
        break;
      }
    }
    return next - first;
  }

  private boolean refuse(int packets) {
    if (!channel.isActive()) {
      drops.count(DropReason.SEND_FAILED, packets);
      return true;
    }
    if (!channel.isWritable()) {
      drops.count(DropReason.SEND_QUEUE_FULL, packets);
      return true;
    }
    return false;
  }

  private void write(DatagramPacket datagram, int packets, int bytes) {
    traffic.sent(packets, bytes);
    unflushed = true;
    ChannelFuture _ = channel.write(datagram, channel.voidPromise());
  }

  /** Hands everything written in this turn to the kernel. */
  void flush() {
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
    // A path whose device or tunnel cannot segment answers EIO (5) or EINVAL (22): this socket goes on without.
    if (segmentation && (message.contains("(-5)") || message.contains("(-22)")
        || message.contains("Input/output") || message.contains("Invalid argument"))) {
      segmentation = false;
      log.info("UDP port {}: no segmentation offload on this path ({})", channel.localAddress(), message);
    } else {
      log.debug("UDP port {}: {}", channel.localAddress(), message);
    }
  }
}
