package io.ringcast.signaling.insight;

import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Mode;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomReport.BandwidthReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.signaling.insight.Snapshot.MemberLine;
import io.ringcast.signaling.insight.Snapshot.PublicationLine;
import io.ringcast.signaling.insight.Snapshot.Totals;
import io.ringcast.signaling.room.RoomView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the door answers. */
final class InsightPages {
  /** A room in which everybody publishes shows those that most receive. */
  static final int PUBLICATIONS_MAX = 100;

  private InsightPages() {}

  /** @param left rooms that were left out, since there are too many or they did not answer in time */
  record Overview(String appId, List<RoomLine> rooms, int left) {}

  record RoomLine(
      String roomId, String sessionId, Mode mode, @Nullable Media media, int hosts, int count, long atMs, Totals totals) {
    static RoomLine of(Snapshot snapshot) {
      RoomView view = snapshot.view();
      return new RoomLine(view.key().roomId(), view.sessionId(), view.mode().mode(), view.mode().media(), view.hosts(),
          view.headCount(), snapshot.atMs(), snapshot.totals());
    }
  }

  /** @param found how many members there are to page through */
  record RoomPage(RoomLine room, int found, List<MemberLine> members, List<PublicationLine> publications) {
    static RoomPage of(Snapshot snapshot, Wish wish) {
      List<MemberLine> found = snapshot.members().stream().filter(wish::fits).sorted(wish.sort().order()).toList();
      int from = Math.min(wish.offset(), found.size());
      return new RoomPage(RoomLine.of(snapshot), found.size(), found.subList(from, Math.min(from + wish.limit(), found.size())),
          snapshot.publications().stream().limit(PUBLICATIONS_MAX).toList());
    }
  }

  /** Which members to show. */
  record Wish(Sort sort, String find, int offset, int limit) {
    boolean fits(MemberLine member) {
      return find.isEmpty() || member.userId().contains(find) || member.participantId().equals(find);
    }
  }

  /** The worst first. */
  enum Sort {
    TROUBLE,
    LOSS,
    RTT,
    REPEATS,
    BELOW,
    RATE,
    NAME,
    JOINED;

    Comparator<MemberLine> order() {
      return switch (this) {
        case TROUBLE -> Comparator.comparingInt(MemberLine::trouble).reversed();
        case LOSS -> Comparator.comparingDouble((MemberLine line) -> Math.max(line.lossReceiving(), line.lossSending())).reversed();
        case RTT -> Comparator.comparingDouble(MemberLine::rttMs).reversed();
        case REPEATS -> Comparator.comparingDouble(MemberLine::repeats).reversed();
        case BELOW -> Comparator.comparingInt(MemberLine::below).reversed();
        case RATE -> Comparator.comparingLong((MemberLine line) -> line.receivesBps() + line.sendsBps()).reversed();
        case NAME -> Comparator.comparing(MemberLine::userId);
        case JOINED -> Comparator.comparingLong(MemberLine::joinedAtMs);
      };
    }
  }

  record MemberPage(long atMs, MemberLine member, List<Connection> connections) {
    static Optional<MemberPage> of(Snapshot snapshot, String participantId) {
      return snapshot.members().stream().filter(line -> line.participantId().equals(participantId)).findFirst()
          .map(line -> new MemberPage(snapshot.atMs(), line, connections(snapshot, participantId)));
    }

    private static List<Connection> connections(Snapshot snapshot, String participantId) {
      return snapshot.view().members().stream().filter(member -> member.sid().equals(participantId))
          .flatMap(member -> member.peers().stream()).map(peer -> Connection.of(snapshot, peer)).toList();
    }
  }

  record Connection(
      String peerId, String state, String remoteAddress, double rttMs, List<PublicationLine> publications, List<Received> subscriptions,
      Map<DropReason, Long> drops, @Nullable BandwidthReport bandwidth) {
    static Connection of(Snapshot snapshot, PeerId id) {
      PeerReport peer = snapshot.peers().get(id);
      if (peer == null) {
        return new Connection(id.value(), "UNKNOWN", "", -1, List.of(), List.of(), Map.of(), null);
      }
      List<PublicationLine> own = snapshot.publications().stream()
          .filter(line -> peer.publications().stream().anyMatch(one -> one.publication().value().equals(line.publicationId()))).toList();
      return new Connection(id.value(), peer.state(), peer.remoteAddress(), peer.rttMs(), own,
          peer.subscriptions().stream().map(one -> Received.of(snapshot, one)).toList(), peer.drops(), peer.bandwidth());
    }
  }

  /**
   * A publication as this member gets it.
   *
   * @param cause why it is this layer
   * @param share what it gets of what its path carries; null where that is not found out
   */
  record Received(
      String publicationId, @Nullable String userId, @Nullable String kind, Layer wanted, @Nullable Layer sending, LayerCause cause,
      int maxTemporalLayer, long bitrateBps, double fractionLost, double jitterMs, long packets, long nacksReceived,
      long packetsRetransmitted, long keyframesRequested, @Nullable ShareReport share) {
    static Received of(Snapshot snapshot, SubscriptionReport report) {
      PublicationReport source = snapshot.published().get(report.publication());
      String id = report.publication().value();
      return new Received(id, snapshot.owners().get(id), source == null ? null : source.kind().name(), report.wanted(), report.sending(),
          LayerCause.of(report, source), report.maxTemporalLayer(), report.bitrateBps(), report.fractionLost(), report.jitterMs(),
          report.packets(), report.nacksReceived(), report.packetsRetransmitted(), report.keyframesRequested(), report.share());
    }
  }
}
