package io.ringcast.sfu.sim;

import io.ringcast.sfu.wire.sctp.ChannelOpen;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at the packets of one direction before their link carries them: how often each chunk is sent, and until when. */
final class WireTap {
  /** A message's time may run out while a packet is put together; timers tick in milliseconds. */
  private static final long SLACK_NS = 1_000_000;

  @Nullable Link link;
  private final SctpReader reader = new SctpReader();
  private final Map<Integer, Integer> timesSent = new HashMap<>();
  private long longestNs;
  private long packets;

  void look(byte[] packet, Collection<DataLane> lanes, long nowNs) {
    if (!reader.wrap(packet, 0, packet.length) || !reader.checksumHolds()) {
      throw new Broken("a packet of ours is malformed");
    }
    packets++;
    while (reader.next()) {
      if (reader.type() == Sctp.DATA) {
        check(timesSent.merge(reader.tsn(), 1, Integer::sum), lanes, nowNs);
      }
    }
  }

  /** A stream that was used twice may still repeat a chunk of before. */
  private void check(int times, Collection<DataLane> lanes, long nowNs) {
    List<DataLane> here = lanes.stream().filter(lane -> lane.stream() == reader.stream()).toList();
    if (here.size() == 1 && reader.ppid() != ChannelOpen.PPID_CONTROL) {
      here.getFirst().checkSent(times, nowNs - SLACK_NS);
    }
  }

  void carry(byte[] packet, Consumer<byte[]> receiver) {
    if (link == null) {
      throw new IllegalStateException("no link");
    }
    LinkQuality quality = link.quality();
    longestNs = Math.max(longestNs, quality.delayNs() + quality.jitterNs() + (quality.rateBps() == 0 ? 0 : Link.QUEUE_NS));
    link.carry(packet, receiver);
  }

  void quality(LinkQuality quality) {
    if (link != null) {
      link.quality(quality);
    }
  }

  /** The longest that a packet can have been under way. */
  long longestNs() {
    return longestNs;
  }

  long packets() {
    return packets;
  }
}
