package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.Layers;

/**
 * Decides which layer a subscriber gets: the wanted one while it is being sent, else the next lower, else the next higher one that is.
 *
 * <pre>
 * state      current   target   leaves by
 * WAITING    none      t        keyframe of t -> STEADY; keyframe of another layer -> SWITCHING
 * STEADY     t         t        want, layer stopped or returned -> SWITCHING; stop -> WAITING
 * SWITCHING  c         t        keyframe of t -> STEADY; target back to c -> STEADY; stop -> WAITING
 * </pre>
 *
 * <p>While SWITCHING the current layer goes on for as long as its packets come. Streams without keyframes (audio) switch at any packet.
 * Where the layers are those of one stream, its {@link TargetSelector} tells the current one, and may need no keyframe to change it.
 */
final class LayerSelector implements TargetSelector.Wish {
  static final int NONE = -1;

  /** What to do with one packet. */
  enum Decision {
    FORWARD,
    /** The stream may begin, or change to, this layer at this packet. */
    SWITCH,
    AWAIT_KEYFRAME,
    NOT_WANTED
  }

  /** Where the selection stands. */
  enum State {
    WAITING,
    STEADY,
    SWITCHING
  }

  private final LayerSet layers;
  private final boolean atKeyframes;
  private Layer wish;
  /** No layer above it, whatever is wished. */
  private int highest = LayerSet.MAX_LAYERS;
  private int wanted;
  private int target;
  private int current = NONE;

  LayerSelector(LayerSet layers, boolean atKeyframes, Layer wish) {
    this.layers = layers;
    this.atKeyframes = atKeyframes;
    this.wish = wish;
    retarget();
  }

  /** Changes the wish; true when the target changed with it. */
  boolean want(Layer layer) {
    wish = layer;
    return retarget();
  }

  /** Allows no layer above this index; true when the target changed with it. */
  boolean limit(int highestLayer) {
    highest = highestLayer;
    return retarget();
  }

  /** Looks again at which layers there are and which are being sent; true when the target changed. */
  boolean retarget() {
    int before = target;
    wanted = Layers.index(wish, layers.count());
    target = bestActive();
    current = Math.min(current, layers.count() - 1);
    return target != before;
  }

  Decision decide(int stream, boolean keyframe) {
    if (isCurrent(stream)) {
      return Decision.FORWARD;
    }
    if (!concerns(stream)) {
      return Decision.NOT_WANTED;
    }
    return keyframe || !atKeyframes ? Decision.SWITCH : Decision.AWAIT_KEYFRAME;
  }

  /** Whether any packet of this stream can be forwarded now. */
  boolean concerns(int stream) {
    return current == NONE || isCurrent(stream) || isTarget(stream);
  }

  /** Whether this stream carries the layer to be forwarded. */
  boolean isTarget(int stream) {
    return stream == layers.streamOf(target);
  }

  /** Whether this stream is being forwarded. */
  boolean isCurrent(int stream) {
    return current != NONE && stream == layers.streamOf(current);
  }

  void switched(int layer) {
    current = Math.min(layer, layers.count() - 1);
  }

  /** Whether a change of layer stays within one stream. */
  boolean layersOfOneStream() {
    return layers.spatial();
  }

  @Override
  public int spatialLayer(int count) {
    if (!layers.spatial()) {
      return count - 1;
    }
    return count == layers.count() ? target : Math.min(highest, Layers.index(wish, Math.min(count, LayerSet.MAX_LAYERS)));
  }

  /** Ends forwarding: the next packet sent will be a keyframe's. */
  void stop() {
    current = NONE;
  }

  State state() {
    if (current == NONE) {
      return State.WAITING;
    }
    return current == target ? State.STEADY : State.SWITCHING;
  }

  Layer wish() {
    return wish;
  }

  int wanted() {
    return wanted;
  }

  int target() {
    return target;
  }

  int current() {
    return current;
  }

  /** Whether the layer that is forwarded is also being sent. */
  boolean isFlowing() {
    return current != NONE && layers.layer(current).active();
  }

  /** Whether the source sends nothing at all. */
  boolean isNoneActive() {
    for (int layer = 0; layer < layers.count(); layer++) {
      if (layers.layer(layer).active()) {
        return false;
      }
    }
    return true;
  }

  /** The layers whose packets are needed now, as a bit mask; the wanted one even while it is not sent, since a feed may wait for it. */
  int demanded() {
    return 1 << wanted | 1 << target | (current == NONE ? 0 : 1 << current);
  }

  private int bestActive() {
    int best = Math.min(wanted, highest);
    for (int layer = best; layer >= 0; layer--) {
      if (layers.layer(layer).active()) {
        return layer;
      }
    }
    for (int layer = best + 1; layer < layers.count(); layer++) {
      if (layers.layer(layer).active()) {
        return layer;
      }
    }
    return best;
  }
}
