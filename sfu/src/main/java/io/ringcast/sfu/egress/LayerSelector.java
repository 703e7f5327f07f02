package io.ringcast.sfu.egress;

import io.ringcast.sfu.loop.MediaSource;

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
 */
final class LayerSelector {
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

  private final MediaSource source;
  private final boolean atKeyframes;
  private int wanted;
  private int target;
  private int current = NONE;

  LayerSelector(MediaSource source, boolean atKeyframes, int wanted) {
    this.source = source;
    this.atKeyframes = atKeyframes;
    want(wanted);
  }

  /** Changes the wish; true when the target changed with it. */
  boolean want(int layer) {
    wanted = layer;
    return retarget();
  }

  /** Looks again at which layers are being sent; true when the target changed. */
  boolean retarget() {
    int before = target;
    target = bestActive();
    return target != before;
  }

  Decision decide(int layer, boolean keyframe) {
    if (layer == current) {
      return Decision.FORWARD;
    }
    if (!concerns(layer)) {
      return Decision.NOT_WANTED;
    }
    return keyframe || !atKeyframes ? Decision.SWITCH : Decision.AWAIT_KEYFRAME;
  }

  /** Whether any packet of this layer can be forwarded now. */
  boolean concerns(int layer) {
    return layer == current || layer == target || current == NONE;
  }

  void switched(int layer) {
    current = layer;
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
    return current != NONE && source.layer(current).active();
  }

  /** Whether the source sends nothing at all. */
  boolean isNoneActive() {
    for (int layer = 0; layer < source.layerCount(); layer++) {
      if (source.layer(layer).active()) {
        return false;
      }
    }
    return true;
  }

  /** The layers whose packets are needed now, as a bit mask. */
  int demanded() {
    return 1 << target | (current == NONE ? 0 : 1 << current);
  }

  private int bestActive() {
    for (int layer = wanted; layer >= 0; layer--) {
      if (source.layer(layer).active()) {
        return layer;
      }
    }
    for (int layer = wanted + 1; layer < source.layerCount(); layer++) {
      if (source.layer(layer).active()) {
        return layer;
      }
    }
    return wanted;
  }
}
