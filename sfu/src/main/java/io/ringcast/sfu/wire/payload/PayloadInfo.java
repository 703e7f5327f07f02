package io.ringcast.sfu.wire.payload;

/** What one RTP payload said about its frame; reused from packet to packet. */
public final class PayloadInfo {
  public boolean keyframe;

  public void copyFrom(PayloadInfo other) {
    keyframe = other.keyframe;
  }
}
