package io.ringcast.sfu.net;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.transport.PacketIntake;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where what a socket read enters the media plane, one a loop: bytes go into a pooled packet, the packet to the demux. */
final class Entrance {
  /** Whoever found a fault may send it often. */
  private static final long FAULT_LOG_NS = 1_000_000_000L;

  private static final Logger log = LoggerFactory.getLogger(Entrance.class);

  private final PacketPool pool;
  private final PacketIntake intake;
  private final DropCounters drops;
  private final TrafficCounters traffic;
  private long faultLoggedNs;

  Entrance(LoopParts parts) {
    pool = parts.pool();
    intake = parts.intake();
    drops = parts.drops();
    traffic = parts.traffic();
  }

  /** An empty packet for this many bytes, to be given to {@link #enter}; null, and the drop counted, when there is none. */
  @Nullable Packet packetFor(int length) {
    traffic.received(length);
    if (length > Packet.CAPACITY) {
      drops.count(DropReason.DATAGRAM_TOO_LARGE);
      return null;
    }
    Packet packet = pool.take();
    if (packet == null) {
      drops.count(DropReason.POOL_EXHAUSTED);
      return null;
    }
    packet.length(length);
    return packet;
  }

  /** Hands a packet on. A fault of ours must not end the socket; what the packet had reached by then is unknown, so it is not reused. */
  void enter(Packet owned, InetSocketAddress from, Outbox via, long nowNs) {
    owned.arrivalNs(nowNs);
    try {
      intake.receive(owned, from, via, nowNs);
    } catch (RuntimeException e) {
      drops.count(DropReason.INTERNAL_FAULT);
      if (nowNs - faultLoggedNs > FAULT_LOG_NS || drops.of(DropReason.INTERNAL_FAULT) == 1) {
        faultLoggedNs = nowNs;
        log.error("a packet could not be handled; the loop goes on", e);
      }
    }
  }

  /** Nothing more comes or goes by a TCP connection. */
  void closed(Outbox via) {
    intake.closed(via);
  }
}
