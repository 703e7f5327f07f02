package io.ringcast.client.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The byte stream format of H.264 files (ITU-T H.264 annex B): NAL units between start codes. */
public final class AnnexB {
  /** Two zeros and a one; further zeros before it belong to no unit. */
  private static final int START_CODE = 3;

  private AnnexB() {}

  /** The NAL units of a stream, headers first; what stands before the first start code is none. */
  public static List<byte[]> units(byte[] stream) {
    List<byte[]> units = new ArrayList<>();
    int code = nextStartCode(stream, 0);
    while (code < stream.length) {
      int from = code + START_CODE;
      code = nextStartCode(stream, from);
      int end = code;
      while (end > from && stream[end - 1] == 0) {
        end--;
      }
      if (end > from) {
        units.add(Arrays.copyOfRange(stream, from, end));
      }
    }
    return units;
  }

  private static int nextStartCode(byte[] stream, int from) {
    for (int at = from; at + START_CODE <= stream.length; at++) {
      if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1) {
        return at;
      }
    }
    return stream.length;
  }
}
