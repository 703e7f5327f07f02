package io.ringcast.client.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Room for what one {@code recvmmsg} (recvmmsg(2)) brings, laid out once. Used by its loop's thread only.
 *
 * <pre>
 * struct mmsghdr[]  -> name: struct sockaddr_in
 *                   -> iovec -> bytes
 *                   -> control: struct cmsghdr SCM_TIMESTAMPNS, when the datagram came
 * </pre>
 *
 * <p>The layout is that of 64-bit Linux.
 */
final class ReceiveBatch {
  static final int MESSAGES = 64;
  static final int DATAGRAM_BYTES = 2_048;

  private static final int HEADER_BYTES = 64;
  private static final int NAME_LENGTH_AT = 8;
  private static final int VECTOR_AT = 16;
  private static final int VECTOR_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int LENGTH_AT = 56;
  private static final int VECTOR_BYTES = 16;
  private static final int CONTROL_BYTES = 64;
  private static final int CONTROL_DATA_AT = 16;
  private static final long NS_PER_S = 1_000_000_000L;

  private final MemorySegment headers;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment bytes;

  ReceiveBatch(Arena arena) {
    headers = arena.allocate((long) MESSAGES * HEADER_BYTES, Long.BYTES);
    MemorySegment vectors = arena.allocate((long) MESSAGES * VECTOR_BYTES, Long.BYTES);
    names = arena.allocate((long) MESSAGES * SocketName.BYTES, Long.BYTES);
    controls = arena.allocate((long) MESSAGES * CONTROL_BYTES, Long.BYTES);
    bytes = arena.allocate((long) MESSAGES * DATAGRAM_BYTES, Long.BYTES);
    for (int i = 0; i < MESSAGES; i++) {
      long header = (long) i * HEADER_BYTES;
      long vector = (long) i * VECTOR_BYTES;
      headers.set(ValueLayout.JAVA_LONG, header, names.address() + (long) i * SocketName.BYTES);
      headers.set(ValueLayout.JAVA_LONG, header + VECTOR_AT, vectors.address() + vector);
      headers.set(ValueLayout.JAVA_LONG, header + VECTOR_COUNT_AT, 1);
      headers.set(ValueLayout.JAVA_LONG, header + CONTROL_AT, controls.address() + (long) i * CONTROL_BYTES);
      vectors.set(ValueLayout.JAVA_LONG, vector, bytes.address() + (long) i * DATAGRAM_BYTES);
      vectors.set(ValueLayout.JAVA_LONG, vector + Long.BYTES, DATAGRAM_BYTES);
    }
  }

  /** Receives what has come, at most {@link #MESSAGES}; how many, or -errno. */
  int receive(int fd) {
    for (int i = 0; i < MESSAGES; i++) {
      long header = (long) i * HEADER_BYTES;
      headers.set(ValueLayout.JAVA_INT, header + NAME_LENGTH_AT, SocketName.BYTES);
      headers.set(ValueLayout.JAVA_LONG, header + CONTROL_LENGTH_AT, CONTROL_BYTES);
    }
    return Libc.recvmmsg(fd, headers, MESSAGES);
  }

  int length(int message) {
    return headers.get(ValueLayout.JAVA_INT, (long) message * HEADER_BYTES + LENGTH_AT);
  }

  MemorySegment name(int message) {
    return names.asSlice((long) message * SocketName.BYTES, SocketName.BYTES);
  }

  void copy(int message, byte[] to, int length) {
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, (long) message * DATAGRAM_BYTES, to, 0, length);
  }

  /** When the kernel took it, by the wall clock; 0 where it does not say. */
  long arrivalNs(int message) {
    long control = (long) message * CONTROL_BYTES;
    if (headers.get(ValueLayout.JAVA_LONG, (long) message * HEADER_BYTES + CONTROL_LENGTH_AT) == 0) {
      return 0;
    }
    long seconds = controls.get(ValueLayout.JAVA_LONG, control + CONTROL_DATA_AT);
    return seconds * NS_PER_S + controls.get(ValueLayout.JAVA_LONG, control + CONTROL_DATA_AT + Long.BYTES);
  }
}
