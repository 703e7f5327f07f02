package io.ringcast.relay.media;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.payload.AnnexB;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NAL units in their two forms: behind their lengths in 32 bits (ISO/IEC 14496-15 section 5.3.4.2), and between start codes (ITU-T H.264
 * annex B).
 */
public final class NalUnits {
  private static final int LENGTH_BYTES = 4;
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private NalUnits() {}

  /** The units between start codes; what stands before the first of them is none. */
  public static List<byte[]> betweenStartCodes(byte[] stream) {
    List<byte[]> units = new ArrayList<>();
    AnnexB.find(stream, (offset, length) -> units.add(Arrays.copyOfRange(stream, offset, offset + length)));
    return units;
  }

  /** The units behind their lengths; null when a length does not fit what follows. */
  public static @Nullable List<byte[]> behindLengths(byte[] bytes, int offset, int length) {
    List<byte[]> units = new ArrayList<>();
    int end = offset + length;
    int at = offset;
    while (at < end) {
      long size = end - at >= LENGTH_BYTES ? BigEndian.u32(bytes, at) : 0;
      if (size == 0 || size > end - at - LENGTH_BYTES) {
        return null;
      }
      at += LENGTH_BYTES;
      units.add(Arrays.copyOfRange(bytes, at, at + (int) size));
      at += (int) size;
    }
    return units;
  }

  /** Each unit behind its length. */
  public static byte[] withLengths(List<byte[]> units) {
    byte[] bytes = new byte[units.stream().mapToInt(unit -> LENGTH_BYTES + unit.length).sum()];
    int at = 0;
    for (byte[] unit : units) {
      BigEndian.put32(bytes, at, unit.length);
      System.arraycopy(unit, 0, bytes, at + LENGTH_BYTES, unit.length);
      at += LENGTH_BYTES + unit.length;
    }
    return bytes;
  }

  /** Each unit behind a start code. */
  public static byte[] withStartCodes(List<byte[]> units) {
    byte[] bytes = new byte[units.stream().mapToInt(unit -> START_CODE.length + unit.length).sum()];
    int at = 0;
    for (byte[] unit : units) {
      System.arraycopy(START_CODE, 0, bytes, at, START_CODE.length);
      System.arraycopy(unit, 0, bytes, at + START_CODE.length, unit.length);
      at += START_CODE.length + unit.length;
    }
    return bytes;
  }
}
