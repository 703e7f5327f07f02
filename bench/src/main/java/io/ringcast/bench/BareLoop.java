package io.ringcast.bench;

import com.sun.management.ThreadMXBean;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.concurrent.Future;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least that forwarding can cost in Java: one thread that does nothing but encrypt runs of packets, each receiver's with its own key
 * (AES-128-GCM of the JDK, heap arrays), and send each run as one datagram that the kernel segments. What a server costs is held against
 * it. The receivers are sockets of this process, emptied by another thread, whose time does not count.
 */
final class BareLoop implements AutoCloseable {
  /**
   * What is to be measured.
   *
   * @param run packets of one send
   * @param bytes a packet before its tag is added
   */
  record Plan(int receivers, int run, int bytes, int seconds) {}

  private static final int HEADER_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 16;
  private static final int SOCKET_BUFFER = 4 << 20;
  private static final int READ_BATCH = 64;
  private static final int READ_SIZE = 2_048;
  /** Runs between two flushes, so that one system call takes several. */
  private static final int RUNS_A_FLUSH = 8;
  private static final long WARM_UP_NS = 3_000_000_000L;
  private static final long NS_PER_S = 1_000_000_000L;

  private final Plan plan;
  private final IoEventLoopGroup sending = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final IoEventLoopGroup draining = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<InetSocketAddress> receivers = new ArrayList<>();
  private final List<SecretKeySpec> keys = new ArrayList<>();
  private final Cipher cipher;
  private final byte[] plain;
  private final byte[] sealed;
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final EpollDatagramChannel channel;
  private final CompletableFuture<BareLoopFigures> result = new CompletableFuture<>();
  private long packets;
  private long nonces;
  private int next;
  private long measuredFromNs;
  private long cpuFromNs;
  private long allocatedFrom;

  BareLoop(Plan plan) throws GeneralSecurityException, InterruptedException {
    this.plan = plan;
    cipher = Cipher.getInstance("AES/GCM/NoPadding");
    plain = new byte[plan.bytes()];
    sealed = new byte[plan.run() * (plan.bytes() + TAG_BYTES)];
    for (int i = 0; i < plan.receivers(); i++) {
      byte[] key = new byte[KEY_BYTES];
      key[0] = (byte) i;
      key[1] = (byte) (i >> 8);
      keys.add(new SecretKeySpec(key, "AES"));
      receivers.add(bind(draining, new Drain()).localAddress());
    }
    channel = bind(sending, new Drain());
  }

  BareLoopFigures run() {
    channel.eventLoop().execute(this::start);
    return result.join();
  }

  private void start() {
    measuredFromNs = System.nanoTime() + WARM_UP_NS;
    turn();
  }

  /** One flush of the loop; then its event loop may see to the socket before the next. */
  private void turn() {
    try {
      for (int i = 0; i < RUNS_A_FLUSH && channel.isWritable(); i++) {
        sendRun();
      }
      channel.flush();
    } catch (GeneralSecurityException e) {
      result.completeExceptionally(e);
      return;
    }
    long nowNs = System.nanoTime();
    if (cpuFromNs == 0 && nowNs - measuredFromNs >= 0) {
      measuredFromNs = nowNs;
      cpuFromNs = threads.getCurrentThreadCpuTime();
      allocatedFrom = threads.getCurrentThreadAllocatedBytes();
      packets = 0;
    }
    if (cpuFromNs != 0 && nowNs - measuredFromNs >= plan.seconds() * NS_PER_S) {
      result.complete(new BareLoopFigures(plan, threads.getCurrentThreadCpuTime() - cpuFromNs, nowNs - measuredFromNs, packets,
        threads.getCurrentThreadAllocatedBytes() - allocatedFrom));
      return;
    }
    channel.eventLoop().execute(this::turn);
  }

  private void sendRun() throws GeneralSecurityException {
    int length = 0;
    for (int i = 0; i < plan.run(); i++) {
      length += seal(keys.get(next), length);
    }
    ByteBuf buffer = channel.alloc().directBuffer(length).writeBytes(sealed, 0, length);
    InetSocketAddress to = receivers.get(next);
    int segment = plan.bytes() + TAG_BYTES;
    DatagramPacket datagram = plan.run() == 1 ? new DatagramPacket(buffer, to) : new SegmentedDatagramPacket(buffer, segment, to);
    ChannelFuture _ = channel.write(datagram, channel.voidPromise());
    packets += plan.run();
    next = (next + 1) % receivers.size();
  }

  private int seal(SecretKeySpec key, int at) throws GeneralSecurityException {
    nonces++;
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[NONCE_BYTES - 1 - i] = (byte) (nonces >>> (Byte.SIZE * i));
    }
    System.arraycopy(plain, 0, sealed, at, plain.length);
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
    cipher.updateAAD(sealed, at, HEADER_BYTES);
    int body = at + HEADER_BYTES;
    return HEADER_BYTES + cipher.doFinal(sealed, body, plain.length - HEADER_BYTES, sealed, body);
  }

  private static EpollDatagramChannel bind(IoEventLoopGroup group, ChannelInboundHandlerAdapter handler) throws InterruptedException {
    return (EpollDatagramChannel) new Bootstrap().group(group).channel(EpollDatagramChannel.class)
      .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
      .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
      .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BATCH * READ_SIZE))
      .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, READ_SIZE)
      .handler(handler)
      .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync().channel();
  }

  @Override
  public void close() {
    Future<?> _ = sending.shutdownGracefully();
    Future<?> _ = draining.shutdownGracefully();
  }

  private static final class Drain extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ((DatagramPacket) message).release();
    }
  }
}
