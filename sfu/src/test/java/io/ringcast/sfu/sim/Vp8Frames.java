package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.Vp8Format;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** VP8 (RFC 7741) with picture ids of 7 or 15 bits or none, each frame predicted from the one before. */
final class Vp8Frames implements FrameFormat {
  private static final CodecParameters CODEC = new CodecParameters(Codec.VP8, 96, 97, "", true, true, true);
  private static final int DESCRIPTOR_BYTES = 4;
  private static final int KEYFRAME_HEADER_BYTES = 10;
  private static final int HEIGHT = 180;

  private final int pictureIdBits;

  /** @param pictureIdBits 7, 15 or 0 */
  Vp8Frames(int pictureIdBits) {
    this.pictureIdBits = pictureIdBits;
  }

  @Override
  public CodecParameters codec() {
    return CODEC;
  }

  @Override
  public PayloadFormat parser() {
    return new Vp8Format();
  }

  @Override
  public List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random) {
    SentFrame previous = FrameFormat.last(sent);
    int picture = previous == null ? random.nextInt(1 << 15) : previous.picture() + 1;
    int tl0 = previous == null ? random.nextInt(1 << 8) : previous.tl0() + 1;
    int packets = (1 << stream.layer()) + random.nextInt(2);
    return List.of(new SentFrame(stream, SentFrame.Place.of(picture, tl0), keyframe, keyframe ? 3 * packets : packets,
        keyframe ? List.of() : List.of(previous)));
  }

  @Override
  public byte[] payload(SentFrame frame, int index, RandomGenerator random) {
    int body = 1 + random.nextInt(40);
    ByteBuffer payload = ByteBuffer.allocate(DESCRIPTOR_BYTES + 1 + KEYFRAME_HEADER_BYTES + body + Ledger.NUMBER_BYTES);
    int start = index == 0 ? 0x10 : 0;
    switch (pictureIdBits) {
      case 0 -> payload.put((byte) start);
      case 7 -> payload.put((byte) (0x80 | start)).put((byte) 0xC0).put((byte) (frame.picture() & 0x7F)).put((byte) frame.tl0());
      default -> payload.put((byte) (0x80 | start)).put((byte) 0xC0)
          .putShort((short) (0x8000 | (frame.picture() & 0x7FFF))).put((byte) frame.tl0());
    }
    payload.put((byte) (index == 0 && frame.isKeyframe() ? 0 : 1));
    if (index == 0 && frame.isKeyframe()) {
      int width = FrameFormat.width(frame.layer());
      payload.put((byte) 0).put((byte) 0).put((byte) 0x9D).put((byte) 0x01).put((byte) 0x2A)
          .put((byte) width).put((byte) (width >> 8)).put((byte) HEIGHT).put((byte) 0);
    }
    return payload.array();
  }
}
