package io.ringcast.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for the servers of tests: below those that systems give to outgoing connections, which would take them meanwhile. */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  /** A server takes the port it is given and some that follow it. */
  private static final int OF_A_SERVER = 10;
  private static final AtomicInteger NEXT = new AtomicInteger(FIRST);

  private FreePorts() {}

  /** A port that is free together with those that follow it, and is given to nobody else. */
  public static int next() throws IOException {
    while (true) {
      int port = NEXT.getAndAdd(OF_A_SERVER);
      if (port > LAST) {
        throw new IOException("no free port from " + FIRST + " to " + LAST);
      }
      if (areFree(port)) {
        return port;
      }
    }
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + OF_A_SERVER; port++) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (ServerSocket tcp = new ServerSocket(); DatagramSocket udp = new DatagramSocket(null)) {
        tcp.bind(address);
        udp.bind(address);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
