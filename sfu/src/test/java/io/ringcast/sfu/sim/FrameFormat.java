package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import java.util.random.RandomGenerator;

/** How one codec's frames depend on each other and are cut into packets. A further codec in the simulation is one further class. */
interface FrameFormat {
  /** Its payload types, as every publisher here uses them. */
  CodecParameters codec();

  PayloadFormat parser();

  /** The next frame of a stream; {@code previous} is null for the first, which is a keyframe. */
  SentFrame next(SentStream stream, SentFrame previous, boolean keyframe, RandomGenerator random);

  /** The payload of one packet, behind which {@link Ledger#NUMBER_BYTES} are left free. */
  byte[] payload(SentFrame frame, int index, RandomGenerator random);

  /** The picture's width in pixels, by which ingress ranks layers. */
  static int width(int layer) {
    return 320 << layer;
  }
}
