package io.ringcast.relay.door;

import io.ringcast.relay.push.PushUrl;
import io.ringcast.relay.srt.SrtSender;
import java.net.InetAddress;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** How pushes connect, by protocol. On the sockets' thread. */
final class PushTransports {
  private final LiveLoop loop;
  private final SSLContext tls;
  private final RandomGenerator random;

  PushTransports(LiveLoop loop, SSLContext tls, RandomGenerator random) {
    this.loop = loop;
    this.tls = tls;
    this.random = random;
  }

  PushConnection connect(InetAddress address, PushUrl url, Audience audience, PushConnection.Ear ear) {
    return switch (url.protocol()) {
      case RTMP -> RtmpPushConnection.to(address, url, null, loop, audience, random, ear);
      case RTMPS -> RtmpPushConnection.to(address, url, tls, loop, audience, random, ear);
      case SRT -> SrtPushConnection.to(address, url, loop, audience, ear);
    };
  }

  /** Whether its protocol is one of these, and spoken in this process. */
  static boolean speaks(PushUrl url) {
    return url.protocol() != PushUrl.Protocol.SRT || SrtSender.available();
  }
}
