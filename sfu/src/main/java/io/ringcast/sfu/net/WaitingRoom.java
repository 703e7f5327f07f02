package io.ringcast.sfu.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has connected and has not said yet whom they want, bounded in total and for each address. Used by the listener's thread only.
 *
 * <p>One address too many is refused; where all together are too many, the one that has waited longest goes: a client speaks within a
 * round trip, whoever floods does not.
 */
final class WaitingRoom<T> {
  /** A connection that waits costs a file descriptor and some 2 kB. */
  static final int LIMIT = 1_024;

  /** Many clients share an address behind a large NAT, but they wait for a round trip each and not at the same time. */
  static final int LIMIT_PER_ADDRESS = 64;

  /** One network of an IPv6 subscriber has this many bytes in common, and more addresses than could be counted. */
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Map<T, Object> waiting = new LinkedHashMap<>();
  private final Map<Object, Integer> counts = new HashMap<>();
  private final Consumer<T> onDisplaced;

  /** @param onDisplaced hears who had to go for a later one */
  WaitingRoom(Consumer<T> onDisplaced) {
    this.onDisplaced = onDisplaced;
  }

  /** Lets somebody wait; false when too many from that address do. */
  boolean enter(T who, InetAddress from) {
    Object network = network(from);
    if (counts.getOrDefault(network, 0) >= LIMIT_PER_ADDRESS) {
      return false;
    }
    if (waiting.size() >= LIMIT) {
      T longest = waiting.keySet().iterator().next();
      leave(longest);
      onDisplaced.accept(longest);
    }
    waiting.put(who, network);
    counts.merge(network, 1, Integer::sum);
    return true;
  }

  /** Whoever does not wait any more; nothing happens where it did not. */
  void leave(T who) {
    @Nullable Object network = waiting.remove(who);
    if (network != null) {
      counts.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  int size() {
    return waiting.size();
  }

  private static Object network(InetAddress address) {
    return address instanceof Inet6Address
      ? Arrays.toString(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES)) : address;
  }
}
