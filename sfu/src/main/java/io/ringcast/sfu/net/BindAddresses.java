package io.ringcast.sfu.net;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where sockets must listen to be reached at the announced addresses, and to answer from the one that was asked: a socket bound to all
 * addresses answers from whichever the routes prefer, which a peer with another choice does not recognise.
 */
public final class BindAddresses {
  private static final InetAddress ANY_IPV6 = InetAddress.ofLiteral("::");

  private BindAddresses() {}

  /**
   * Each announced address if all are this machine's. Where one is not, as behind NAT: the address asked for, widened to both families
   * when an IPv6 address is announced and all addresses were asked for.
   */
  public static List<InetAddress> of(InetAddress wanted, List<InetAddress> announced) {
    return of(wanted, announced, BindAddresses::isOurs);
  }

  static List<InetAddress> of(InetAddress wanted, List<InetAddress> announced, Predicate<InetAddress> ours) {
    if (announced.stream().allMatch(ours)) {
      return announced.stream().distinct().toList();
    }
    boolean both = wanted.isAnyLocalAddress() && announced.stream().anyMatch(Inet6Address.class::isInstance);
    return List.of(both ? ANY_IPV6 : wanted);
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot list the network interfaces", e);
    }
  }
}
