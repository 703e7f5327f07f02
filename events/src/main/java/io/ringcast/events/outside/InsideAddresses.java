package io.ringcast.events.outside;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells addresses of this machine, its networks and other special ones (RFC 6890) from those of the public Internet. */
final class InsideAddresses {

  /** An IPv4 block: its address, and how many bits count. */
  private record Block(int address, int bits) {
    boolean contains(int other) {
      return (address ^ other) >>> (32 - bits) == 0;
    }
  }

  private static final Block[] BLOCKS = {
    block(0, 0, 0, 0, 8),
    block(10, 0, 0, 0, 8),
    block(100, 64, 0, 0, 10),
    block(127, 0, 0, 0, 8),
    block(169, 254, 0, 0, 16),
    block(172, 16, 0, 0, 12),
    block(192, 0, 0, 0, 24),
    block(192, 0, 2, 0, 24),
    block(192, 88, 99, 0, 24),
    block(192, 168, 0, 0, 16),
    block(198, 18, 0, 0, 15),
    block(198, 51, 100, 0, 24),
    block(203, 0, 113, 0, 24),
    block(224, 0, 0, 0, 3),
  };

  private InsideAddresses() {}

  static boolean contain(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> contain(four.getAddress());
      case Inet6Address six -> contain(six);
      default -> true;
    };
  }

  private static boolean contain(byte[] four) {
    int address = (four[0] & 0xff) << 24 | (four[1] & 0xff) << 16 | (four[2] & 0xff) << 8 | (four[3] & 0xff);
    return Arrays.stream(BLOCKS).anyMatch(block -> block.contains(address));
  }

  /** Global unicast (2000::/3) is outside, but for what only wraps an IPv4 address, which decides, and blocks that nobody routes. */
  private static boolean contain(Inet6Address address) {
    byte[] six = address.getAddress();
    if (startsWith(six, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return contain(Arrays.copyOfRange(six, 12, 16));
    }
    if (startsWith(six, 0x20, 0x02)) {
      return contain(Arrays.copyOfRange(six, 2, 6));
    }
    boolean special = startsWith(six, 0x20, 0x01, 0x00) || startsWith(six, 0x20, 0x01, 0x01) || startsWith(six, 0x20, 0x01, 0x0d, 0xb8)
      || startsWith(six, 0x3f, 0xff);
    return (six[0] & 0xe0) != 0x20 || special;
  }

  private static boolean startsWith(byte[] address, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((address[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static Block block(int a, int b, int c, int d, int bits) {
    return new Block(a << 24 | b << 16 | c << 8 | d, bits);
  }

  /** One address inside among others makes the name a trap. */
  static void refuse(String host, InetAddress[] addresses) throws UnknownHostException {
    for (InetAddress address : addresses) {
      if (contain(address)) {
        throw new InsideAddressException(host);
      }
    }
  }
}
