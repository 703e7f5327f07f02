package io.ringcast.sfu.egress;

import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * Decides which frames of one layered stream a subscriber gets: those of its target, which is a spatial and a temporal layer.
 *
 * <p>Which targets the subscriber's decoder could go on with is kept as a mask: all of them at a keyframe; a frame left out takes those
 * away that need it; a frame forwarded brings those back that can be decoded from it on. The target changes between pictures, to the
 * nearest of the wanted one that is in the mask, and, but for a keyframe or to fewer temporal layers, only while no packet is missing: a
 * packet that is still to come could be of a frame that the new target needs and the old one does not. So every packet, however late, is
 * judged by the target of its own picture.
 *
 * <pre>
 * L3T3      keyframe, then target (0,2): frames of layers 1 and 2 are left out, mask {(0,*)}; up again at a keyframe
 * L3T3      target (2,2), wanted (0,2): the mask has it, so at the next picture
 * L3T3_KEY  target (2,2), wanted (0,2): layer 0 has been left out since the keyframe, so at a keyframe
 * L1T3      target (0,0), wanted (0,2): at the next frame from which the upper layers can be decoded
 * </pre>
 */
final class TargetSelector {
  /** Changes of the target that a late packet may lie behind. */
  private static final int REMEMBERED = 8;
  private static final int ALL_TEMPORAL = (1 << PayloadInfo.MAX_LAYERS) - 1;
  private static final int HIGHEST_TEMPORAL = PayloadInfo.MAX_LAYERS - 1;

  private final Wish wish;
  /** From which input on which target held. */
  private final long[] changedAt = new long[REMEMBERED];
  private final int[] changedTo = new int[REMEMBERED];
  private int changes;
  private int decodable;
  private int top;
  /** Which input told the highest layer. */
  private long toldAt;
  private int temporalWanted = HIGHEST_TEMPORAL;
  private long keyframeInput;
  private int pictureTimestamp;

  /** Which spatial layer is wanted. */
  @FunctionalInterface
  interface Wish {
    /** @param layers how many the stream has now */
    int spatialLayer(int layers);
  }

  TargetSelector(Wish wish) {
    this.wish = wish;
  }

  /** Temporal layers above this one are left out from now on, as soon as that can be done. */
  void wantTemporal(int highest) {
    temporalWanted = Math.clamp(highest, 0, HIGHEST_TEMPORAL);
  }

  int temporalWanted() {
    return temporalWanted;
  }

  /** A stream begins, or begins anew, with this packet, at which a decoder can start. */
  void begin(PayloadInfo info, int timestamp, long input) {
    changes = 0;
    top = 0;
    toldAt = input;
    decodable = PayloadInfo.ALL_TARGETS;
    keyframeInput = input;
    pictureTimestamp = timestamp;
    learnTop(info, input);
    change(bit(Math.min(wish.spatialLayer(top + 1), top), temporalWanted), input);
  }

  /** Takes in how many layers there are, of whatever packet tells the newest. */
  void learnTop(PayloadInfo info, long input) {
    if (info.spatialLayers > 0 && input >= toldAt) {
      top = Math.min(info.spatialLayers, LayerSet.MAX_LAYERS) - 1;
      toldAt = input;
    }
  }

  /** Whether no packet of this picture was taken in, if it is not an older one. */
  boolean isNewPicture(int timestamp) {
    return timestamp != pictureTimestamp;
  }

  /**
   * Takes in a packet newer than all before it.
   *
   * @param whole whether no packet before it is missing
   */
  void advance(PayloadInfo info, int timestamp, long input, boolean whole) {
    if (timestamp == pictureTimestamp) {
      return;
    }
    pictureTimestamp = timestamp;
    if (info.keyframe) {
      decodable = PayloadInfo.ALL_TARGETS;
      keyframeInput = input;
    }
    if (!info.frameStart) {
      return;
    }
    int before = current();
    int next = nearest(decodable | syncTargets(info, before));
    boolean part = top == 0 && spatialOf(next) == spatialOf(before) && next < before;
    if (next != before && (whole || info.keyframe || part)) {
      change(next, input);
    }
  }

  /** Whether this packet is to be forwarded; {@code newest} says that it was just taken in by {@link #advance}. */
  boolean admits(PayloadInfo info, long input, boolean newest) {
    if (wants(info, input)) {
      if (newest) {
        decodable |= info.switchTargets;
      }
      return true;
    }
    if (input >= keyframeInput) {
      decodable &= ~info.targets;
    }
    return false;
  }

  /** Whether a packet belongs to the target of its picture. */
  boolean wants(PayloadInfo info, long input) {
    return (info.targets & targetOf(input)) != 0;
  }

  /** The target of the picture that a packet belongs to, one bit of the grid; 0 when that is forgotten. */
  int targetOf(long input) {
    for (int number = changes; number > 0 && number > changes - REMEMBERED; number--) {
      int slot = (number - 1) % REMEMBERED;
      if (changedAt[slot] <= input) {
        return changedTo[slot];
      }
    }
    return 0;
  }

  /** The spatial layer that is shown. */
  int spatialLayer() {
    return spatialOf(current());
  }

  /** Whatever was not forwarded is held to be not decodable: the next change of the spatial layer is at a keyframe. */
  void forgetOthers() {
    decodable &= row(spatialLayer());
  }

  /** Whether the wanted spatial layer can be had by a keyframe only. */
  boolean needsKeyframe() {
    int wanted = spatialWanted();
    return wanted != spatialLayer() && (decodable & row(wanted)) == 0;
  }

  /** Whether this packet ends what is forwarded of its picture. */
  boolean endsPicture(PayloadInfo info, long input) {
    return info.frameEnd && info.spatialLayer == spatialOf(targetOf(input));
  }

  private int spatialWanted() {
    return Math.min(wish.spatialLayer(top + 1), top);
  }

  /** The wanted spatial layer with as many of the wanted temporal layers as can be had; else the current one likewise. */
  private int nearest(int reachable) {
    int wanted = best(spatialWanted(), reachable);
    int kept = wanted == 0 ? best(spatialLayer(), reachable) : wanted;
    return kept == 0 ? current() : kept;
  }

  private int best(int spatial, int reachable) {
    for (int temporal = temporalWanted; temporal >= 0; temporal--) {
      int target = bit(spatial, temporal);
      if ((reachable & target) != 0) {
        return target;
      }
    }
    return 0;
  }

  /** A picture that needs only the base layer lets the next temporal layer in, which has only been left out so far. */
  private static int syncTargets(PayloadInfo info, int current) {
    boolean next = info.layerSync && info.temporalLayer == Integer.numberOfTrailingZeros(current) % PayloadInfo.MAX_LAYERS + 1;
    return next ? info.switchTargets : 0;
  }

  private int current() {
    return changes == 0 ? bit(0, temporalWanted) : changedTo[(changes - 1) % REMEMBERED];
  }

  private void change(int target, long input) {
    int slot = changes++ % REMEMBERED;
    changedAt[slot] = input;
    changedTo[slot] = target;
  }

  private static int bit(int spatial, int temporal) {
    return PayloadInfo.target(spatial, temporal);
  }

  private static int row(int spatial) {
    return ALL_TEMPORAL << (spatial * PayloadInfo.MAX_LAYERS);
  }

  private static int spatialOf(int target) {
    return Integer.numberOfTrailingZeros(target) / PayloadInfo.MAX_LAYERS;
  }
}
