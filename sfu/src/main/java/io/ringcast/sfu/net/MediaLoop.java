package io.ringcast.sfu.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import io.ringcast.sfu.loop.Mailbox;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media loop: a platform thread with its UDP sockets, the TCP connections handed to it, its mailbox and its timers.
 *
 * <p>A turn: read a batch, run commands, then {@link io.ringcast.sfu.loop.Turn#endTurn}, then one flush. The thread is a Netty event loop;
 * everything but {@link #post}, {@link #adopt}, {@link #wake} and {@link #close} happens on it.
 */
public final class MediaLoop implements Mailbox, AutoCloseable {
  /** Commands that wait; a full mailbox refuses, which the poster reports. */
  private static final int MAILBOX_CAPACITY = 16_384;
  /** Commands run in one turn, so that a flood of control never delays media for long. */
  private static final int COMMANDS_PER_TURN = 256;
  /** Datagrams read in one system call. */
  private static final int READ_BATCH = 64;
  /** The largest datagram read whole; longer ones are cut by the kernel and dropped as too large. */
  private static final int READ_SIZE = 2_048;
  /** A keyframe to some hundred subscribers waits in the socket, not here: past this the path is stuck and packets are dropped. */
  private static final WriteBufferWaterMark SEND_LIMIT = new WriteBufferWaterMark(8 << 20, 16 << 20);
  private static final int SOCKET_BUFFER = 4 << 20;

  private static final Logger log = LoggerFactory.getLogger(MediaLoop.class);

  private final MultiThreadIoEventLoopGroup group;
  private final IoEventLoop eventLoop;
  private final ArrayBlockingQueue<Command> mailbox = new ArrayBlockingQueue<>(MAILBOX_CAPACITY);
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Runnable turnTask = this::takeTurn;
  private final Runnable timerTask = this::takeTimedTurn;
  private final Runnable againTask = this::takeTurnAgain;
  private final boolean epoll = Epoll.isAvailable();
  private @Nullable LoopParts parts;
  /** One for each address; filled before the first turn. */
  private final List<UdpPort> ports = new ArrayList<>();
  private @Nullable TcpConnections connections;
  private @Nullable Future<?> nextTurn;
  private long nextTurnNs;
  /** Another turn follows as soon as the sockets were read. */
  private boolean again;

  public MediaLoop(int index) {
    group = new MultiThreadIoEventLoopGroup(
        1,
        (ThreadFactory) task -> Thread.ofPlatform().name("media-loop-" + index).unstarted(task),
        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    eventLoop = group.next();
  }

  /** The loop's reading of the clock, for those who set up its parts before it runs. */
  public static long nowNs() {
    return SystemClock.nowNs();
  }

  /**
   * Binds the loop's UDP sockets and starts turning.
   *
   * @return the addresses they are bound to, in the same order
   * @throws BindException when a port is taken or an address is not ours
   */
  public List<InetSocketAddress> start(LoopParts parts, List<InetSocketAddress> binds) throws BindException, InterruptedException {
    CountDownLatch attached = new CountDownLatch(1);
    Entrance entrance = new Entrance(parts);
    eventLoop.execute(() -> {
      this.parts = parts;
      connections = new TcpConnections(parts, entrance, this::endOfBatch);
      attached.countDown();
    });
    attached.await();
    Bootstrap bootstrap = bootstrap(parts, entrance);
    List<InetSocketAddress> bound = new ArrayList<>();
    for (InetSocketAddress bind : binds) {
      bound.add(bind(bootstrap, bind));
    }
    log.info("media loop on {} by {}", bound, epoll ? "epoll" : "NIO");
    wake();
    return bound;
  }

  private Bootstrap bootstrap(LoopParts parts, Entrance entrance) {
    boolean segmentation = epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
    Bootstrap bootstrap = new Bootstrap()
        .group(eventLoop)
        .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(epoll ? READ_BATCH * READ_SIZE : READ_SIZE))
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, SEND_LIMIT)
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
        .handler(new ChannelInitializer<DatagramChannel>() {
          @Override
          protected void initChannel(DatagramChannel channel) {
            UdpPort opened = new UdpPort(channel, parts, entrance, segmentation, MediaLoop.this::endOfBatch);
            ports.add(opened);
            channel.pipeline().addLast(opened);
          }
        });
    if (epoll) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, READ_SIZE);
    }
    return bootstrap;
  }

  private static InetSocketAddress bind(Bootstrap bootstrap, InetSocketAddress bind) throws BindException, InterruptedException {
    ChannelFuture bound = bootstrap.bind(bind).await();
    if (!bound.isSuccess()) {
      BindException failure = new BindException(bind + ": " + bound.cause().getMessage());
      failure.initCause(bound.cause());
      throw failure;
    }
    return ((DatagramChannel) bound.channel()).localAddress();
  }

  /** Takes over a TCP connection that belongs to no thread, and what was read of it; from any thread. */
  void adopt(Channel channel, byte[] read, int length) {
    EventLoop here = eventLoop;
    ChannelFuture _ = here.register(channel).addListener((ChannelFutureListener) registered -> {
      TcpConnections adopting = connections;
      if (registered.isSuccess() && adopting != null) {
        adopting.adopt(channel, read, length);
      } else {
        ChannelFuture _ = channel.close();
      }
    });
  }

  /** Whether its sockets are epoll's: a connection moves between threads of one kind only. */
  boolean usesEpoll() {
    return epoll;
  }

  /** TCP connections of this loop. On its thread. */
  public int connectionCount() {
    TcpConnections here = connections;
    return here == null ? 0 : here.count();
  }

  /** Bytes that wait in them for slow peers. On its thread. */
  public long connectionBytes() {
    TcpConnections here = connections;
    return here == null ? 0 : here.waitingBytes();
  }

  @Override
  public boolean post(Command command) {
    if (eventLoop.isShuttingDown() || !mailbox.offer(command)) {
      return false;
    }
    wake();
    return true;
  }

  /** Has the loop take a turn soon. */
  public void wake() {
    if (!awake.getAndSet(true)) {
      try {
        eventLoop.execute(turnTask);
      } catch (RejectedExecutionException e) {
        log.debug("loop has ended");
      }
    }
  }

  private void takeTurn() {
    awake.set(false);
    endOfBatch();
  }

  private void takeTimedTurn() {
    nextTurn = null;
    endOfBatch();
  }

  private void takeTurnAgain() {
    again = false;
    endOfBatch();
  }

  private void endOfBatch() {
    LoopParts current = parts;
    if (current == null) {
      return;
    }
    long nowNs = SystemClock.nowNs();
    runCommands(nowNs);
    try {
      current.turn().endTurn(nowNs);
    } catch (RuntimeException e) {
      log.error("a turn failed; the loop goes on", e);
    }
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).flush();
    }
    TcpConnections here = connections;
    if (here != null) {
      here.flush();
    }
    scheduleNextTurn(current.turn().nextTurnNs(), nowNs);
  }

  private void runCommands(long nowNs) {
    for (int i = 0; i < COMMANDS_PER_TURN; i++) {
      Command command = mailbox.poll();
      if (command == null) {
        return;
      }
      try {
        command.run(nowNs);
      } catch (RuntimeException e) {
        log.error("a command failed; the loop goes on", e);
      }
    }
    turnAgain();
  }

  /** The event loop runs all tasks that it finds before it looks at the sockets again, but not timers that came to be due meanwhile. */
  private void turnAgain() {
    if (!again) {
      again = true;
      Future<?> _ = eventLoop.schedule(againTask, 0, TimeUnit.NANOSECONDS);
    }
  }

  private void scheduleNextTurn(long dueNs, long nowNs) {
    if (dueNs == Long.MAX_VALUE) {
      return;
    }
    if (dueNs <= nowNs) {
      turnAgain();
      return;
    }
    Future<?> scheduled = nextTurn;
    if (scheduled != null) {
      if (nextTurnNs <= dueNs) {
        return;
      }
      scheduled.cancel(false);
    }
    nextTurnNs = dueNs;
    nextTurn = eventLoop.schedule(timerTask, dueNs - nowNs, TimeUnit.NANOSECONDS);
  }

  /** Ends the loop after its last turn; what was written before has left, and its sockets are closed. */
  @Override
  public void close() {
    ports.forEach(UdpPort::close);
    LoopEnd.await(group);
  }
}
