package io.ringcast.sfu.wire.payload;

/** What one payload says, as plain fields that the format fills and the owner reads before the next parse. Reusable. */
public final class PayloadInfo {
  /** Value of a field the payload does not carry. */
  public static final int ABSENT = -1;

  /** The packet is the first of a picture; without the codec's help (H.264) every packet up to the first slice's start counts. */
  public boolean frameStart;
  /** A decoder can start at this packet: it begins a keyframe or brings its parameter sets. Implies {@link #frameStart}. */
  public boolean keyframe;
  public int temporalLayer;
  /** No other picture is predicted from this one. */
  public boolean discardable;
  /** The picture depends on the base layer only, so forwarding may go up to its temporal layer here. */
  public boolean layerSync;
  public int pictureId = ABSENT;
  /** 7 or 15; 0 without a picture id. */
  public int pictureIdBits;
  public int tl0PicIdx = ABSENT;
  /** Of a keyframe that tells it, else 0. */
  public int width;
  public int height;

  public void copyFrom(PayloadInfo other) {
    frameStart = other.frameStart;
    keyframe = other.keyframe;
    temporalLayer = other.temporalLayer;
    discardable = other.discardable;
    layerSync = other.layerSync;
    pictureId = other.pictureId;
    pictureIdBits = other.pictureIdBits;
    tl0PicIdx = other.tl0PicIdx;
    width = other.width;
    height = other.height;
  }

  /** Says nothing. */
  public void clear() {
    frameStart = false;
    keyframe = false;
    temporalLayer = 0;
    discardable = false;
    layerSync = false;
    pictureId = ABSENT;
    pictureIdBits = 0;
    tl0PicIdx = ABSENT;
    width = 0;
    height = 0;
  }
}
