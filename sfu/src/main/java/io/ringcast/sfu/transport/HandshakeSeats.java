package io.ringcast.sfu.transport;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How many handshakes a loop has under way, altogether and with one IP address: a handshake costs a thread, a queue and CPU time before
 * its peer has proven more than a password. Whoever finds no seat asks again with its next check. Used by its loop's thread only.
 */
public final class HandshakeSeats {
  /** A queue of 64 datagrams each: about 100 MB in the worst case. */
  static final int MAX_HANDSHAKES = 1_000;

  /** Many clients share an address behind a NAT; a handshake takes one of a second, so this many join at once. */
  static final int MAX_PER_ADDRESS = 64;

  /** One network of an IPv6 subscriber has this many bytes in common, and more addresses than could be counted. */
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Map<ByteBuffer, Integer> taken = new HashMap<>();
  private int total;

  /** Takes a seat for a peer at this address; false when there is none. */
  boolean take(InetAddress address) {
    ByteBuffer place = placeOf(address);
    int here = taken.getOrDefault(place, 0);
    if (total >= MAX_HANDSHAKES || here >= MAX_PER_ADDRESS) {
      return false;
    }
    taken.put(place, here + 1);
    total++;
    return true;
  }

  /** Gives back a seat that was taken for this address. */
  void giveBack(InetAddress address) {
    taken.computeIfPresent(placeOf(address), (ignored, count) -> count == 1 ? null : count - 1);
    total--;
  }

  private static ByteBuffer placeOf(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
  }

  int total() {
    return total;
  }
}
