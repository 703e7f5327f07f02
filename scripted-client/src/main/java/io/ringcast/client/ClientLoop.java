package io.ringcast.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with a selector, timers and tasks on which all state of its peers lives; hundreds of peers share it.
 *
 * <p>{@link #execute} may be called from any thread, everything else from the loop's own.
 */
public final class ClientLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);
  private static final int SOCKET_BUFFER_BYTES = 1 << 20;
  private static final long NS_PER_MS = 1_000_000;
  private static final long IDLE_WAIT_MS = 1_000;

  private final Selector selector;
  private final Thread thread;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::order).thenComparingLong(Alarm::serial));
  private final long startNs = System.nanoTime();
  private long serial;
  private volatile boolean running = true;

  public ClientLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
  }

  /** The machine's monotonic clock, which all processes on it share. */
  public long nowNs() {
    return System.nanoTime();
  }

  public boolean onLoop() {
    return Thread.currentThread() == thread;
  }

  /** Runs a task on the loop, soon; from any thread. */
  public void execute(Runnable task) {
    tasks.add(task);
    if (!onLoop()) {
      selector.wakeup();
    }
  }

  /** Calls {@code task} with the time once {@code deadlineNs} has come. */
  public Alarm at(long deadlineNs, LongConsumer task) {
    serial++;
    Alarm alarm = new Alarm(deadlineNs, deadlineNs - startNs, serial, task);
    alarms.add(alarm);
    return alarm;
  }

  /** Opens a UDP socket whose datagrams go to {@code receiver}. */
  public LoopSocket open(InetSocketAddress bind, LoopSocket.Receiver receiver) {
    try {
      DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
      channel.bind(bind);
      LoopSocket socket = new LoopSocket(channel, receiver);
      channel.register(selector, SelectionKey.OP_READ, socket);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a TCP connection that reads so many bytes a second, 0 for as fast as they come; on the loop. */
  public LoopStream connect(InetSocketAddress to, long bytesPerSecond, LoopStream.Receiver receiver) {
    try {
      return new LoopStream(this, selector, to, bytesPerSecond, receiver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    running = false;
    selector.wakeup();
    try {
      thread.join(IDLE_WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (running) {
      try {
        selector.select(this::onReady, waitMs());
        runTasks();
        runAlarms();
      } catch (IOException | RuntimeException e) {
        LOG.warn("a task of the client loop failed", e);
      }
    }
    closeSockets();
  }

  private long waitMs() {
    if (!tasks.isEmpty()) {
      return 1;
    }
    Alarm next = alarms.peek();
    if (next == null) {
      return IDLE_WAIT_MS;
    }
    return Math.clamp((next.deadlineNs() - nowNs() + NS_PER_MS - 1) / NS_PER_MS, 1, IDLE_WAIT_MS);
  }

  private void onReady(SelectionKey key) {
    if (key.attachment() instanceof LoopPort port) {
      port.onReady(key, nowNs());
    }
  }

  private void runTasks() {
    Runnable task = tasks.poll();
    while (task != null) {
      task.run();
      task = tasks.poll();
    }
  }

  private void runAlarms() {
    Alarm next = alarms.peek();
    while (next != null && next.deadlineNs() - nowNs() <= 0) {
      alarms.remove();
      next.ring(nowNs());
      next = alarms.peek();
    }
  }

  private void closeSockets() {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof LoopPort port) {
        port.close();
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("closing the selector failed", e);
    }
  }

  /** One call to come; may be cancelled on the loop. */
  public static final class Alarm {
    private final long deadlineNs;
    private final long order;
    private final long serial;
    private final LongConsumer task;
    private boolean cancelled;

    private Alarm(long deadlineNs, long order, long serial, LongConsumer task) {
      this.deadlineNs = deadlineNs;
      this.order = order;
      this.serial = serial;
      this.task = task;
    }

    public void cancel() {
      cancelled = true;
    }

    private long deadlineNs() {
      return deadlineNs;
    }

    private long order() {
      return order;
    }

    private long serial() {
      return serial;
    }

    private void ring(long nowNs) {
      if (!cancelled) {
        task.accept(nowNs);
      }
    }
  }
}
