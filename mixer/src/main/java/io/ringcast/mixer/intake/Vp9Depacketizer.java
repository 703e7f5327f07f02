package io.ringcast.mixer.intake;

/**
 * VP9, RFC 9628: what stands behind the payload descriptors. Where a picture has frames of several spatial layers, decoders must be told
 * where each begins: a superframe index follows them (VP9 bitstream specification, annex B).
 */
final class Vp9Depacketizer implements Depacketizer {
  private static final int BEGIN_BIT = 0x08;
  /** As many as an index can name. */
  private static final int FRAMES_MAX = 8;
  private static final int INDEX_MARK = 0xC0;
  private static final int SIZE_BYTES = 4;

  private final DescribedDepacketizer payloads = new DescribedDepacketizer(DescribedDepacketizer::vp9);
  private final int[] begins = new int[FRAMES_MAX];
  private final byte[] index = new byte[2 + FRAMES_MAX * SIZE_BYTES];
  private int frames;

  @Override
  public boolean add(byte[] payload, FrameBytes frame) {
    if ((payload[0] & BEGIN_BIT) != 0) {
      if (frames == FRAMES_MAX) {
        return false;
      }
      begins[frames++] = frame.length();
    }
    return payloads.add(payload, frame);
  }

  @Override
  public boolean end(FrameBytes frame) {
    if (frames < 2) {
      return true;
    }
    byte mark = (byte) (INDEX_MARK | (SIZE_BYTES - 1) << 3 | (frames - 1));
    int at = 0;
    index[at++] = mark;
    for (int i = 0; i < frames; i++) {
      int size = (i + 1 < frames ? begins[i + 1] : frame.length()) - begins[i];
      for (int shift = 0; shift < 8 * SIZE_BYTES; shift += 8) {
        index[at++] = (byte) (size >> shift);
      }
    }
    index[at++] = mark;
    return frame.add(index, 0, at);
  }

  @Override
  public void restart() {
    frames = 0;
  }
}
