package io.ringcast.relay.push;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Which addresses may be reached on behalf of somebody else. It is asked about the address that is connected to, after the name was
 * resolved: a name says nothing.
 */
public enum AddressPolicy {
  /** What is not routed on the internet, and what addresses this machine or many, is out of reach. */
  PUBLIC_ONLY,
  /** For servers whose operators push inside their own network. */
  ANYWHERE;

  private static final int UNIQUE_LOCAL = 0xFC;
  private static final int TOP_SEVEN_BITS = 0xFE;
  private static final int[] TRANSLATED_PREFIX = {0x00, 0x64, 0xFF, 0x9B};

  /** Whether this address may be connected to. */
  public boolean allows(InetAddress address) {
    return this == ANYWHERE || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicV4(bytes, 0) : isPublicV6(bytes);
  }

  /** Not 0/8, 100.64/10 (RFC 6598), 192.0.0/24, 198.18/15 (RFC 2544), 240/4 and above, nor what Java calls otherwise (RFC 6890). */
  private static boolean isPublicV4(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int second = bytes[at + 1] & 0xFF;
    return switch (first) {
      case 0, 10, 127 -> false;
      case 100 -> (second & 0xC0) != 64;
      case 169 -> second != 254;
      case 172 -> (second & 0xF0) != 16;
      case 192 -> second != 168 && !(second == 0 && bytes[at + 2] == 0);
      case 198 -> (second & 0xFE) != 18;
      default -> first < 224;
    };
  }

  /** Not fc00::/7 (RFC 4193), and of IPv4 inside IPv6 (::/96, 64:ff9b::/96, 2002::/16) not what IPv4 would not be. */
  private static boolean isPublicV6(byte[] bytes) {
    if ((bytes[0] & TOP_SEVEN_BITS) == UNIQUE_LOCAL) {
      return false;
    }
    if (bytes[0] == 0x20 && bytes[1] == 0x02) {
      return isPublicV4(bytes, 2);
    }
    boolean embedded = true;
    boolean translated = true;
    for (int i = 0; i < 12; i++) {
      embedded &= bytes[i] == 0;
      translated &= bytes[i] == (byte) (i < TRANSLATED_PREFIX.length ? TRANSLATED_PREFIX[i] : 0);
    }
    return !(embedded || translated) || isPublicV4(bytes, 12);
  }
}
