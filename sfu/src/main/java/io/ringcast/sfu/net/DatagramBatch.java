package io.ringcast.sfu.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that go to the kernel by one system call, in native memory that is laid out once: nothing is allocated for a send.
 *
 * <pre>
 * struct mmsghdr[]  -> name: struct sockaddr_in or sockaddr_in6
 *                   -> iovec -> bytes
 *                   -> control: struct cmsghdr UDP_SEGMENT, where the bytes are several packets of one size
 * </pre>
 *
 * <p>The layout is that of 64-bit Linux. Used by its loop's thread only.
 */
final class DatagramBatch {
  /** Enough to spread a system call's fixed cost; few enough that the first datagram hardly waits for the last. */
  static final int MAX_MESSAGES = 16;
  /** More than one segmented datagram can be long. */
  static final int MAX_BYTES = 128 << 10;
  /** The kernel refuses more packets a datagram (UDP_MAX_SEGMENTS is 64 on the oldest kernels with GSO). */
  static final int MAX_SEGMENTS = 64;
  /** Longer packets may not fit a path of 1,500 bytes, for which the kernel would refuse the whole datagram. */
  static final int MAX_SEGMENT_BYTES = 1_440;
  /** The largest UDP payload over IPv4, less room for IPv6's larger header. */
  static final int MAX_SEND_BYTES = 65_000;

  private static final int HEADER_BYTES = 64;
  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH_AT = 8;
  private static final int VECTOR_AT = 16;
  private static final int VECTOR_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;

  private static final int VECTOR_BYTES = 16;
  private static final int VECTOR_LENGTH_AT = 8;

  private static final int CONTROL_BYTES = 24;
  private static final int CONTROL_LEVEL_AT = 8;
  private static final int CONTROL_TYPE_AT = 12;
  private static final int CONTROL_DATA_AT = 16;
  private static final long CONTROL_LENGTH = CONTROL_DATA_AT + Short.BYTES;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  private static final int NAME_BYTES = 32;
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int INET_BYTES = 16;
  private static final int INET6_BYTES = 28;
  private static final int PORT_AT = 2;
  private static final int INET_ADDRESS_AT = 4;
  private static final int INET6_ADDRESS_AT = 8;
  private static final int INET6_SCOPE_AT = 24;
  /** Of an IPv4 address inside an IPv6 one: ten zero bytes, two of ones (RFC 4291 section 2.5.5.2). */
  private static final int MAPPED_PREFIX_BYTES = 12;

  private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final boolean overInet6;
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment controls;
  private final MemorySegment names;
  private final MemorySegment bytes;
  private final @Nullable InetSocketAddress[] receivers = new InetSocketAddress[MAX_MESSAGES];
  private final int[] offsets = new int[MAX_MESSAGES];
  private final int[] lengths = new int[MAX_MESSAGES];
  private final int[] segments = new int[MAX_MESSAGES];
  private int size;
  private int end;

  /** @param overInet6 whether the socket is an IPv6 one, which takes IPv4 addresses as mapped ones */
  DatagramBatch(Arena arena, boolean overInet6) {
    this.overInet6 = overInet6;
    headers = arena.allocate((long) MAX_MESSAGES * HEADER_BYTES, Long.BYTES);
    vectors = arena.allocate((long) MAX_MESSAGES * VECTOR_BYTES, Long.BYTES);
    controls = arena.allocate((long) MAX_MESSAGES * CONTROL_BYTES, Long.BYTES);
    names = arena.allocate((long) MAX_MESSAGES * NAME_BYTES, Long.BYTES);
    bytes = arena.allocate(MAX_BYTES, Long.BYTES);
    for (int i = 0; i < MAX_MESSAGES; i++) {
      layOut(i);
    }
  }

  private void layOut(int i) {
    long header = (long) i * HEADER_BYTES;
    long vector = (long) i * VECTOR_BYTES;
    long control = (long) i * CONTROL_BYTES;
    long name = (long) i * NAME_BYTES;
    headers.set(ValueLayout.JAVA_LONG, header + NAME_AT, names.address() + name);
    headers.set(ValueLayout.JAVA_INT, header + NAME_LENGTH_AT, overInet6 ? INET6_BYTES : INET_BYTES);
    headers.set(ValueLayout.JAVA_LONG, header + VECTOR_AT, vectors.address() + vector);
    headers.set(ValueLayout.JAVA_LONG, header + VECTOR_COUNT_AT, 1);
    headers.set(ValueLayout.JAVA_LONG, header + CONTROL_AT, controls.address() + control);
    controls.set(ValueLayout.JAVA_LONG, control, CONTROL_LENGTH);
    controls.set(ValueLayout.JAVA_INT, control + CONTROL_LEVEL_AT, SOL_UDP);
    controls.set(ValueLayout.JAVA_INT, control + CONTROL_TYPE_AT, UDP_SEGMENT);
    names.set(ValueLayout.JAVA_SHORT, name, overInet6 ? AF_INET6 : AF_INET);
  }

  int size() {
    return size;
  }

  /** Whether a datagram of this length can be added. */
  boolean takes(int length) {
    return size < MAX_MESSAGES && length <= MAX_BYTES - end;
  }

  /** Whether a datagram can go on behind the one added last: to the same receiver, and of packets as long; only the last may be shorter. */
  boolean joins(int length, int segment, InetSocketAddress to) {
    int last = size - 1;
    if (last < 0 || !to.equals(receivers[last]) || segments[last] > MAX_SEGMENT_BYTES || lengths[last] % segments[last] != 0) {
      return false;
    }
    boolean alike = segment == segments[last] || (length == segment && segment < segments[last]);
    return alike && lengths[last] + length <= MAX_SEND_BYTES && packets(last) + Math.ceilDiv(length, segment) <= MAX_SEGMENTS;
  }

  /** Adds what {@link #joins} to the datagram added last. */
  void join(byte[] source, int offset, int length) {
    int i = size - 1;
    MemorySegment.copy(source, offset, bytes, ValueLayout.JAVA_BYTE, end, length);
    end += length;
    lengths[i] += length;
    vectors.set(ValueLayout.JAVA_LONG, (long) i * VECTOR_BYTES + VECTOR_LENGTH_AT, lengths[i]);
    headers.set(ValueLayout.JAVA_LONG, (long) i * HEADER_BYTES + CONTROL_LENGTH_AT, CONTROL_BYTES);
  }

  /** Adds a datagram; one with a {@code segment} is cut by the kernel into packets of that size, the last of which may be shorter. */
  void add(byte[] source, int offset, int length, int segment, InetSocketAddress to) {
    int i = size++;
    MemorySegment.copy(source, offset, bytes, ValueLayout.JAVA_BYTE, end, length);
    name(i, to);
    long vector = (long) i * VECTOR_BYTES;
    vectors.set(ValueLayout.JAVA_LONG, vector, bytes.address() + end);
    vectors.set(ValueLayout.JAVA_LONG, vector + VECTOR_LENGTH_AT, length);
    boolean cut = segment < length;
    headers.set(ValueLayout.JAVA_LONG, (long) i * HEADER_BYTES + CONTROL_LENGTH_AT, cut ? CONTROL_BYTES : 0);
    controls.set(ValueLayout.JAVA_SHORT, (long) i * CONTROL_BYTES + CONTROL_DATA_AT, (short) segment);
    receivers[i] = to;
    offsets[i] = end;
    lengths[i] = length;
    segments[i] = segment;
    end += length;
  }

  private void name(int i, InetSocketAddress to) {
    long name = (long) i * NAME_BYTES;
    InetAddress address = to.getAddress();
    byte[] raw = address.getAddress();
    names.set(NETWORK_SHORT, name + PORT_AT, (short) to.getPort());
    if (!overInet6) {
      MemorySegment.copy(raw, 0, names, ValueLayout.JAVA_BYTE, name + INET_ADDRESS_AT, Integer.BYTES);
      return;
    }
    long at = name + INET6_ADDRESS_AT;
    if (address instanceof Inet6Address inet6) {
      MemorySegment.copy(raw, 0, names, ValueLayout.JAVA_BYTE, at, raw.length);
      names.set(ValueLayout.JAVA_INT, name + INET6_SCOPE_AT, inet6.getScopeId());
    } else {
      names.set(ValueLayout.JAVA_LONG, at, 0);
      names.set(ValueLayout.JAVA_INT, at + Long.BYTES, 0xFFFF0000);
      MemorySegment.copy(raw, 0, names, ValueLayout.JAVA_BYTE, at + MAPPED_PREFIX_BYTES, raw.length);
      names.set(ValueLayout.JAVA_INT, name + INET6_SCOPE_AT, 0);
    }
  }

  /** The message headers from this one on, as the system call wants them. */
  MemorySegment headersFrom(int index) {
    return headers.asSlice((long) index * HEADER_BYTES);
  }

  InetSocketAddress receiver(int index) {
    InetSocketAddress receiver = receivers[index];
    if (receiver == null) {
      throw new IllegalStateException("no datagram " + index);
    }
    return receiver;
  }

  /** The size of a datagram's packets but the last. */
  int segment(int index) {
    return segments[index];
  }

  int packets(int index) {
    return Math.ceilDiv(lengths[index], segments[index]);
  }

  /** A datagram's bytes, until it is cleared. */
  ByteBuffer content(int index) {
    return bytes.asSlice(offsets[index], lengths[index]).asByteBuffer();
  }

  void clear() {
    size = 0;
    end = 0;
  }
}
