package io.ringcast.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with sockets, timers and tasks on which all state of its peers lives; hundreds of peers share it.
 *
 * <p>{@link #execute} may be called from any thread, everything else from the loop's own.
 */
public final class ClientLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);
  private static final long IDLE_WAIT_MS = 1_000;
  private static final long IDLE_WAIT_NS = IDLE_WAIT_MS * 1_000_000;

  private final Poller poller;
  private final Thread thread;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::order).thenComparingLong(Alarm::serial));
  private final long startNs = System.nanoTime();
  private long serial;
  private volatile boolean running = true;

  public ClientLoop(String name) {
    this(name, selector());
  }

  /** @param poller the loop's from now on */
  public ClientLoop(String name, Poller poller) {
    this.poller = poller;
    thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
  }

  private static Poller selector() {
    try {
      return new SelectorPoller();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      poller.wakeup();
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
  public LoopPort open(InetSocketAddress bind, LoopPort.Receiver receiver) {
    try {
      return poller.open(bind, receiver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a TCP connection that reads so many bytes a second, 0 for as fast as they come; on the loop. */
  public LoopPort connect(InetSocketAddress to, long bytesPerSecond, LoopStream.Receiver receiver) {
    try {
      return poller.connect(this, to, bytesPerSecond, receiver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    running = false;
    poller.wakeup();
    try {
      thread.join(IDLE_WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (running) {
      try {
        poller.poll(waitNs());
        runTasks();
        runAlarms();
      } catch (IOException | RuntimeException e) {
        LOG.warn("a task of the client loop failed", e);
      }
    }
    closeSockets();
  }

  private long waitNs() {
    if (!tasks.isEmpty()) {
      return 0;
    }
    Alarm next = alarms.peek();
    return next == null ? IDLE_WAIT_NS : Math.clamp(next.deadlineNs() - nowNs(), 0, IDLE_WAIT_NS);
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
    try {
      poller.close();
    } catch (IOException e) {
      LOG.debug("closing the poller failed", e);
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
