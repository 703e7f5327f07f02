package io.ringcast.relay.media;

/**
 * One H.264 access unit, each NAL unit behind its length in 32 bits; parameter sets and delimiters stand in no unit but in {@code config}.
 *
 * @param compositionUs how much later than {@code timeUs} it is shown; not 0 where there are B-frames
 */
@SuppressWarnings("ArrayRecordComponent")
public record VideoFrame(H264Config config, long timeUs, long compositionUs, boolean keyframe, byte[] data) implements Frame {
  @Override
  public boolean startsDecoding() {
    return keyframe;
  }
}
