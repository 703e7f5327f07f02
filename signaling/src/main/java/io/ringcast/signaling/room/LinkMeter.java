package io.ringcast.signaling.room;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges one participant's link by what the media plane measured on it: loss in either direction, round trip, jitter. Its worst stream
 * counts. The score is a simplified E-model (ITU-T G.107): 100 less what delay and loss take.
 */
final class LinkMeter {
  private static final double BEST = 100;
  private static final double GOOD_BELOW = 80;
  private static final double POOR_BELOW = 40;
  /** Points for each percent lost: a picture breaks where a sound with redundancy only suffers. LiveKit counts the same. */
  private static final double VIDEO_LOSS_WEIGHT = 10;
  private static final double AUDIO_LOSS_WEIGHT = 4;
  /** One-way delay above which a conversation suffers, and points for each ms below and above. */
  private static final double NOTICED_MS = 160;
  private static final double POINTS_PER_MS = 1 / 40.0;
  private static final double POINTS_PER_NOTICED_MS = 1 / 10.0;
  private static final double NOTICED_POINTS = NOTICED_MS * POINTS_PER_MS;
  /** A jitter buffer holds about twice the jitter. */
  private static final double BUFFERED_JITTERS = 2;
  /** A size less than wished is no longer excellent, two are poor. */
  private static final double POINTS_PER_SIZE = 35;
  /** It gets worse at once and better slowly. */
  private static final double DOWN = 0.8;
  private static final double UP = 0.4;

  private double score = BEST;
  private boolean silent;
  private boolean expected;
  private long packets = -1;

  /**
   * Takes what was measured since the last time.
   *
   * @param own what the participant publishes
   * @param published what was measured of the room's publications: what never came in cannot be lost on the way out
   * @return whether its quality is another than before
   */
  boolean take(List<PeerReport> peers, Collection<Publication> own, Map<PublicationId, PublicationReport> published) {
    LinkQuality before = quality();
    double worst = BEST;
    long total = 0;
    for (PeerReport peer : peers) {
      for (PublicationReport publication : peer.publications()) {
        for (LayerReport layer : publication.layers()) {
          total += layer.packets();
          if (layer.active() && !publication.muted()) {
            worst = Math.min(worst, score(publication.kind(), layer.fractionLost(), peer.rttMs(), 0));
          }
        }
      }
      for (SubscriptionReport subscription : peer.subscriptions()) {
        worst = Math.min(worst, BEST - missed(subscription));
        if (subscription.bitrateBps() > 0) {
          worst = Math.min(worst, score(subscription, published.get(subscription.publication()), peer.rttMs()));
        }
      }
    }
    boolean wasExpected = expected;
    expected = own.stream().anyMatch(LinkMeter::shouldSend);
    silent = total == packets && expected && wasExpected;
    packets = total;
    score += (worst - score) * (worst < score ? DOWN : UP);
    return quality() != before;
  }

  /**
   * Takes what another room measured.
   *
   * @param told its {@link #score}
   * @return whether the quality is another than before
   */
  boolean follow(double told) {
    LinkQuality before = quality();
    silent = told == 0;
    score = told * BEST;
    return quality() != before;
  }

  private static boolean shouldSend(Publication publication) {
    return publication.live() && !publication.muted() && (publication.kind() == MediaKind.AUDIO || publication.demanded() != null);
  }

  /** What the path does not carry costs by sizes missed. */
  private static double missed(SubscriptionReport subscription) {
    ShareReport share = subscription.share();
    if (share == null || subscription.paused()) {
      return 0;
    }
    int got = share.layer() == null ? -1 : share.layer().ordinal();
    return Math.max(0, subscription.wanted().ordinal() - got) * POINTS_PER_SIZE;
  }

  private static double score(SubscriptionReport subscription, @Nullable PublicationReport published, double rttMs) {
    if (published == null) {
      return BEST;
    }
    double missing = published.layers().stream().filter(layer -> layer.layer() == subscription.sending())
        .mapToDouble(LayerReport::fractionLost).max().orElse(0);
    return score(published.kind(), Math.max(0, subscription.fractionLost() - missing), rttMs, subscription.jitterMs());
  }

  private static double score(MediaKind kind, double fractionLost, double rttMs, double jitterMs) {
    double delayMs = Math.max(0, rttMs) / 2 + BUFFERED_JITTERS * jitterMs;
    double delay = delayMs < NOTICED_MS ? delayMs * POINTS_PER_MS : NOTICED_POINTS + (delayMs - NOTICED_MS) * POINTS_PER_NOTICED_MS;
    double loss = fractionLost * 100 * (kind == MediaKind.VIDEO ? VIDEO_LOSS_WEIGHT : AUDIO_LOSS_WEIGHT);
    return Math.max(0, BEST - delay - loss);
  }

  /** 0 to 1. */
  double score() {
    return silent ? 0 : score / BEST;
  }

  LinkQuality quality() {
    if (silent) {
      return LinkQuality.LOST;
    }
    if (score < POOR_BELOW) {
      return LinkQuality.POOR;
    }
    return score < GOOD_BELOW ? LinkQuality.GOOD : LinkQuality.EXCELLENT;
  }
}
