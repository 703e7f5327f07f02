package io.ringcast.sfu.egress;

import io.ringcast.sfu.wire.payload.PayloadInfo;
import org.jspecify.annotations.Nullable;

/** What makes one packet the subscriber's own: its place in the subscriber's stream and how far codec numbers are moved. Reusable. */
final class Rewrite {
  int sequence;
  int timestamp;
  boolean marker;
  int pictureIdDelta;
  int tl0Delta;
  int frameNumberDelta;
  /** Whose dependency descriptor is to name {@link #activeTargets}; null when it goes as it was published. */
  @Nullable PayloadInfo described;
  int activeTargets;

  /** @param pictureIdDelta as it holds for the packet of this number */
  void set(Epoch epoch, long output, int pictureIdDelta) {
    sequence = (int) output;
    this.pictureIdDelta = pictureIdDelta;
    tl0Delta = epoch.tl0Delta();
    frameNumberDelta = epoch.frameNumberDelta();
  }

  void activeTargets(PayloadInfo described, int activeTargets) {
    this.described = described;
    this.activeTargets = activeTargets;
  }

  void asPublished() {
    described = null;
  }

  void timing(int timestamp, boolean marker) {
    this.timestamp = timestamp;
    this.marker = marker;
  }
}
