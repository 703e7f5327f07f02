package io.ringcast.client.kernel;

import io.ringcast.client.ClientLoop;
import io.ringcast.client.LoopPort;
import io.ringcast.client.LoopStream;
import io.ringcast.client.Poller;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Linux's epoll with {@code recvmmsg}: many datagrams a system call, without an object for each, and each with the moment at which the
 * kernel took it, so that waiting for this loop is no part of a packet's lateness. By UDP only.
 */
public final class EpollPoller implements Poller {
  private static final int EVENTS = 256;
  /** {@code struct epoll_event} is packed on x86-64 and on nothing else. */
  private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));
  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int EVENT_DATA_AT = PACKED ? 4 : 8;
  private static final long NS_PER_S = 1_000_000_000L;
  /** How often the two clocks are compared. */
  private static final long COMPARE_NS = NS_PER_S;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment events = arena.allocate((long) EVENTS * EVENT_BYTES, Long.BYTES);
  private final MemorySegment timeout = arena.allocate(2L * Long.BYTES, Long.BYTES);
  private final MemorySegment clock = arena.allocate(2L * Long.BYTES, Long.BYTES);
  private final MemorySegment counter = arena.allocate(Long.BYTES, Long.BYTES);
  private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
  private final MemorySegment outbox = arena.allocate(ReceiveBatch.DATAGRAM_BYTES);
  private final ReceiveBatch batch = new ReceiveBatch(arena);
  private final byte[] inbox = new byte[ReceiveBatch.DATAGRAM_BYTES];
  private final Map<Integer, KernelSocket> sockets = new ConcurrentHashMap<>();
  private final int epoll;
  private final int waker;
  private long apartNs;
  private long comparedNs;

  public EpollPoller() throws IOException {
    epoll = Libc.epollCreate();
    waker = Libc.eventfd();
    watch(waker);
    compareClocks(System.nanoTime());
  }

  /** Whether this system has what it takes: 64-bit Linux. */
  public static boolean isAvailable() {
    return "Linux".equals(System.getProperty("os.name")) && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
  }

  @Override
  public LoopPort open(InetSocketAddress bind, LoopPort.Receiver receiver) throws IOException {
    KernelSocket socket = new KernelSocket(this, bind, receiver);
    sockets.put(socket.fd(), socket);
    watch(socket.fd());
    return socket;
  }

  @Override
  public LoopPort connect(ClientLoop loop, InetSocketAddress to, long bytesPerSecond, LoopStream.Receiver receiver) {
    throw new UnsupportedOperationException("this loop is for UDP");
  }

  @Override
  public void poll(long waitNs) {
    timeout.set(ValueLayout.JAVA_LONG, 0, waitNs / NS_PER_S);
    timeout.set(ValueLayout.JAVA_LONG, Long.BYTES, waitNs % NS_PER_S);
    int count = Libc.epollWait(epoll, events, EVENTS, timeout);
    compareClocks(System.nanoTime());
    for (int i = 0; i < count; i++) {
      int fd = events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES + EVENT_DATA_AT);
      KernelSocket socket = sockets.get(fd);
      if (socket != null) {
        socket.onReady(batch, inbox);
      } else if (fd == waker) {
        Libc.read(waker, counter);
      }
    }
  }

  @Override
  public void wakeup() {
    Libc.write(waker, one);
  }

  /** The event counter stays open, since whoever wakes a loop that ends must not write to what has its number next. */
  @Override
  public void close() throws IOException {
    for (KernelSocket socket : List.copyOf(sockets.values())) {
      socket.close();
    }
    Libc.close(epoll);
  }

  void forget(KernelSocket socket) {
    sockets.remove(socket.fd());
  }

  /** Room for one datagram on its way out. */
  MemorySegment outbox() {
    return outbox;
  }

  /** A moment of the wall clock as one of the monotonic clock; 0 is now. */
  long monotonic(long wallNs) {
    return wallNs == 0 ? System.nanoTime() : wallNs - apartNs;
  }

  private void watch(int fd) throws IOException {
    try (Arena here = Arena.ofConfined()) {
      MemorySegment event = here.allocate(EVENT_BYTES, Long.BYTES);
      event.set(ValueLayout.JAVA_INT, 0, Libc.EPOLLIN);
      event.set(ValueLayout.JAVA_INT_UNALIGNED, EVENT_DATA_AT, fd);
      Libc.epollAdd(epoll, fd, event);
    }
  }

  private void compareClocks(long nowNs) {
    if (comparedNs != 0 && nowNs - comparedNs < COMPARE_NS) {
      return;
    }
    comparedNs = nowNs;
    long beforeNs = System.nanoTime();
    Libc.realTime(clock);
    long afterNs = System.nanoTime();
    long wallNs = clock.get(ValueLayout.JAVA_LONG, 0) * NS_PER_S + clock.get(ValueLayout.JAVA_LONG, Long.BYTES);
    apartNs = wallNs - (beforeNs + (afterNs - beforeNs) / 2);
  }
}
