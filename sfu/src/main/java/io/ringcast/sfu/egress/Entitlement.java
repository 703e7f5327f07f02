package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.congestion.Allocation.Reason;
import io.ringcast.sfu.congestion.Allocation.Share;
import io.ringcast.sfu.congestion.Track;
import io.ringcast.sfu.congestion.Track.Step;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import org.jspecify.annotations.Nullable;

/** What one subscription may get: the lesser of its peer's wish and its share of the path's rate. */
final class Entitlement {
  private static final int HIGHEST_TEMPORAL = PayloadInfo.MAX_LAYERS - 1;

  private int temporalWished = HIGHEST_TEMPORAL;
  private @Nullable Share share;
  private boolean pausable;

  /** Wishes for no temporal layer above this one. */
  void wishTemporal(int highest) {
    temporalWished = Math.clamp(highest, 0, HIGHEST_TEMPORAL);
  }

  int temporalWished() {
    return temporalWished;
  }

  /** How the division sees it: who wants it larger is served first. */
  Track track(long key, Layer wish, LayerSet layers) {
    long[][] rates = new long[layers.count()][PayloadInfo.MAX_LAYERS];
    for (int spatial = 0; spatial < rates.length; spatial++) {
      for (int temporal = 0; temporal < PayloadInfo.MAX_LAYERS; temporal++) {
        rates[spatial][temporal] = layers.layer(spatial).lastingBps(temporal);
      }
    }
    return Track.video(key, wish.ordinal(), Layers.index(wish, layers.count()), temporalWished, rates);
  }

  /**
   * Takes its share.
   *
   * @param given null while nothing is divided
   * @param pausable whether the path can be tried without it: else it gets its least, whether that fits or not
   */
  void take(@Nullable Share given, boolean pausable) {
    share = given;
    this.pausable = pausable;
  }

  /** Whether not even the least of it fits. */
  boolean isPaused() {
    return pausable && isStarved();
  }

  /** The highest spatial layer it may get. */
  int spatial() {
    Step step = reducedTo();
    return isStarved() ? 0 : step == null ? LayerSet.MAX_LAYERS : step.spatial();
  }

  /** The highest temporal layer it may get. */
  int temporal() {
    Step step = reducedTo();
    return isStarved() ? 0 : step == null ? temporalWished : Math.min(temporalWished, step.temporal());
  }

  @Nullable ShareReport report(int layers, int wanted) {
    Share current = share;
    if (current == null) {
      return null;
    }
    Layer layer = isPaused() ? null : Layers.layer(Math.min(spatial(), wanted), layers);
    return new ShareReport(current.reason().name(), layer, current.step() == null ? 0 : current.step().rateBps(), current.moreBps());
  }

  private boolean isStarved() {
    return share != null && share.reason() == Reason.PAUSED;
  }

  private @Nullable Step reducedTo() {
    return share != null && share.reason() == Reason.REDUCED ? share.step() : null;
  }
}
