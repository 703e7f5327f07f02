package io.ringcast.sfu.wire.payload;

/** Opus (RFC 7587): nothing forwarding must know; every packet is a frame of its own at which a decoder can start. */
public final class OpusFormat implements PayloadFormat {
  @Override
  public boolean parse(byte[] bytes, int offset, int length, PayloadInfo out) {
    out.clear();
    if (length < 1) {
      return false;
    }
    out.frameStart = true;
    out.keyframe = true;
    out.switchTargets = PayloadInfo.ALL_TARGETS;
    return true;
  }
}
