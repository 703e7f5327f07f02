package io.ringcast.sfu.wire.payload;

/**
 * What one payload says, as plain fields that the format fills and the owner reads before the next parse. Reusable.
 *
 * <p>A <em>target</em> is what a subscriber may be sent of a layered stream: everything up to one spatial and one temporal layer
 * (the decode target of the dependency descriptor). Sets of targets are bit masks over {@link #target(int, int)}.
 */
public final class PayloadInfo {
  /** Spatial layers that are told apart, and temporal ones; what a stream has above is not forwarded. */
  public static final int MAX_LAYERS = 4;
  public static final int ALL_TARGETS = 0xFFFF;
  private static final int[] NO_TARGETS = {};
  /** Value of a field the payload does not carry. */
  public static final int ABSENT = -1;

  /**
   * The packet is the first of a picture, or of a spatial layer's frame in it; without the codec's help (H.264, H.265) every packet up to
   * the first slice's start counts.
   */
  public boolean frameStart;
  /** A decoder can start at this packet: it begins a keyframe or brings its parameter sets. Implies {@link #frameStart}. */
  public boolean keyframe;
  /** 0 for the lowest. */
  public int spatialLayer;
  public int temporalLayer;
  /** The last packet of its spatial layer's frame, where the codec tells; else the RTP marker does. */
  public boolean frameEnd;
  /** The targets that need this frame; all without layers. */
  public int targets = ALL_TARGETS;
  /** The targets that can be decoded from this frame on, when this frame can: all those of a keyframe's picture. */
  public int switchTargets;
  /** How many spatial layers the stream has, from a packet that tells, else 0; {@link #layerWidths} belongs to it. */
  public int spatialLayers;
  /** Of each spatial layer in pixels; only the first {@link #spatialLayers} mean something, and 0 there is unknown. */
  public final int[] layerWidths = new int[MAX_LAYERS];
  public final int[] layerHeights = new int[MAX_LAYERS];
  /** No other picture is predicted from this one. */
  public boolean discardable;
  /** The picture depends on the base layer only, so forwarding may go up to its temporal layer here. */
  public boolean layerSync;
  public int pictureId = ABSENT;
  /** 7 or 15; 0 without a picture id. */
  public int pictureIdBits;
  public int tl0PicIdx = ABSENT;
  /** The 16-bit frame number of a dependency descriptor. */
  public int frameNumber = ABSENT;
  /** Of a dependency descriptor: how many decode targets its structure has; 0 without a descriptor. */
  public int decodeTargets;
  /** Those of them that the publisher serves, bit i for target i. */
  public int servedTargets;
  /** Those that a stream cut to each target of the grid can serve; shared, never changed. */
  public int[] activeTargets = NO_TARGETS;
  /** From which bit of the element to which it says what the publisher serves. */
  public int activeTargetsStart;
  public int activeTargetsEnd;
  /** Of a redundant payload (RFC 2198) how many bytes stand before its primary block; 0 for a plain one. */
  public int primaryOffset;
  /** Of a keyframe that tells it, else 0. */
  public int width;
  public int height;

  /** The targets of a spatial layer from a temporal layer up; none of layers that are not told apart. */
  public static int targetsFrom(int spatialLayer, int temporalLayer) {
    if (spatialLayer >= MAX_LAYERS || temporalLayer >= MAX_LAYERS) {
      return 0;
    }
    int temporals = (1 << MAX_LAYERS) - (1 << temporalLayer);
    return temporals << (spatialLayer * MAX_LAYERS);
  }

  /** The targets of all spatial layers from a temporal layer up. */
  public static int targetsFrom(int temporalLayer) {
    int targets = 0;
    for (int spatialLayer = 0; spatialLayer < MAX_LAYERS; spatialLayer++) {
      targets |= targetsFrom(spatialLayer, temporalLayer);
    }
    return targets;
  }

  /** The bit of the target up to these layers. */
  public static int target(int spatialLayer, int temporalLayer) {
    return 1 << (spatialLayer * MAX_LAYERS + temporalLayer);
  }

  public void copyFrom(PayloadInfo other) {
    frameStart = other.frameStart;
    keyframe = other.keyframe;
    spatialLayer = other.spatialLayer;
    temporalLayer = other.temporalLayer;
    frameEnd = other.frameEnd;
    targets = other.targets;
    switchTargets = other.switchTargets;
    spatialLayers = other.spatialLayers;
    System.arraycopy(other.layerWidths, 0, layerWidths, 0, spatialLayers);
    System.arraycopy(other.layerHeights, 0, layerHeights, 0, spatialLayers);
    discardable = other.discardable;
    layerSync = other.layerSync;
    pictureId = other.pictureId;
    pictureIdBits = other.pictureIdBits;
    tl0PicIdx = other.tl0PicIdx;
    frameNumber = other.frameNumber;
    decodeTargets = other.decodeTargets;
    servedTargets = other.servedTargets;
    activeTargets = other.activeTargets;
    activeTargetsStart = other.activeTargetsStart;
    activeTargetsEnd = other.activeTargetsEnd;
    primaryOffset = other.primaryOffset;
    width = other.width;
    height = other.height;
  }

  /** Says nothing. */
  public void clear() {
    frameStart = false;
    keyframe = false;
    spatialLayer = 0;
    temporalLayer = 0;
    frameEnd = false;
    targets = ALL_TARGETS;
    switchTargets = 0;
    spatialLayers = 0;
    discardable = false;
    layerSync = false;
    pictureId = ABSENT;
    pictureIdBits = 0;
    tl0PicIdx = ABSENT;
    frameNumber = ABSENT;
    decodeTargets = 0;
    activeTargets = NO_TARGETS;
    primaryOffset = 0;
    width = 0;
    height = 0;
  }
}
