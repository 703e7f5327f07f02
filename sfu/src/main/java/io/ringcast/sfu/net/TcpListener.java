package io.ringcast.sfu.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.ringcast.sfu.api.ConnectionRefusal;
import io.ringcast.sfu.wire.stun.StunMessage;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The TCP port of all media loops (RFC 6544, passive): accepts, hears whom each connection wants ({@link Newcomer}), and moves it to that
 * loop's thread. Has a thread of its own, so that strangers cost the loops nothing.
 */
public final class TcpListener implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  /**
   * Bytes that wait unsent in the kernel: more would only age there, out of reach of the choice which frames are left out. Where the
   * kernel knows no such limit its whole buffer is kept small instead.
   */
  private static final int UNSENT_LIMIT = 32 << 10;
  private static final int SMALL_SEND_BUFFER = 128 << 10;

  private final MultiThreadIoEventLoopGroup group;
  private final List<MediaLoop> loops;
  private final TcpCounters counters;
  private final boolean epoll;
  private final Reception reception = new Reception();
  private final List<Channel> sockets = new ArrayList<>();
  private int port;

  private TcpListener(List<MediaLoop> loops, TcpCounters counters) {
    this.loops = List.copyOf(loops);
    this.counters = counters;
    epoll = loops.getFirst().usesEpoll();
    group = new MultiThreadIoEventLoopGroup(
        1,
        (ThreadFactory) task -> Thread.ofPlatform().name("media-accept").unstarted(task),
        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /**
   * Listens on one port of each of these addresses, 0 letting the system choose it at the first, for the connections of these loops, which
   * have started; the index in the list is the loop's number.
   *
   * @throws BindException when the port is taken or an address is not ours
   */
  public static TcpListener start(List<InetAddress> binds, int port, List<MediaLoop> loops, TcpCounters counters)
      throws BindException, InterruptedException {
    TcpListener listener = new TcpListener(loops, counters);
    listener.port = port;
    for (InetAddress bind : binds) {
      ChannelFuture bound = listener.bootstrap().bind(new InetSocketAddress(bind, listener.port)).await();
      if (!bound.isSuccess()) {
        listener.close();
        BindException failure = new BindException(String.valueOf(bound.cause().getMessage()));
        failure.initCause(bound.cause());
        throw failure;
      }
      listener.sockets.add(bound.channel());
      listener.port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }
    return listener;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  private ServerBootstrap bootstrap() {
    StunMessage stun = new StunMessage();
    ServerBootstrap bootstrap = new ServerBootstrap()
        .group(group)
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Newcomer.READ_SIZE))
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            counters.accepted();
            channel.pipeline().addLast(new Newcomer(channel, reception, stun));
          }
        });
    return epoll
      ? bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_LIMIT)
      : bootstrap.childOption(ChannelOption.SO_SNDBUF, SMALL_SEND_BUFFER);
  }

  /** Accepts no more, and returns when its sockets are closed; connections that were handed over stay. */
  @Override
  public void close() {
    sockets.forEach(LoopEnd::await);
    LoopEnd.await(group);
  }

  /** What newcomers ask. On the listener's thread. */
  private final class Reception implements Newcomer.Reception {
    private final WaitingRoom<Newcomer> waiting = new WaitingRoom<>(newcomer -> newcomer.refuse(ConnectionRefusal.TOO_MANY));

    @Override
    public boolean enter(Newcomer newcomer, InetAddress from) {
      return waiting.enter(newcomer, from);
    }

    @Override
    public void leave(Newcomer newcomer) {
      waiting.leave(newcomer);
    }

    /** The channel leaves this thread once what is being read now is done with; it reads nothing until the loop has it. */
    @Override
    public boolean handOver(int loop, Channel channel, byte[] read, int length) {
      if (loop < 0 || loop >= loops.size()) {
        return false;
      }
      channel.eventLoop().execute(() -> {
        ChannelFuture _ = channel.deregister().addListener((ChannelFutureListener) left -> {
          if (left.isSuccess()) {
            loops.get(loop).adopt(channel, read, length);
          } else {
            ChannelFuture _ = channel.close();
          }
        });
      });
      return true;
    }

    @Override
    public void refused(ConnectionRefusal reason) {
      counters.refused(reason);
    }
  }
}
