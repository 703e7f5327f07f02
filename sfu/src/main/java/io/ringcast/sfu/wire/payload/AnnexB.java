package io.ringcast.sfu.wire.payload;

/** The byte stream format of H.264 (ITU-T H.264 annex B): NAL units between start codes. */
public final class AnnexB {
  /** Two zeros and a one; further zeros before it belong to no unit. */
  private static final int START_CODE_BYTES = 3;

  private AnnexB() {}

  /** Takes one unit after the other. */
  @FunctionalInterface
  public interface Units {
    void onUnit(int offset, int length);
  }

  /** Finds the units of a stream, in order; what stands before the first start code is none, and zeros behind a unit are none of it. */
  public static void find(byte[] stream, Units units) {
    int code = nextStartCode(stream, 0);
    while (code < stream.length) {
      int from = code + START_CODE_BYTES;
      code = nextStartCode(stream, from);
      int end = code;
      while (end > from && stream[end - 1] == 0) {
        end--;
      }
      if (end > from) {
        units.onUnit(from, end - from);
      }
    }
  }

  private static int nextStartCode(byte[] stream, int from) {
    for (int at = from; at + START_CODE_BYTES <= stream.length; at++) {
      if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1) {
        return at;
      }
    }
    return stream.length;
  }
}
