package io.ringcast.signaling.insight;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import org.jspecify.annotations.Nullable;

/** Why a subscriber gets the layer that it gets. */
public enum LayerCause {
  /** It is the best that its publisher sends. */
  BEST,
  /** Its client asked for it; there is a better one. */
  AS_ASKED,
  /** Its publisher does not send what was asked for. */
  NOT_SENT,
  /** What was asked for begins with the next keyframe. */
  AWAITING_KEYFRAME,
  /** Nothing comes from its publisher. */
  SOURCE_SILENT,
  /** Its publisher, or an operator, muted it. */
  MUTED,
  /** Its path carries no more. */
  PATH,
  /** Its client wants nothing of it for now. */
  PAUSED,
  /** It is published in another room, where its layers are measured. */
  ELSEWHERE;

  /** @param published null when its publisher is not in this room */
  static LayerCause of(SubscriptionReport subscription, @Nullable PublicationReport published) {
    if (subscription.paused()) {
      return PAUSED;
    }
    if (published == null) {
      return ELSEWHERE;
    }
    if (published.muted()) {
      return MUTED;
    }
    if (published.layers().stream().noneMatch(LayerReport::active)) {
      return SOURCE_SILENT;
    }
    if (isReduced(subscription)) {
      return PATH;
    }
    Layer wanted = subscription.wanted();
    if (subscription.sending() == wanted) {
      return published.layers().stream().anyMatch(layer -> layer.active() && layer.layer().ordinal() > wanted.ordinal()) ? AS_ASKED : BEST;
    }
    return isSent(published, wanted) || subscription.sending() == null ? AWAITING_KEYFRAME : NOT_SENT;
  }

  private static boolean isReduced(SubscriptionReport subscription) {
    ShareReport share = subscription.share();
    return share != null && (share.reason().equals("REDUCED") || share.reason().equals("PAUSED"));
  }

  private static boolean isSent(PublicationReport published, Layer layer) {
    return published.layers().stream().anyMatch(one -> one.active() && one.layer() == layer);
  }
}
