package io.ringcast.client.media;

import io.ringcast.sfu.wire.BigEndian;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Puts H.264 NAL units together again from payloads in sequence order, packetization modes 0 and 1: single units (RFC 6184 section 5.6),
 * STAP-A (5.7.1) and FU-A (5.8).
 */
public final class H264Depacketizer {
  private static final int NAL_HEADER = 1;
  private static final int TYPE_MASK = 0x1F;
  /** Forbidden bit and reference idc, which fragments carry in their indicator. */
  private static final int IMPORTANCE_MASK = 0xE0;
  private static final int SINGLE_UNIT_MAX = 23;
  private static final int STAP_A = 24;
  private static final int UNIT_SIZE = 2;
  private static final int FU_A = 28;
  private static final int FU_HEADERS = 2;
  private static final int START = 0x80;
  private static final int END = 0x40;
  /** More than any frame of a test stream; a unit that grows past it is dropped as malformed. */
  private static final int UNIT_LIMIT = 4 << 20;

  private final Consumer<byte[]> units;
  private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
  private boolean fragmented;

  /** A depacketizer that hands over each whole unit, its header first and without start code. */
  public H264Depacketizer(Consumer<byte[]> units) {
    this.units = units;
  }

  /** Takes the next payload; false when it is malformed, continues no unit or breaks one off. */
  public boolean take(byte[] bytes, int offset, int length) {
    if (length < NAL_HEADER) {
      return false;
    }
    int type = BigEndian.u8(bytes, offset) & TYPE_MASK;
    if (type == FU_A) {
      return takeFragment(bytes, offset, length);
    }
    boolean unfinished = fragmented;
    fragmented = false;
    if (type == STAP_A) {
      return takeAggregate(bytes, offset + NAL_HEADER, offset + length) && !unfinished;
    }
    if (type == 0 || type > SINGLE_UNIT_MAX) {
      return false;
    }
    units.accept(Arrays.copyOfRange(bytes, offset, offset + length));
    return !unfinished;
  }

  private boolean takeAggregate(byte[] bytes, int from, int end) {
    int at = from;
    while (at + UNIT_SIZE < end) {
      int size = BigEndian.u16(bytes, at);
      at += UNIT_SIZE;
      if (size == 0 || size > end - at) {
        return false;
      }
      units.accept(Arrays.copyOfRange(bytes, at, at + size));
      at += size;
    }
    return at == end && at > from;
  }

  private boolean takeFragment(byte[] bytes, int offset, int length) {
    if (length <= FU_HEADERS) {
      return false;
    }
    int indicator = BigEndian.u8(bytes, offset);
    int header = BigEndian.u8(bytes, offset + 1);
    boolean start = (header & START) != 0;
    if (start == fragmented || fragments.size() + length > UNIT_LIMIT) {
      forget();
      return false;
    }
    if (start) {
      fragmented = true;
      fragments.reset();
      fragments.write((indicator & IMPORTANCE_MASK) | (header & TYPE_MASK));
    }
    fragments.write(bytes, offset + FU_HEADERS, length - FU_HEADERS);
    if ((header & END) != 0) {
      fragmented = false;
      units.accept(fragments.toByteArray());
    }
    return true;
  }

  private void forget() {
    fragmented = false;
    fragments.reset();
  }
}
