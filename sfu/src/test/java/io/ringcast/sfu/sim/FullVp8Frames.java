package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** VP8 with about as many bytes as a browser's three layers have at 22 frames a second; keyframes are four times as large. */
final class FullVp8Frames implements FrameFormat {
  static final long FRAME_NS = 1_000_000_000L / 22;
  private static final int PAYLOAD_BYTES = 1_050;
  private static final int[] PACKETS = {1, 2, 9};
  private static final int KEYFRAME_FACTOR = 4;

  private final Vp8Frames frames = new Vp8Frames(15);

  @Override
  public CodecParameters codec() {
    return frames.codec();
  }

  @Override
  public PayloadFormat parser() {
    return frames.parser();
  }

  @Override
  public List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random) {
    SentFrame made = frames.next(stream, sent, spatialLayers, keyframe, random).getFirst();
    int packets = PACKETS[stream.layer()] + random.nextInt(2);
    return List.of(new SentFrame(stream, SentFrame.Place.of(made.picture(), made.tl0()), keyframe,
        keyframe ? KEYFRAME_FACTOR * packets : packets, keyframe ? List.of() : List.of(FrameFormat.last(sent))));
  }

  @Override
  public byte[] payload(SentFrame frame, int index, RandomGenerator random) {
    boolean last = index == frame.packets() - 1;
    return Arrays.copyOf(frames.payload(frame, index, random), last ? PAYLOAD_BYTES / 2 : PAYLOAD_BYTES);
  }
}
