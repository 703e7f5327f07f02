package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** How one codec's frames depend on each other and are cut into packets. A further codec in the simulation is one further class. */
interface FrameFormat {
  /** Its payload types, as every publisher here uses them. */
  CodecParameters codec();

  PayloadFormat parser();

  /** The spatial layers that one of its streams has at most. */
  default int spatialLayers() {
    return 1;
  }

  /** Whether picture ids follow each other where pictures are left out. */
  default boolean closesUp() {
    return true;
  }

  /**
   * The next picture of a stream: a frame of each spatial layer that is being made.
   *
   * @param sent its frames so far; the first picture is a keyframe
   */
  List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random);

  /** The payload of one packet, behind which {@link Ledger#NUMBER_BYTES} are left free. */
  byte[] payload(SentFrame frame, int index, RandomGenerator random);

  /** The dependency descriptor that a packet carries; empty for none. */
  default byte[] descriptor(SentFrame frame, int index) {
    return new byte[0];
  }

  /** The frame made last; null before the first. */
  static SentFrame last(List<SentFrame> sent) {
    return sent.isEmpty() ? null : sent.getLast();
  }

  /** The picture's width in pixels, by which ingress ranks layers. */
  static int width(int layer) {
    return 320 << layer;
  }
}
