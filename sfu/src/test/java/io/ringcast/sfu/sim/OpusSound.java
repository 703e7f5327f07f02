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
  public SentFrame next(SentStream stream, SentFrame previous, boolean keyframe, RandomGenerator random) {
    return new SentFrame(stream, true, previous == null ? 0 : previous.picture() + 1, 0, 0, 1, List.of());
  }

  @Override
  public byte[] payload(SentFrame frame, int index, RandomGenerator random) {
    return new byte[10 + random.nextInt(40) + Ledger.NUMBER_BYTES];
  }
}
