package io.ringcast.relay.door;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The thread that live streams belong to, with the sockets of those that publish, play and are pushed to. */
public final class LiveLoop implements Executor, AutoCloseable {
  private static final long END_S = 5;
  /** How often deadlines are looked at. */
  static final long TICK_NS = 250_000_000;

  private final boolean epoll = Epoll.isAvailable();
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final LongSupplier clockNs;
  private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("live-ask-", 0).factory());

  /** @param clockNs the media plane's: {@code System::nanoTime} */
  public LiveLoop(LongSupplier clockNs) {
    this.clockNs = clockNs;
    IoHandlerFactory sockets = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(1, (ThreadFactory) task -> Thread.ofPlatform().name("live").unstarted(task), sockets);
    loop = group.next();
  }

  /** Has something done on the thread, soon; nothing once it has ended. */
  @Override
  public void execute(Runnable task) {
    if (!group.isShuttingDown()) {
      loop.execute(task);
    }
  }

  /** Has something done on the thread after a while. */
  public void after(long delayNs, Runnable task) {
    if (!group.isShuttingDown()) {
      var _ = loop.schedule(task, Math.max(0, delayNs), TimeUnit.NANOSECONDS);
    }
  }

  /** Has something done on the thread again and again, until it says that it was the last time. */
  void every(long intervalNs, BooleanSupplier again) {
    after(intervalNs, () -> {
      if (again.getAsBoolean()) {
        every(intervalNs, again);
      }
    });
  }

  long nowNs() {
    return clockNs.getAsLong();
  }

  /** Whether the caller is this thread. */
  public boolean here() {
    return loop.inEventLoop();
  }

  EventLoop loop() {
    return loop;
  }

  /** Where one may wait. */
  Executor blocking() {
    return blocking;
  }

  Class<? extends ServerChannel> serverChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  Class<? extends SocketChannel> channel() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** Returns when the thread has ended. */
  @Override
  public void close() {
    boolean ended = group.shutdownGracefully(0, END_S, TimeUnit.SECONDS).awaitUninterruptibly(END_S, TimeUnit.SECONDS);
    // Last: what the thread still does may ask there.
    blocking.shutdown();
    assert ended : "the live streams' thread does not end";
  }
}
