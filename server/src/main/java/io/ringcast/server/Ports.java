package io.ringcast.server;

import io.ringcast.server.config.ServerSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tries every port before anything starts, so that a taken one is named within milliseconds. */
final class Ports {

  private Ports() { }

  static void requireFree(ServerSettings settings) {
    InetSocketAddress http = new InetSocketAddress(settings.http().bind(), settings.http().port());
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(http);
    } catch (IOException e) {
      throw new PortInUseException("TCP port " + http.getPort() + " on " + http.getAddress().getHostAddress() + " cannot be opened ("
        + e.getMessage() + "): another program, or another Ringcast, may have it; choose another with --port or server.port");
    }
    for (InetAddress bind : MediaPlane.sfuSettings(settings.media()).boundTo()) {
      requireFree(bind, settings.media());
    }
  }

  private static void requireFree(InetAddress bind, ServerSettings.Media settings) {
    if (settings.tcpPort() != 0) {
      InetSocketAddress iceTcp = new InetSocketAddress(bind, settings.tcpPort());
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(iceTcp);
      } catch (IOException e) {
        throw PortInUseException.iceTcp(iceTcp.getPort(), iceTcp.getAddress(), String.valueOf(e.getMessage()));
      }
    }
    for (int loop = 0; loop < settings.loops(); loop++) {
      InetSocketAddress media = new InetSocketAddress(bind, settings.port() + loop);
      try (DatagramSocket socket = new DatagramSocket(null)) {
        socket.bind(media);
      } catch (IOException e) {
        throw PortInUseException.media(media.getPort(), media.getAddress(), String.valueOf(e.getMessage()));
      }
    }
  }
}
