package io.ringcast.signaling.insight;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.signaling.insight.TroubleHistory.Reason;
import io.ringcast.signaling.room.RoomView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A room's media as one look found it.
 *
 * @param members those with the worst trouble first, else in the order in which they came
 * @param publications those that most receive first
 * @param peers what the media plane reported, by connection
 * @param published the same, by publication
 * @param owners who publishes what
 */
record Snapshot(
    RoomView view,
    long atMs,
    Totals totals,
    List<MemberLine> members,
    List<PublicationLine> publications,
    Map<PeerId, PeerReport> peers,
    Map<PublicationId, PublicationReport> published,
    Map<String, String> owners) {

  /**
   * All members together. Rates are those since the look before, nothing at the first.
   *
   * @param troubled how many have trouble
   * @param worst the worst trouble of a member, 0 to 100
   * @param lossMean of those who receive, 0 to 1
   * @param drops packets a second that went no further, by reason
   */
  record Totals(
      int members, int publishing, int troubled, int worst, long toServerBps, long fromServerBps, double lossMean, double lossWorst,
      double rttMedianMs, double rttWorstMs, double packetsPerS, double repeatsPerS, double keyframesPerS,
      Map<DropReason, Double> drops) {}

  /**
   * One member.
   *
   * @param trouble 0 (none) to 100
   * @param state its connection's, the one that is farthest from OPEN
   * @param rttMs -1 before it is known
   * @param repeats the share of what it was sent that it asked for again
   * @param below how many videos it gets in a lower layer than it asked for
   */
  record MemberLine(
      String userId, String participantId, Role role, boolean visible, long joinedAtMs, int trouble, List<Reason> reasons, String state,
      double rttMs, double jitterMs, double lossReceiving, double lossSending, double repeats, double keyframesPerS, long receivesBps,
      long sendsBps, int publications, int subscriptions, int below) {}

  /** @param receivers to how many something of it is being sent, {@code paused} to how many nothing for now since they want nothing */
  record PublicationLine(
      String publicationId, @Nullable String userId, MediaKind kind, Codec codec, boolean muted, int audioLevel, int receivers, int paused,
      List<LayerLine> layers) {}

  record LayerLine(
      Layer layer, String rid, boolean active, int width, int height, long bitrateBps, double framesPerSecond, double fractionLost,
      long nacksSent, long keyframesRequested, int receivers) {}
}
