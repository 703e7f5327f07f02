package io.ringcast.sfu.sim;

import java.util.List;

/** A frame (video) or packet of sound as its publisher made it: what a decoder needs to know. */
final class SentFrame {
  private final SentStream stream;
  private final boolean keyframe;
  private final int picture;
  private final int tl0;
  private final int temporalLayer;
  private final int packets;
  private final List<SentFrame> needs;
  private long capturedNs;

  /**
   * @param picture counts the pictures of its stream
   * @param tl0 counts those of the lowest temporal layer, this one included
   * @param needs the frames that it is predicted from; none for a keyframe
   */
  SentFrame(SentStream stream, boolean keyframe, int picture, int tl0, int temporalLayer, int packets, List<SentFrame> needs) {
    this.stream = stream;
    this.keyframe = keyframe;
    this.picture = picture;
    this.tl0 = tl0;
    this.temporalLayer = temporalLayer;
    this.packets = packets;
    this.needs = needs;
  }

  SentStream stream() {
    return stream;
  }

  int layer() {
    return stream.layer();
  }

  boolean isKeyframe() {
    return keyframe;
  }

  int picture() {
    return picture;
  }

  int tl0() {
    return tl0;
  }

  int temporalLayer() {
    return temporalLayer;
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
    return (keyframe ? "key " : "frame ") + stream.publication() + '/' + stream.layer() + '.' + stream.generation() + '#' + picture;
  }
}
