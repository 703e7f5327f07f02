package io.ringcast.signaling.insight;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.signaling.insight.Snapshot.MemberLine;
import io.ringcast.signaling.insight.TroubleHistory.Reason;
import io.ringcast.signaling.room.RoomView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One look at one member: sums its connections up and notices what is wrong with them. */
final class MemberLook {
  private static final double UNKNOWN = -1;
  private static final String OPEN = "OPEN";
  private static final String NO_CONNECTION = "NONE";

  private final Map<PublicationId, PublicationReport> published;
  private final Set<PublicationId> awaited;
  private final Symptoms symptoms = new Symptoms();
  private Counters grown = Counters.NONE;
  private String state = NO_CONNECTION;
  private double rttMs = UNKNOWN;
  private double jitterMs;
  private double lossReceiving;
  private double lossSending;
  private long receivesBps;
  private long sendsBps;
  private int publications;
  private int subscriptions;
  private int below;

  /**
   * Begins a look.
   *
   * @param published what is published in the room
   * @param awaited the videos that somebody wants to see
   */
  MemberLook(Map<PublicationId, PublicationReport> published, Set<PublicationId> awaited) {
    this.published = published;
    this.awaited = awaited;
  }

  /**
   * Takes one of its connections.
   *
   * @param since what it counted since the look before
   */
  void connection(PeerReport peer, Counters since) {
    grown = grown.and(since);
    rttMs = Math.max(rttMs, peer.rttMs());
    if (state.equals(NO_CONNECTION) || state.equals(OPEN)) {
      state = peer.state();
    }
    boolean used = !peer.publications().isEmpty() || !peer.subscriptions().isEmpty();
    if (used && !peer.state().equals(OPEN)) {
      symptoms.count(Trouble.NOT_CONNECTED, null);
      return;
    }
    peer.publications().forEach(this::publication);
    peer.subscriptions().forEach(this::subscription);
    publications += peer.publications().size();
    subscriptions += peer.subscriptions().size();
  }

  private void publication(PublicationReport publication) {
    String id = publication.publication().value();
    boolean flows = false;
    for (LayerReport layer : publication.layers()) {
      if (layer.active() && !publication.muted()) {
        flows = true;
        sendsBps += layer.bitrateBps();
        lossSending = Math.max(lossSending, layer.fractionLost());
        symptoms.measure(Trouble.LOSS_SENDING, layer.fractionLost(), id);
      }
    }
    boolean expected = publication.kind() == MediaKind.AUDIO || awaited.contains(publication.publication());
    if (!flows && !publication.muted() && expected) {
      symptoms.count(Trouble.NOT_SENDING, id);
    }
  }

  private void subscription(SubscriptionReport subscription) {
    String id = subscription.publication().value();
    PublicationReport source = published.get(subscription.publication());
    receivesBps += subscription.bitrateBps();
    LayerCause cause = LayerCause.of(subscription, source);
    boolean video = source != null && source.kind() == MediaKind.VIDEO;
    if (subscription.sending() != null && subscription.bitrateBps() > 0) {
      double lost = lost(subscription, source);
      lossReceiving = Math.max(lossReceiving, lost);
      jitterMs = Math.max(jitterMs, subscription.jitterMs());
      symptoms.measure(Trouble.LOSS_RECEIVING, lost, id);
      symptoms.measure(Trouble.JITTER_MS, subscription.jitterMs(), id);
    }
    if (video && cause == LayerCause.AWAITING_KEYFRAME && subscription.sending() == null) {
      symptoms.count(Trouble.NO_PICTURE, id);
    }
    if (video && cause == LayerCause.PATH) {
      below++;
    }
    if (video && cause == LayerCause.NOT_SENT) {
      below++;
      symptoms.count(Trouble.LAYER_MISSING, id);
    }
  }

  /** What never came in cannot be lost on the way out. */
  private static double lost(SubscriptionReport subscription, @Nullable PublicationReport source) {
    double missing = source == null ? 0 : source.layers().stream().filter(layer -> layer.layer() == subscription.sending())
        .mapToDouble(LayerReport::fractionLost).max().orElse(0);
    return Math.max(0, subscription.fractionLost() - missing);
  }

  Counters grown() {
    return grown;
  }

  /**
   * Ends the look.
   *
   * @param seconds since the look before; 0 at the first
   */
  MemberLine line(RoomView.Member member, TroubleHistory history, double seconds, long nowMs) {
    double repeats = grown.packets() > 0 ? Math.min(1, (double) grown.nacks() / grown.packets()) : 0;
    double keyframesPerS = perSecond(grown.keyframes(), seconds);
    long leftOut = grown.dropped(DropReason.PATH_CONGESTED) + grown.dropped(DropReason.BUDGET_EXHAUSTED);
    symptoms.measure(Trouble.REPEATS, repeats, null);
    symptoms.measure(Trouble.FREEZES, keyframesPerS, null);
    symptoms.measure(Trouble.SLOW_PATH, perSecond(leftOut, seconds), null);
    symptoms.measure(Trouble.ROUND_TRIP_MS, rttMs, null);
    List<Reason> reasons = history.take(symptoms, nowMs);
    return new MemberLine(member.userId(), member.sid(), member.role(), member.visible(), member.joinedAtMs(),
        TroubleHistory.score(reasons), reasons, state, rttMs, jitterMs, lossReceiving, lossSending, repeats, keyframesPerS, receivesBps,
        sendsBps, publications, subscriptions, below);
  }

  static double perSecond(long count, double seconds) {
    return seconds > 0 ? count / seconds : 0;
  }
}
