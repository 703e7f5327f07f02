package io.ringcast.client.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** An IPv4 address and port as the kernel wants it: {@code struct sockaddr_in} (ip(7)). */
final class SocketName {
  static final int BYTES = 16;
  private static final int PORT_AT = 2;
  private static final int ADDRESS_AT = 4;
  private static final int ADDRESS_BYTES = 4;
  private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketName() {}

  static void write(MemorySegment name, InetSocketAddress address) {
    name.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) Libc.AF_INET);
    name.set(PORT, PORT_AT, (short) address.getPort());
    MemorySegment.copy(address.getAddress().getAddress(), 0, name, ValueLayout.JAVA_BYTE, ADDRESS_AT, ADDRESS_BYTES);
  }

  static InetSocketAddress read(MemorySegment name) {
    byte[] address = name.asSlice(ADDRESS_AT, ADDRESS_BYTES).toArray(ValueLayout.JAVA_BYTE);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), Short.toUnsignedInt(name.get(PORT, PORT_AT)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What tells two names apart. */
  static long key(MemorySegment name) {
    return name.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }
}
