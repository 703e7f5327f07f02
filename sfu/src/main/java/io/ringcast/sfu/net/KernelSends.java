package io.ringcast.sfu.net;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Linux's {@code sendmmsg} (sendmmsg(2)) by the foreign function interface: a {@link DatagramBatch} goes to the kernel without an object
 * for each datagram. One for each socket, used by its loop's thread only.
 */
final class KernelSends implements BatchSender {
  private static final short AF_INET6 = 10;
  private static final int SOCKADDR_BYTES = 128;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = CALL_STATE.varHandle(StructLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SENDMMSG = downcall("sendmmsg",
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, POINTER, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle GETSOCKNAME = downcall("getsockname",
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, POINTER, POINTER));

  private final int fd;
  private final MemorySegment callState;

  /** @param fd an open socket that does not block */
  KernelSends(int fd, Arena arena) {
    this.fd = fd;
    callState = arena.allocate(CALL_STATE);
  }

  @Override
  public int send(DatagramBatch batch, int from) {
    try {
      int sent = (int) SENDMMSG.invokeExact(callState, fd, batch.headersFrom(from), batch.size() - from, 0);
      return sent >= 0 ? sent : -(int) ERRNO.get(callState, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("sendmmsg could not be called", e);
    }
  }

  /** Whether the socket is an IPv6 one: those of a machine that has IPv6 are, whatever they are bound to. */
  boolean isInet6(Arena arena) {
    MemorySegment name = arena.allocate(SOCKADDR_BYTES, Long.BYTES);
    MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
    length.set(ValueLayout.JAVA_INT, 0, SOCKADDR_BYTES);
    try {
      int result = (int) GETSOCKNAME.invokeExact(callState, fd, name, length);
      if (result != 0) {
        throw new IllegalStateException("getsockname: error " + (int) ERRNO.get(callState, 0L));
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("getsockname could not be called", e);
    }
    return name.get(ValueLayout.JAVA_SHORT, 0) == AF_INET6;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle downcall(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    return linker.downcallHandle(libc.findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
  }
}
