package io.ringcast.sfu.sim;

import java.util.List;

/** A frame (video) or packet of sound as its publisher made it: what a decoder needs to know. */
final class SentFrame {
  private final SentStream stream;
  private final Place place;
  private final boolean keyframe;
  private final int packets;
  private final List<SentFrame> needs;
  private long capturedNs;

  /**
   * Where a frame stands in its stream.
   *
   * @param picture counts the pictures
   * @param tl0 counts those of the lowest temporal layer, this one included
   * @param layersTold how many spatial layers the last keyframe told of
   */
  record Place(int picture, int tl0, int spatialLayer, int temporalLayer, int layersTold) {
    /** Of a stream without layers. */
    static Place of(int picture, int tl0) {
      return new Place(picture, tl0, 0, 0, 1);
    }
  }

  /**
   * @param keyframe whether a decoder can start here
   * @param needs the frames that it is predicted from; none for a keyframe
   */
  SentFrame(SentStream stream, Place place, boolean keyframe, int packets, List<SentFrame> needs) {
    this.stream = stream;
    this.place = place;
    this.keyframe = keyframe;
    this.packets = packets;
    this.needs = needs;
  }

  SentStream stream() {
    return stream;
  }

  /** Which of its publication's layers it belongs to: its stream's, or the spatial layer of the only stream. */
  int layer() {
    return stream.layer() + place.spatialLayer();
  }

  int spatialLayer() {
    return place.spatialLayer();
  }

  boolean isKeyframe() {
    return keyframe;
  }

  int picture() {
    return place.picture();
  }

  int layersTold() {
    return place.layersTold();
  }

  int tl0() {
    return place.tl0();
  }

  int temporalLayer() {
    return place.temporalLayer();
  }

  int packets() {
    return packets;
  }

  List<SentFrame> needs() {
    return needs;
  }

  long capturedNs() {
    return capturedNs;
  }

  void capturedNs(long capturedNs) {
    this.capturedNs = capturedNs;
  }

  @Override
  public String toString() {
    return (keyframe ? "key " : "frame ") + stream.publication() + '/' + layer() + '.' + stream.generation() + '#' + place.picture();
  }
}
