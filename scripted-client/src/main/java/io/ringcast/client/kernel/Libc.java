package io.ringcast.client.kernel;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The system calls of sockets and epoll; each fails with its errno. Any thread may call them. */
final class Libc {
  static final int AF_INET = 2;
  static final int SOCK_DGRAM = 2;
  /** SOCK_NONBLOCK and SOCK_CLOEXEC. */
  static final int SOCK_FLAGS = 04000 | 02000000;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_TIMESTAMPNS = 35;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLLIN = 1;
  /** EFD_NONBLOCK and EFD_CLOEXEC. */
  static final int EVENT_FLAGS = SOCK_FLAGS;
  static final int EAGAIN = 11;
  static final int EINTR = 4;
  static final int CLOCK_REALTIME = 0;

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = downcall("socket", INT, INT, INT, INT);
  private static final MethodHandle BIND = downcall("bind", INT, INT, POINTER, INT);
  private static final MethodHandle GETSOCKNAME = downcall("getsockname", INT, INT, POINTER, POINTER);
  private static final MethodHandle SETSOCKOPT = downcall("setsockopt", INT, INT, INT, INT, POINTER, INT);
  private static final MethodHandle CLOSE = downcall("close", INT, INT);
  private static final MethodHandle SENDTO = downcall("sendto", LONG, INT, POINTER, LONG, INT, POINTER, INT);
  private static final MethodHandle RECVMMSG = downcall("recvmmsg", INT, INT, POINTER, INT, INT, POINTER);
  private static final MethodHandle EPOLL_CREATE = downcall("epoll_create1", INT, INT);
  private static final MethodHandle EPOLL_CTL = downcall("epoll_ctl", INT, INT, INT, INT, POINTER);
  private static final MethodHandle EPOLL_WAIT = downcall("epoll_pwait2", INT, INT, POINTER, INT, POINTER, POINTER);
  private static final MethodHandle EVENTFD = downcall("eventfd", INT, INT, INT);
  private static final MethodHandle READ = downcall("read", LONG, INT, POINTER, LONG);
  private static final MethodHandle WRITE = downcall("write", LONG, INT, POINTER, LONG);
  private static final MethodHandle CLOCK_GETTIME = downcall("clock_gettime", INT, INT, POINTER);

  /** Where a thread's errno goes. */
  private static final ThreadLocal<MemorySegment> STATE = ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CALL_STATE));

  private Libc() {}

  static int socket() throws IOException {
    try {
      return checked("socket", (int) SOCKET.invokeExact(state(), AF_INET, SOCK_DGRAM | SOCK_FLAGS, 0));
    } catch (Throwable e) {
      throw failed("socket", e);
    }
  }

  static void bind(int fd, MemorySegment name) throws IOException {
    try {
      checked("bind", (int) BIND.invokeExact(state(), fd, name, (int) name.byteSize()));
    } catch (Throwable e) {
      throw failed("bind", e);
    }
  }

  static void getsockname(int fd, MemorySegment name, MemorySegment length) throws IOException {
    try {
      checked("getsockname", (int) GETSOCKNAME.invokeExact(state(), fd, name, length));
    } catch (Throwable e) {
      throw failed("getsockname", e);
    }
  }

  static void setsockopt(int fd, int option, int value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(INT, value);
      checked("setsockopt", (int) SETSOCKOPT.invokeExact(state(), fd, SOL_SOCKET, option, bytes, Integer.BYTES));
    } catch (Throwable e) {
      throw failed("setsockopt", e);
    }
  }

  static void close(int fd) throws IOException {
    try {
      checked("close", (int) CLOSE.invokeExact(state(), fd));
    } catch (Throwable e) {
      throw failed("close", e);
    }
  }

  /** Bytes sent, or -errno. */
  static long sendto(int fd, MemorySegment bytes, int length, MemorySegment name) {
    try {
      return orError((long) SENDTO.invokeExact(state(), fd, bytes, (long) length, 0, name, (int) name.byteSize()));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Messages received, or -errno. */
  static int recvmmsg(int fd, MemorySegment headers, int count) {
    try {
      return (int) orError((int) RECVMMSG.invokeExact(state(), fd, headers, count, 0, MemorySegment.NULL));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static int epollCreate() throws IOException {
    try {
      return checked("epoll_create1", (int) EPOLL_CREATE.invokeExact(state(), SOCK_FLAGS & ~04000));
    } catch (Throwable e) {
      throw failed("epoll_create1", e);
    }
  }

  static void epollAdd(int epoll, int fd, MemorySegment event) throws IOException {
    try {
      checked("epoll_ctl", (int) EPOLL_CTL.invokeExact(state(), epoll, EPOLL_CTL_ADD, fd, event));
    } catch (Throwable e) {
      throw failed("epoll_ctl", e);
    }
  }

  /** Events, or -errno. */
  static int epollWait(int epoll, MemorySegment events, int count, MemorySegment timeout) {
    try {
      return (int) orError((int) EPOLL_WAIT.invokeExact(state(), epoll, events, count, timeout, MemorySegment.NULL));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static int eventfd() throws IOException {
    try {
      return checked("eventfd", (int) EVENTFD.invokeExact(state(), 0, EVENT_FLAGS));
    } catch (Throwable e) {
      throw failed("eventfd", e);
    }
  }

  /** Reads eight bytes; what is not there is not waited for. */
  static void read(int fd, MemorySegment eight) {
    try {
      long _ = (long) READ.invokeExact(state(), fd, eight, (long) Long.BYTES);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void write(int fd, MemorySegment eight) {
    try {
      long _ = (long) WRITE.invokeExact(state(), fd, eight, (long) Long.BYTES);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fills a timespec with the wall clock. */
  static void realTime(MemorySegment timespec) {
    try {
      int _ = (int) CLOCK_GETTIME.invokeExact(state(), CLOCK_REALTIME, timespec);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MemorySegment state() {
    return STATE.get();
  }

  private static long orError(long result) {
    return result >= 0 ? result : -(int) ERRNO.get(state(), 0L);
  }

  private static int checked(String name, int result) throws IOException {
    if (result < 0) {
      throw new IOException(name + ": error " + (int) ERRNO.get(state(), 0L));
    }
    return result;
  }

  private static IOException failed(String name, Throwable cause) {
    return cause instanceof IOException told ? told : new IOException(name + " could not be called", cause);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle downcall(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments),
      Linker.Option.captureCallState("errno"));
  }
}
