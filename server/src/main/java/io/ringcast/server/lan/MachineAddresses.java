package io.ringcast.server.lan;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;

/** The addresses by which other machines reach this one. */
public final class MachineAddresses {

  private MachineAddresses() { }

  /** IPv4 first; the loopback address alone when there is no network. */
  public static List<InetAddress> all() {
    try {
      List<InetAddress> addresses = NetworkInterface.networkInterfaces()
        .filter(MachineAddresses::isUp)
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !address.isMulticastAddress())
        .map(MachineAddresses::withoutScope)
        .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
        .toList();
      return addresses.isEmpty() ? List.of(InetAddress.ofLiteral("127.0.0.1")) : addresses;
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot list the network interfaces", e);
    }
  }

  /** An IPv6 address without this machine's name for the interface, which nobody else understands. */
  private static InetAddress withoutScope(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("not an address: " + address, e);
    }
  }

  private static boolean isUp(NetworkInterface networkInterface) {
    try {
      return networkInterface.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
