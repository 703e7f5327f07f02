package io.ringcast.sfu.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A room's peers as they are now. */
public record RoomReport(RoomKey key, List<PeerReport> peers) {

  /**
   * @param state the transport's state in upper case
   * @param remoteAddress where egress goes, empty before the path is known
   * @param rttMs round-trip time from RTCP, -1 before it is known
   * @param bandwidth what the path to it carries; null where nobody asks, or it has told nothing yet
   */
  public record PeerReport(
      PeerId peer,
      String state,
      String remoteAddress,
      double rttMs,
      List<PublicationReport> publications,
      List<SubscriptionReport> subscriptions,
      Map<DropReason, Long> drops,
      @Nullable BandwidthReport bandwidth) {
    public PeerReport(PeerId peer, String state, String remoteAddress, double rttMs, List<PublicationReport> publications,
        List<SubscriptionReport> subscriptions, Map<DropReason, Long> drops) {
      this(peer, state, remoteAddress, rttMs, publications, subscriptions, drops, null);
    }
  }

  /**
   * How much the path to a peer carries, and why that is believed.
   *
   * @param cause what keeps the estimate from being higher, in upper case
   * @param deliveredBps what arrived lately, -1 before anything is known
   * @param queueDelayMs how long packets wait on the path
   * @param pathLoss the share lost at any rate, 0 to 1
   * @param usedBps what of the estimate is given to subscriptions
   * @param wishBps what it would take to send everything as wished
   */
  public record BandwidthReport(long estimateBps, String cause, long deliveredBps, double queueDelayMs, double pathLoss,
      long usedBps, long wishBps) {}

  /**
   * What one subscription gets of the path's rate.
   *
   * @param reason why, in upper case: AS_WISHED, AUDIO, REDUCED, PAUSED, NOT_SENT
   * @param layer the highest that it may get; null when it is paused
   * @param moreBps what the path must carry for its next step, 0 when there is none
   */
  public record ShareReport(String reason, @Nullable Layer layer, long rateBps, long moreBps) {}

  public record PublicationReport(
      PublicationId publication, MediaKind kind, Codec codec, boolean muted, int audioLevel, List<LayerReport> layers) {}

  /**
   * @param active whether packets of this layer arrive now
   * @param fractionLost loss seen from the publisher over the last report interval, 0 to 1, after repair
   */
  public record LayerReport(
      Layer layer,
      String rid,
      boolean active,
      int width,
      int height,
      long bitrateBps,
      double framesPerSecond,
      long packets,
      double fractionLost,
      long nacksSent,
      long keyframesRequested,
      long keyframes) {}

  /**
   * @param sending the layer that is really sent, null when none is
   * @param paused whether the subscriber wants nothing for now
   * @param maxTemporalLayer temporal layers above it are left out
   * @param fractionLost loss the subscriber reported last, 0 to 1
   * @param share what it gets of the path's rate; null where nothing is divided
   */
  public record SubscriptionReport(
      SubscriptionId subscription,
      PublicationId publication,
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
      long keyframesRequested,
      @Nullable ShareReport share) {
    public SubscriptionReport(SubscriptionId subscription, PublicationId publication, Layer wanted, @Nullable Layer sending,
        boolean paused, int maxTemporalLayer, long packets, long bytes, long bitrateBps, double fractionLost, double jitterMs,
        long nacksReceived, long packetsRetransmitted, long keyframesRequested) {
      this(subscription, publication, wanted, sending, paused, maxTemporalLayer, packets, bytes, bitrateBps, fractionLost, jitterMs,
          nacksReceived, packetsRetransmitted, keyframesRequested, null);
    }
  }
}
