package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.LayerState;
import java.util.Arrays;

/**
 * Notices that a layer is no longer being sent. Silence alone proves nothing: a screen share may send a frame in some seconds. A layer
 * stopped when its siblings went on without it, or when nothing came for very long.
 */
final class LayerActivity {
  static final long CHECK_NS = 100_000_000;
  /**
   * A sibling was heard this much later than the layer, and once more by a later check: encoders send all layers of a picture one after the
   * other, so at a few frames a second a check may fall between them. Those who watch see no picture meanwhile.
   */
  static final long LEFT_BEHIND_NS = 500_000_000;
  /** Browsers repeat a still screen at least every second or two, and Opus DTX speaks up every 400 ms: this is a stopped source. */
  static final long STALLED_NS = 10_000_000_000L;
  /** Levels older than this say nothing of the present: DTX sends several packets meanwhile. */
  static final long SILENT_NS = 1_000_000_000;

  private static final long NOT_BEHIND = Long.MIN_VALUE;

  private final LayerSet layers;
  /** For each layer that a check found behind, when it was heard last. */
  private final long[] behindSinceNs = new long[LayerSet.MAX_LAYERS];
  /** And when its sibling was, by the first of these checks. */
  private final long[] siblingNs = new long[LayerSet.MAX_LAYERS];

  LayerActivity(LayerSet layers) {
    this.layers = layers;
    Arrays.fill(behindSinceNs, NOT_BEHIND);
  }

  /** Ends the activity of a layer that stopped; true when that changed it. */
  boolean check(int index, long nowNs) {
    LayerState state = layers.layer(index);
    if (!state.active()) {
      return false;
    }
    boolean stopped = nowNs - state.lastPacketNs() >= STALLED_NS || isLeftBehind(index);
    if (stopped) {
      state.active(false);
    }
    return stopped;
  }

  private boolean isLeftBehind(int index) {
    long heardNs = layers.layer(index).lastPacketNs();
    long newestNs = heardNs;
    for (int i = 0; i < layers.count(); i++) {
      LayerState sibling = layers.layer(i);
      if (sibling.active()) {
        newestNs = Math.max(newestNs, sibling.lastPacketNs());
      }
    }
    if (newestNs - heardNs < LEFT_BEHIND_NS) {
      behindSinceNs[index] = NOT_BEHIND;
      return false;
    }
    if (behindSinceNs[index] != heardNs) {
      behindSinceNs[index] = heardNs;
      siblingNs[index] = newestNs;
    }
    return newestNs > siblingNs[index];
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
