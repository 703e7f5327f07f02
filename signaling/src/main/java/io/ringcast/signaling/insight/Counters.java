package io.ringcast.signaling.insight;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What connections counted since they began: of what they were sent. */
record Counters(long packets, long nacks, long retransmitted, long keyframes, Map<DropReason, Long> drops) {
  static final Counters NONE = new Counters(0, 0, 0, 0, Map.of());

  static Counters of(PeerReport peer) {
    List<SubscriptionReport> all = peer.subscriptions();
    return new Counters(
        all.stream().mapToLong(SubscriptionReport::packets).sum(),
        all.stream().mapToLong(SubscriptionReport::nacksReceived).sum(),
        all.stream().mapToLong(SubscriptionReport::packetsRetransmitted).sum(),
        all.stream().mapToLong(SubscriptionReport::keyframesRequested).sum(),
        peer.drops());
  }

  /** What was counted since then; a count that fell, since a subscription ended, counts nothing. */
  Counters since(Counters before) {
    return new Counters(grown(packets, before.packets), grown(nacks, before.nacks), grown(retransmitted, before.retransmitted),
        grown(keyframes, before.keyframes), grown(drops, before.drops));
  }

  Counters and(Counters other) {
    Map<DropReason, Long> both = new EnumMap<>(DropReason.class);
    both.putAll(drops);
    other.drops.forEach((reason, count) -> both.merge(reason, count, Long::sum));
    return new Counters(packets + other.packets, nacks + other.nacks, retransmitted + other.retransmitted,
        keyframes + other.keyframes, both);
  }

  long dropped(DropReason reason) {
    return drops.getOrDefault(reason, 0L);
  }

  private static long grown(long now, long before) {
    return Math.max(0, now - before);
  }

  private static Map<DropReason, Long> grown(Map<DropReason, Long> now, Map<DropReason, Long> before) {
    Map<DropReason, Long> grown = new EnumMap<>(DropReason.class);
    now.forEach((reason, count) -> {
      long more = grown(count, before.getOrDefault(reason, 0L));
      if (more > 0) {
        grown.put(reason, more);
      }
    });
    return grown;
  }
}
