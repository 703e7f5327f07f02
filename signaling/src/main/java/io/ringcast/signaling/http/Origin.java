package io.ringcast.signaling.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Where requests come from, as limits tell it apart. */
public final class Origin {
  private static final int IPV6_NETWORK_BYTES = 8;

  private Origin() {}

  /** An IPv4 address; of an IPv6 address its network, since one subscriber has all of it; empty when it is not known. */
  public static String of(ServerRequest request) {
    return request.remoteAddress().map(InetSocketAddress::getAddress).map(Origin::place).orElse("");
  }

  private static String place(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
  }
}
