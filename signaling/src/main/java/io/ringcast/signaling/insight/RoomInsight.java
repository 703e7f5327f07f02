package io.ringcast.signaling.insight;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.signaling.insight.Snapshot.LayerLine;
import io.ringcast.signaling.insight.Snapshot.MemberLine;
import io.ringcast.signaling.insight.Snapshot.PublicationLine;
import io.ringcast.signaling.insight.Snapshot.Totals;
import io.ringcast.signaling.room.RoomView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows one room from look to look: counts become rates, symptoms become troubles. One look at a time. */
final class RoomInsight {
  private static final double MS_PER_S = 1_000;

  private Map<PeerId, Counters> counted = Map.of();
  private Map<String, TroubleHistory> histories = new HashMap<>();
  private long lookedAtMs = -1;

  Snapshot look(RoomView view, RoomReport report, long nowMs) {
    double seconds = lookedAtMs < 0 ? 0 : (nowMs - lookedAtMs) / MS_PER_S;
    Map<PeerId, PeerReport> peers = new HashMap<>();
    Map<PublicationId, PublicationReport> published = new HashMap<>();
    for (PeerReport peer : report.peers()) {
      peers.put(peer.peer(), peer);
      peer.publications().forEach(publication -> published.put(publication.publication(), publication));
    }
    Reception reception = Reception.of(report);
    Map<PeerId, Counters> counts = new HashMap<>();
    Map<String, TroubleHistory> current = new HashMap<>();
    List<MemberLine> lines = new ArrayList<>();
    Counters all = Counters.NONE;
    for (RoomView.Member member : view.members()) {
      MemberLook look = new MemberLook(published, reception.awaited());
      for (PeerId id : member.peers()) {
        PeerReport peer = peers.get(id);
        if (peer != null) {
          Counters now = Counters.of(peer);
          counts.put(id, now);
          Counters before = counted.get(id);
          look.connection(peer, before == null ? Counters.NONE : now.since(before));
        }
      }
      TroubleHistory history = histories.getOrDefault(member.sid(), new TroubleHistory());
      current.put(member.sid(), history);
      lines.add(look.line(member, history, seconds, nowMs));
      all = look.grown().and(all);
    }
    counted = counts;
    histories = current;
    lookedAtMs = nowMs;
    lines.sort(Comparator.comparingInt(MemberLine::trouble).reversed());
    Map<String, String> owners = owners(view);
    return new Snapshot(
        view, nowMs, totals(lines, all, seconds), List.copyOf(lines), publications(published, reception, owners), peers, published, owners);
  }

  private static Map<String, String> owners(RoomView view) {
    Map<String, String> owners = new HashMap<>();
    view.members().forEach(member -> member.publications().forEach(id -> owners.put(id.value(), member.userId())));
    return owners;
  }

  private static Totals totals(List<MemberLine> lines, Counters grown, double seconds) {
    double[] rtts = lines.stream().mapToDouble(MemberLine::rttMs).filter(rttMs -> rttMs >= 0).sorted().toArray();
    Map<DropReason, Double> drops = new EnumMap<>(DropReason.class);
    grown.drops().forEach((reason, count) -> drops.put(reason, MemberLook.perSecond(count, seconds)));
    return new Totals(
        lines.size(),
        (int) lines.stream().filter(line -> line.publications() > 0).count(),
        (int) lines.stream().filter(line -> line.trouble() > 0).count(),
        lines.stream().mapToInt(MemberLine::trouble).max().orElse(0),
        lines.stream().mapToLong(MemberLine::sendsBps).sum(),
        lines.stream().mapToLong(MemberLine::receivesBps).sum(),
        lines.stream().filter(line -> line.receivesBps() > 0).mapToDouble(MemberLine::lossReceiving).average().orElse(0),
        lines.stream().mapToDouble(MemberLine::lossReceiving).max().orElse(0),
        rtts.length == 0 ? -1 : rtts[rtts.length / 2],
        rtts.length == 0 ? -1 : rtts[rtts.length - 1],
        MemberLook.perSecond(grown.packets(), seconds),
        MemberLook.perSecond(grown.retransmitted(), seconds),
        MemberLook.perSecond(grown.keyframes(), seconds),
        drops);
  }

  private static List<PublicationLine> publications(
      Map<PublicationId, PublicationReport> published, Reception reception, Map<String, String> owners) {
    return published.values().stream()
        .map(report -> publication(report, owners.get(report.publication().value()), reception))
        .sorted(Comparator.comparingInt(PublicationLine::receivers).reversed().thenComparing(PublicationLine::publicationId))
        .toList();
  }

  static PublicationLine publication(PublicationReport report, @Nullable String owner, Reception reception) {
    Map<Layer, Integer> receivers = reception.byLayer().getOrDefault(report.publication(), Map.of());
    List<LayerLine> layers = report.layers().stream().map(layer -> layer(layer, receivers.getOrDefault(layer.layer(), 0))).toList();
    return new PublicationLine(report.publication().value(), owner, report.kind(), report.codec(), report.muted(), report.audioLevel(),
        receivers.values().stream().mapToInt(Integer::intValue).sum(), reception.paused().getOrDefault(report.publication(), 0), layers);
  }

  private static LayerLine layer(LayerReport layer, int receivers) {
    return new LayerLine(layer.layer(), layer.rid(), layer.active(), layer.width(), layer.height(), layer.bitrateBps(),
        layer.framesPerSecond(), layer.fractionLost(), layer.nacksSent(), layer.keyframesRequested(), receivers);
  }

  /**
   * Who receives what.
   *
   * @param awaited what somebody wants
   * @param byLayer to how many each layer of a publication is being sent
   */
  record Reception(Set<PublicationId> awaited, Map<PublicationId, Map<Layer, Integer>> byLayer, Map<PublicationId, Integer> paused) {
    static Reception of(RoomReport report) {
      Reception reception = new Reception(new HashSet<>(), new HashMap<>(), new HashMap<>());
      report.peers().forEach(peer -> peer.subscriptions().forEach(reception::take));
      return reception;
    }

    private void take(SubscriptionReport subscription) {
      if (subscription.paused()) {
        paused.merge(subscription.publication(), 1, Integer::sum);
        return;
      }
      awaited.add(subscription.publication());
      if (subscription.sending() != null) {
        byLayer.computeIfAbsent(subscription.publication(), absent -> new EnumMap<>(Layer.class))
            .merge(subscription.sending(), 1, Integer::sum);
      }
    }
  }
}
