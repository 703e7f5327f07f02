package io.ringcast.mixer.intake;

/**
 * A temporal unit of AV1, each OBU with its size (AV1 bitstream specification section 5.2), from the elements of packets: AV1 RTP
 * specification section 4.4. Delimiters, which are not sent, are not needed by decoders.
 */
final class Av1Depacketizer implements Depacketizer {
  private static final int CONTINUES_BIT = 0x80;
  private static final int GOES_ON_BIT = 0x40;
  private static final int EXTENSION_BIT = 0x04;
  private static final int SIZE_BIT = 0x02;
  /** A size is written in as many bytes whatever it is: it is known only when the OBU is whole. */
  private static final int SIZE_BYTES = 4;
  private static final int MAX_SIZE_BYTES = 5;
  private static final int NONE = -1;

  /** Where the OBU begins that is not whole yet. */
  private int open = NONE;
  private int at;

  @Override
  public void restart() {
    open = NONE;
  }

  @Override
  public boolean add(byte[] payload, FrameBytes frame) {
    int head = payload[0];
    int counted = head >> 4 & 0x03;
    if (((head & CONTINUES_BIT) != 0) != (open != NONE)) {
      return false;
    }
    at = 1;
    for (int element = 1; at < payload.length; element++) {
      int size = element == counted ? payload.length - at : size(payload);
      if (size <= 0 || size > payload.length - at || (counted != 0 && element > counted)) {
        return false;
      }
      boolean last = at + size == payload.length;
      if (!addElement(payload, size, frame) || !((last && (head & GOES_ON_BIT) != 0) || close(frame))) {
        return false;
      }
    }
    return true;
  }

  private boolean addElement(byte[] payload, int size, FrameBytes frame) {
    if (open != NONE) {
      boolean added = frame.add(payload, at, size);
      at += size;
      return added;
    }
    open = frame.length();
    boolean added = frame.add(payload, at, size);
    at += size;
    return added;
  }

  /** Gives the whole OBU its size field. */
  private boolean close(FrameBytes frame) {
    int header = (frame.get(open) & EXTENSION_BIT) != 0 ? 2 : 1;
    int length = frame.length() - open;
    boolean sized = (frame.get(open) & SIZE_BIT) != 0;
    if (length < header) {
      return false;
    }
    boolean good = sized || insertSize(frame, open + header, length - header);
    open = NONE;
    return good;
  }

  private boolean insertSize(FrameBytes frame, int where, int size) {
    frame.set(open, frame.get(open) | SIZE_BIT);
    if (!frame.insert(where, SIZE_BYTES)) {
      return false;
    }
    for (int i = 0; i < SIZE_BYTES; i++) {
      frame.set(where + i, (size >> (7 * i) & 0x7F) | (i < SIZE_BYTES - 1 ? 0x80 : 0));
    }
    return true;
  }

  /** The leb128 number at {@link #at}, which moves behind it; negative when it is malformed. */
  private int size(byte[] payload) {
    long value = 0;
    for (int i = 0; i < MAX_SIZE_BYTES && at < payload.length; i++) {
      int next = payload[at++];
      value |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return value > FrameBytes.LIMIT ? NONE : (int) value;
      }
    }
    return NONE;
  }
}
