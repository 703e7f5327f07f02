package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.payload.OpusFormat;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** Opus (RFC 7587): every packet stands for itself. */
final class OpusSound implements FrameFormat {
  private final CodecParameters codec;

  OpusSound(boolean nack) {
    codec = new CodecParameters(Codec.OPUS, 111, CodecParameters.NO_RTX, "", nack, false, true);
  }

  @Override
  public CodecParameters codec() {
    return codec;
  }

  @Override
  public PayloadFormat parser() {
    return new OpusFormat();
  }

  @Override
  public List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random) {
    return List.of(new SentFrame(stream, SentFrame.Place.of(sent.size(), 0), true, 1, List.of()));
  }

  @Override
  public byte[] payload(SentFrame frame, int index, RandomGenerator random) {
    return new byte[10 + random.nextInt(40) + Ledger.NUMBER_BYTES];
  }
}
