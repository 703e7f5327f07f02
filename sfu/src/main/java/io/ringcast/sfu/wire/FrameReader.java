package io.ringcast.sfu.wire;

/**
 * Takes a byte stream apart into packets: RFC 4571, a 16-bit length before each. Holds at most one frame that is not whole yet, in a buffer
 * of its own. Owned by one thread.
 *
 * <pre>
 * |        LENGTH (16 bits)       |   packet, LENGTH bytes ...    |
 * </pre>
 */
public final class FrameReader {
  /** The length that stands before each packet. */
  public static final int HEADER_SIZE = 2;

  /** Whether the stream can be read on. */
  public enum Fault {
    NONE,
    /** A frame of no bytes: no packet of any protocol here. */
    EMPTY,
    /** A frame longer than any packet here: the sender is none of ours, or the stream is out of step. */
    TOO_LONG
  }

  private final int limit;
  private final byte[] held;
  private int heldLength;
  private byte[] input = {};
  private int position;
  private int end;
  private byte[] frame = {};
  private int frameOffset;
  private int frameLength;
  private Fault fault = Fault.NONE;

  /** @param limit the longest packet that is accepted */
  public FrameReader(int limit) {
    this.limit = limit;
    held = new byte[HEADER_SIZE + limit];
  }

  /** Takes the next bytes of the stream; they are read by {@link #next()}, which is called until it says false. */
  public void wrap(byte[] bytes, int offset, int length) {
    input = bytes;
    position = offset;
    end = offset + length;
  }

  /** Goes on to the next whole packet; false when more bytes are needed, or after a {@link #fault()}. */
  public boolean next() {
    if (fault != Fault.NONE) {
      return false;
    }
    return heldLength > 0 ? completeHeld() : readInput();
  }

  private boolean readInput() {
    if (end - position < HEADER_SIZE) {
      return hold(end - position);
    }
    int length = BigEndian.u16(input, position);
    if (!accepts(length)) {
      return false;
    }
    if (end - position - HEADER_SIZE < length) {
      return hold(end - position);
    }
    frame = input;
    frameOffset = position + HEADER_SIZE;
    frameLength = length;
    position += HEADER_SIZE + length;
    return true;
  }

  private boolean completeHeld() {
    if (heldLength < HEADER_SIZE) {
      hold(Math.min(HEADER_SIZE - heldLength, end - position));
      if (heldLength < HEADER_SIZE) {
        return false;
      }
    }
    int length = BigEndian.u16(held, 0);
    if (!accepts(length)) {
      return false;
    }
    hold(Math.min(HEADER_SIZE + length - heldLength, end - position));
    if (heldLength < HEADER_SIZE + length) {
      return false;
    }
    heldLength = 0;
    frame = held;
    frameOffset = HEADER_SIZE;
    frameLength = length;
    return true;
  }

  private boolean accepts(int length) {
    if (length == 0 || length > limit) {
      fault = length == 0 ? Fault.EMPTY : Fault.TOO_LONG;
    }
    return fault == Fault.NONE;
  }

  private boolean hold(int count) {
    System.arraycopy(input, position, held, heldLength, count);
    heldLength += count;
    position += count;
    return false;
  }

  /** The bytes in which the packet lies, valid until the next call of any method. */
  public byte[] bytes() {
    return frame;
  }

  public int offset() {
    return frameOffset;
  }

  public int length() {
    return frameLength;
  }

  /** Why the stream cannot be read on; it stays so. */
  public Fault fault() {
    return fault;
  }
}
