package io.ringcast.signaling.http;

import io.ringcast.identity.RoomWish.Media;
import io.ringcast.identity.RoomWish.Mode;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.signaling.live.LiveUrl;
import io.ringcast.signaling.room.RoomView;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RoomsDoor} answers: what rooms know of their members, with the media plane's figures beside it.
 *
 * @param live where the room's live stream is played; null for who may not watch
 */
record RoomFigures(
    String roomId,
    String sessionId,
    Mode mode,
    @Nullable Media media,
    int hosts,
    int count,
    List<SpeakerFigures> speakers,
    List<ParticipantFigures> participants,
    @Nullable LiveUrl live) {

  record RoomList(List<RoomLine> rooms) {}

  /**
   * One room.
   *
   * @param hosts users that may publish
   * @param count how many there are, as everybody may know
   * @param watchers those who publish nothing
   */
  record RoomLine(
      String roomId, String sessionId, Mode mode, @Nullable Media media, int hosts, int count, int publishers, int watchers,
      List<String> streams) {
    static RoomLine of(RoomView room) {
      int publishers = room.publishers().size();
      List<String> streams = room.members().stream().flatMap(member -> member.streams().stream()).toList();
      return new RoomLine(room.key().roomId(), room.sessionId(), room.mode().mode(), room.mode().media(), room.hosts(),
          room.headCount(), publishers, room.members().size() - publishers, streams);
    }
  }

  record SpeakerFigures(String publicationId, int level) {}

  record ParticipantFigures(
      String userId, String participantId, Role role, boolean publishes, List<String> streams, List<ConnectionFigures> connections) {}

  /** @param remoteAddress null for a caller that only takes part */
  record ConnectionFigures(
      String peerId,
      String state,
      @Nullable String remoteAddress,
      double rttMs,
      List<PublicationFigures> publications,
      List<SubscriptionFigures> subscriptions,
      Map<DropReason, Long> drops) {}

  record PublicationFigures(
      String publicationId, MediaKind kind, Codec codec, boolean muted, int audioLevel, List<LayerReport> layers) {
    static PublicationFigures of(PublicationReport report) {
      return new PublicationFigures(
          report.publication().value(), report.kind(), report.codec(), report.muted(), report.audioLevel(), report.layers());
    }
  }

  record SubscriptionFigures(
      long subscriptionId,
      String publicationId,
      Layer wanted,
      @Nullable Layer sending,
      boolean paused,
      int maxTemporalLayer,
      long packets,
      long bytes,
      long bitrateBps,
      double fractionLost,
      double jitterMs,
      long nacksReceived,
      long packetsRetransmitted,
      long keyframesRequested) {
    static SubscriptionFigures of(SubscriptionReport report) {
      return new SubscriptionFigures(
          report.subscription().value(), report.publication().value(), report.wanted(), report.sending(), report.paused(),
          report.maxTemporalLayer(), report.packets(), report.bytes(), report.bitrateBps(), report.fractionLost(), report.jitterMs(),
          report.nacksReceived(), report.packetsRetransmitted(), report.keyframesRequested());
    }
  }

  static RoomList list(List<RoomView> views) {
    return new RoomList(views.stream().map(RoomLine::of).toList());
  }

  /** @param operator whether the caller may know where participants are */
  static RoomFigures of(
      RoomView view, RoomReport report, List<Speaker> speakers, boolean operator, @Nullable LiveUrl live) {
    Map<PeerId, PeerReport> peers = report.peers().stream().collect(Collectors.toMap(PeerReport::peer, Function.identity(), (a, b) -> a));
    Set<PublicationId> shown = new HashSet<>();
    view.members().forEach(member -> shown.addAll(member.publications()));
    return new RoomFigures(
        view.key().roomId(),
        view.sessionId(),
        view.mode().mode(),
        view.mode().media(),
        view.hosts(),
        view.headCount(),
        speakers.stream().filter(speaker -> shown.contains(speaker.publication()))
            .map(speaker -> new SpeakerFigures(speaker.publication().value(), speaker.level())).toList(),
        view.members().stream().map(member -> participant(member, peers, operator)).toList(),
        live);
  }

  private static ParticipantFigures participant(RoomView.Member member, Map<PeerId, PeerReport> peers, boolean operator) {
    return new ParticipantFigures(
        member.userId(),
        member.sid(),
        member.role(),
        member.publishes(),
        member.streams(),
        member.peers().stream().map(peer -> connection(peer, peers.get(peer), operator)).toList());
  }

  private static ConnectionFigures connection(PeerId peer, @Nullable PeerReport found, boolean operator) {
    PeerReport report = found != null ? found : new PeerReport(peer, "UNKNOWN", "", -1, List.of(), List.of(), Map.of());
    return new ConnectionFigures(
        peer.value(),
        report.state(),
        operator ? report.remoteAddress() : null,
        report.rttMs(),
        report.publications().stream().map(PublicationFigures::of).toList(),
        report.subscriptions().stream().map(SubscriptionFigures::of).toList(),
        report.drops());
  }
}
