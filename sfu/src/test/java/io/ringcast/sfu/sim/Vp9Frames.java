package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.Vp9Format;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** VP9 (RFC 9628) in flexible mode with spatial and temporal layers in one stream. */
final class Vp9Frames implements FrameFormat {
  private static final CodecParameters CODEC = new CodecParameters(Codec.VP9, 98, 99, "profile-id=0", true, true, true);
  private static final int DESCRIPTOR_MAX = 20;
  private static final int HEIGHT = 180;

  private final LayeredPictures pictures;

  Vp9Frames(boolean keyOnly) {
    pictures = new LayeredPictures(keyOnly);
  }

  @Override
  public CodecParameters codec() {
    return CODEC;
  }

  @Override
  public PayloadFormat parser() {
    return new Vp9Format();
  }

  @Override
  public int spatialLayers() {
    return LayeredPictures.LAYERS;
  }

  @Override
  public boolean closesUp() {
    return false;
  }

  @Override
  public List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random) {
    return pictures.next(stream, sent, spatialLayers, keyframe, random);
  }

  /** I, P, L, F, B, E, V, Z; the picture id; the layers; a reference; the structure. */
  @Override
  public byte[] payload(SentFrame frame, int index, RandomGenerator random) {
    boolean key = LayeredPictures.isOfKeyPicture(frame);
    boolean begins = index == 0;
    boolean ends = index == frame.packets() - 1;
    boolean structure = frame.isKeyframe() && begins;
    boolean lonely = frame.spatialLayer() == spatialLayers() - 1 || (pictures.keyOnly() && !key);
    boolean standsOnLower = frame.spatialLayer() > 0 && (key || !pictures.keyOnly());
    ByteBuffer payload = ByteBuffer.allocate(DESCRIPTOR_MAX + 1 + random.nextInt(40) + Ledger.NUMBER_BYTES);
    payload.put((byte) (0x80 | (key ? 0 : 0x40) | 0x20 | 0x10 | (begins ? 0x08 : 0) | (ends ? 0x04 : 0)
        | (structure ? 0x02 : 0) | (lonely ? 0x01 : 0)));
    payload.putShort((short) (0x8000 | (frame.picture() & 0x7FFF)));
    payload.put((byte) ((frame.temporalLayer() << 5) | 0x10 | (frame.spatialLayer() << 1) | (standsOnLower ? 1 : 0)));
    if (!key) {
      payload.put((byte) ((frame.picture() - frame.needs().getFirst().picture()) << 1));
    }
    if (structure) {
      int layers = frame.layersTold();
      payload.put((byte) (((layers - 1) << 5) | 0x10));
      for (int layer = 0; layer < layers; layer++) {
        payload.putShort((short) FrameFormat.width(layer)).putShort((short) (HEIGHT << layer));
      }
    }
    return payload.array();
  }
}
