package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.payload.H264Format;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** H.264 (RFC 6184) as browsers send it: parameter sets in a packet of their own, slices in fragments, each frame needs the one before. */
final class H264Frames implements FrameFormat {
  private static final CodecParameters CODEC = new CodecParameters(Codec.H264, 102, 103, "packetization-mode=1", true, true, true);
  /** STAP-A of a parameter set that names no size and a picture parameter set. */
  private static final byte[] PARAMETER_SETS = {0x78, 0, 4, 0x67, 0x42, 0, 0x1F, 0, 4, 0x68, (byte) 0xCE, 0x3C, (byte) 0x80};
  private static final byte FU_A = 0x7C;
  private static final int IDR = 5;
  private static final int SLICE = 1;
  private static final int START = 0x80;
  private static final int END = 0x40;

  @Override
  public CodecParameters codec() {
    return CODEC;
  }

  @Override
  public PayloadFormat parser() {
    return new H264Format();
  }

  @Override
  public List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random) {
    SentFrame previous = FrameFormat.last(sent);
    int picture = previous == null ? 0 : previous.picture() + 1;
    int packets = (1 << stream.layer()) + random.nextInt(2);
    return List.of(new SentFrame(stream, SentFrame.Place.of(picture, 0), keyframe, keyframe ? 1 + 3 * packets : packets,
        keyframe ? List.of() : List.of(previous)));
  }

  @Override
  public byte[] payload(SentFrame frame, int index, RandomGenerator random) {
    if (frame.isKeyframe() && index == 0) {
      return parameterSets();
    }
    byte[] payload = new byte[3 + 1 + random.nextInt(40) + Ledger.NUMBER_BYTES];
    boolean starts = index == (frame.isKeyframe() ? 1 : 0);
    boolean ends = index == frame.packets() - 1;
    payload[0] = FU_A;
    payload[1] = (byte) ((starts ? START : 0) | (ends ? END : 0) | (frame.isKeyframe() ? IDR : SLICE));
    payload[2] = (byte) (starts ? 0x88 : 0x48);
    return payload;
  }

  /** The number goes into a third unit, of filler data. */
  private static byte[] parameterSets() {
    byte[] payload = new byte[PARAMETER_SETS.length + 2 + 1 + Ledger.NUMBER_BYTES];
    System.arraycopy(PARAMETER_SETS, 0, payload, 0, PARAMETER_SETS.length);
    payload[PARAMETER_SETS.length + 1] = 1 + Ledger.NUMBER_BYTES;
    payload[PARAMETER_SETS.length + 2] = 12;
    return payload;
  }
}
