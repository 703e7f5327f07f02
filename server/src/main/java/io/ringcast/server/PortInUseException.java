package io.ringcast.server;

import java.io.Serial;
import java.net.InetAddress;

/** A port is taken; the message names it and the setting that moves it. */
final class PortInUseException extends RuntimeException {

  @Serial
  private static final long serialVersionUID = 1L;

  PortInUseException(String message) {
    super(message);
  }

  static PortInUseException iceTcp(int port, InetAddress bind, String cause) {
    return new PortInUseException("TCP port " + port + " on " + bind.getHostAddress() + " cannot be opened (" + cause
      + "): it is needed for media over TCP; choose another with media.tcp-port (0 for none), or move all ports with --port");
  }

  static PortInUseException media(int port, InetAddress bind, String cause) {
    return new PortInUseException("UDP port " + port + " on " + bind.getHostAddress() + " cannot be opened (" + cause
      + "): it is needed for media; choose others with media.port, or move all ports with --port");
  }

  static PortInUseException rtmp(int port, InetAddress bind, String cause) {
    return new PortInUseException("TCP port " + port + " on " + bind.getHostAddress() + " cannot be opened (" + cause
      + "): it is needed for RTMP; choose another with rtmp.port (0 for none)");
  }
}
