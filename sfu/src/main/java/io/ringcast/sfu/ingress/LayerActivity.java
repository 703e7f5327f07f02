package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.LayerState;

/**
 * Notices that a layer is no longer being sent. Silence alone proves nothing: a screen share may send a frame in some seconds. A layer
 * stopped when its siblings went on without it, or when nothing came for very long.
 */
final class LayerActivity {
  static final long CHECK_NS = 500_000_000;
  /** A sibling was heard this much later than the layer: encoders send all layers of a picture within a frame interval. */
  static final long LEFT_BEHIND_NS = 1_500_000_000;
  /** Browsers repeat a still screen at least every second or two, and Opus DTX speaks up every 400 ms: this is a stopped source. */
  static final long STALLED_NS = 10_000_000_000L;
  /** Levels older than this say nothing of the present: DTX sends several packets meanwhile. */
  static final long SILENT_NS = 1_000_000_000;

  private final LayerSet layers;

  LayerActivity(LayerSet layers) {
    this.layers = layers;
  }

  /** Ends the activity of a layer that stopped; true when that changed it. */
  boolean check(int index, long nowNs) {
    LayerState state = layers.layer(index);
    if (!state.active()) {
      return false;
    }
    boolean stopped = nowNs - state.lastPacketNs() >= STALLED_NS;
    for (int i = 0; i < layers.count(); i++) {
      LayerState sibling = layers.layer(i);
      stopped |= sibling.active() && sibling.lastPacketNs() - state.lastPacketNs() >= LEFT_BEHIND_NS;
    }
    if (stopped) {
      state.active(false);
    }
    return stopped;
  }

  boolean allSilent(long nowNs) {
    for (int i = 0; i < layers.count(); i++) {
      LayerState state = layers.layer(i);
      if (state.active() && nowNs - state.lastPacketNs() < SILENT_NS) {
        return false;
      }
    }
    return true;
  }
}
