package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.HexFormat;
import java.util.List;

/** One codec's payload: read, moved and read again. */
public final class PayloadBody implements FuzzBody {
  private static final int PICTURE_MOVE = 17;
  private static final int TL0_MOVE = 3;
  private static final int TL0_MASK = 0xFF;
  private static final int MOST_PIXELS = 1 << 16;

  private final PayloadFormat format;
  private final List<byte[]> seeds;
  private final PayloadInfo info = new PayloadInfo();
  private final PayloadInfo moved = new PayloadInfo();

  public PayloadBody(PayloadFormat format, String... seedsHex) {
    this.format = format;
    seeds = List.of(seedsHex).stream().map(hex -> HexFormat.of().parseHex(hex.replace(" ", ""))).toList();
  }

  @Override
  public void take(byte[] input) {
    byte[] copy = input.clone();
    boolean good = format.parse(copy, 0, copy.length, info);
    if (good) {
      Invariant.holds(!info.keyframe || info.frameStart, "a keyframe begins a picture");
      boolean fits = info.pictureId >= PayloadInfo.ABSENT && info.pictureId < 1 << Math.max(info.pictureIdBits, 1);
      Invariant.holds(fits, "a picture id's width");
      Invariant.holds(info.width >= 0 && info.width <= MOST_PIXELS && info.height >= 0 && info.height <= MOST_PIXELS, "a picture's size");
      Invariant.holds(info.spatialLayers >= 0 && info.spatialLayers <= PayloadInfo.MAX_LAYERS, "layers are bounded");
      Invariant.holds(info.spatialLayer >= 0 && info.temporalLayer >= 0, "a layer's number");
    }
    format.rewrite(copy, 0, copy.length, PICTURE_MOVE, TL0_MOVE);
    if (good) {
      Invariant.holds(format.parse(copy, 0, copy.length, moved), "what we moved we can read");
      int mask = (1 << info.pictureIdBits) - 1;
      Invariant.holds(movedWithin(info.pictureId, moved.pictureId, PICTURE_MOVE, mask), "a picture id moves within its width");
      Invariant.holds(movedWithin(info.tl0PicIdx, moved.tl0PicIdx, TL0_MOVE, TL0_MASK), "TL0PICIDX moves within its width");
      Invariant.holds(moved.keyframe == info.keyframe && moved.frameStart == info.frameStart, "moving changes nothing else");
    }
  }

  /** A format may leave its fields alone; what it moves wraps around. */
  private static boolean movedWithin(int before, int after, int distance, int mask) {
    return after == before || (before != PayloadInfo.ABSENT && after == ((before + distance) & mask));
  }

  @Override
  public List<byte[]> seeds() {
    return seeds;
  }
}
