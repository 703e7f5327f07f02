package io.ringcast.relay.media;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.BitReader;
import io.ringcast.sfu.wire.payload.H264Format;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an H.264 decoder needs: the parameter sets, as containers carry them (AVCDecoderConfigurationRecord, ISO/IEC 14496-15 section
 * 5.3.3.1).
 *
 * <pre>
 * | 1 | profile | compatibility | level | 111111 length size - 1 (2) | 111 SPS count (5) | { length (16), SPS } |
 * | PPS count (8) | { length (16), PPS } | of high profiles: chroma format, bit depths, SPS extensions |
 * </pre>
 */
public final class H264Config {
  /** Parameter sets are some dozens of bytes each. */
  public static final int MAX_BYTES = 4_096;
  /** A PPS has a number of 8 bits, an SPS one of 5; encoders use one or two. */
  private static final int MAX_SETS = 31;
  private static final int HEAD_BYTES = 6;
  private static final int VERSION = 1;
  private static final int LENGTH_BYTES = 4;
  private static final int SPS_HEAD_BYTES = 4;

  private final byte[] record;
  private final int width;
  private final int height;
  private final List<byte[]> parameterSets;

  private H264Config(byte[] record, int width, int height, List<byte[]> parameterSets) {
    this.record = record;
    this.width = width;
    this.height = height;
    this.parameterSets = parameterSets;
  }

  /** The configuration out of parameter sets without start codes; null when there is none of either kind, or one cannot be read. */
  public static @Nullable H264Config of(List<byte[]> sequenceSets, List<byte[]> pictureSets) {
    if (sequenceSets.isEmpty() || pictureSets.isEmpty() || sequenceSets.size() > MAX_SETS || pictureSets.size() > MAX_SETS) {
      return null;
    }
    byte[] first = sequenceSets.getFirst();
    PayloadInfo size = pictureSize(first);
    if (size == null) {
      return null;
    }
    byte[] extension = extension(first);
    byte[] record = new byte[HEAD_BYTES + 1 + sizeOf(sequenceSets) + sizeOf(pictureSets) + extension.length];
    if (record.length > MAX_BYTES) {
      return null;
    }
    record[0] = VERSION;
    System.arraycopy(first, 1, record, 1, 3);
    record[4] = (byte) (0xFC | LENGTH_BYTES - 1);
    record[5] = (byte) (0xE0 | sequenceSets.size());
    int at = putSets(record, HEAD_BYTES, sequenceSets);
    record[at] = (byte) pictureSets.size();
    at = putSets(record, at + 1, pictureSets);
    System.arraycopy(extension, 0, record, at, extension.length);
    List<byte[]> all = new ArrayList<>(sequenceSets);
    all.addAll(pictureSets);
    return new H264Config(record, size.width, size.height, List.copyOf(all));
  }

  /** Reads a record; null when it is malformed or its NAL units' lengths are not of four bytes, which no live encoder does. */
  public static @Nullable H264Config read(byte[] bytes, int offset, int length) {
    if (length < HEAD_BYTES + 1 || length > MAX_BYTES || bytes[offset] != VERSION || (bytes[offset + 4] & 3) != LENGTH_BYTES - 1) {
      return null;
    }
    int end = offset + length;
    List<byte[]> sequenceSets = new ArrayList<>();
    int at = takeSets(bytes, offset + HEAD_BYTES, end, bytes[offset + 5] & 0x1F, sequenceSets);
    if (at < 0 || at >= end) {
      return null;
    }
    List<byte[]> pictureSets = new ArrayList<>();
    at = takeSets(bytes, at + 1, end, bytes[at] & 0xFF, pictureSets);
    return at < 0 ? null : of(sequenceSets, pictureSets);
  }

  private static int takeSets(byte[] bytes, int from, int end, int count, List<byte[]> sets) {
    int at = from;
    for (int i = 0; i < count; i++) {
      int length = at + 2 <= end ? BigEndian.u16(bytes, at) : 0;
      if (length == 0 || length > end - at - 2) {
        return -1;
      }
      sets.add(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return at;
  }

  private static int putSets(byte[] record, int from, List<byte[]> sets) {
    int at = from;
    for (byte[] set : sets) {
      BigEndian.put16(record, at, set.length);
      System.arraycopy(set, 0, record, at + 2, set.length);
      at += 2 + set.length;
    }
    return at;
  }

  private static int sizeOf(List<byte[]> sets) {
    return sets.stream().mapToInt(set -> 2 + set.length).sum();
  }

  private static @Nullable PayloadInfo pictureSize(byte[] sequenceSet) {
    PayloadInfo info = new PayloadInfo();
    boolean read = sequenceSet.length > SPS_HEAD_BYTES && NalUnit.type(sequenceSet[0]) == NalUnit.SEQUENCE_SET
      && new H264Format().parse(sequenceSet, 0, sequenceSet.length, info);
    return read && info.width > 0 ? info : null;
  }

  /** Chroma format and bit depths of a high profile; they stand before any byte that emulation prevention could add. */
  private static byte[] extension(byte[] sequenceSet) {
    int profile = sequenceSet[1] & 0xFF;
    if (profile != 100 && profile != 110 && profile != 122 && profile != 144) {
      return new byte[0];
    }
    BitReader bits = new BitReader(sequenceSet, SPS_HEAD_BYTES, sequenceSet.length - SPS_HEAD_BYTES);
    bits.variable();
    int chroma = bits.variable();
    if (chroma == 3) {
      bits.skip(1);
    }
    int lumaDepth = bits.variable();
    int chromaDepth = bits.variable();
    return new byte[] {(byte) (0xFC | (chroma & 3)), (byte) (0xF8 | (lumaDepth & 7)), (byte) (0xF8 | (chromaDepth & 7)), 0};
  }

  /** The AVCDecoderConfigurationRecord; not to be changed. */
  public byte[] record() {
    return record;
  }

  /** Sequence parameter sets, then picture parameter sets, without start codes; not to be changed. */
  public List<byte[]> parameterSets() {
    return parameterSets;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** RFC 6381's name for it, as playlists carry it. */
  public String codecName() {
    return "avc1." + HexFormat.of().withUpperCase().formatHex(record, 1, 4);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof H264Config config && Arrays.equals(record, config.record);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(record);
  }

  @Override
  public String toString() {
    return "H.264 " + width + "x" + height;
  }
}
