package io.ringcast.relay.flv;

import io.ringcast.sfu.wire.BigEndian;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Takes a stream of bytes apart into tags ({@link FlvWriter} has the drawing). Holds at most one tag that is not whole yet, and memory only
 * for bytes that came. Owned by one thread.
 */
public final class FlvReader {
  /** A keyframe of 4K is smaller. */
  public static final int MAX_BODY_BYTES = 8 << 20;
  private static final int FIRST_BYTES = 4_096;
  /** A larger buffer is given back after its tag. */
  private static final int KEPT_BYTES = 1 << 16;
  private static final int TYPE_MASK = 0x1F;
  private static final int FILTERED = 0x20;

  /** Whether the stream can be read on. */
  public enum Fault {
    NONE,
    /** It does not begin as an FLV file does. */
    NOT_FLV,
    /** A tag longer than {@link #MAX_BODY_BYTES}. */
    TOO_LONG,
    /** An encrypted tag, or of an unknown type: out of step, or not for us. */
    UNKNOWN_TAG
  }

  private byte[] held = new byte[FIRST_BYTES];
  private int heldLength;
  private int wanted = FlvWriter.FILE_HEADER;
  private boolean begun;
  private Fault fault = Fault.NONE;

  /** Takes the next bytes and hands over the tags that are whole now; after a {@link #fault()} nothing more. */
  public void take(byte[] bytes, int offset, int length, Consumer<FlvTag> out) {
    int at = offset;
    int end = offset + length;
    while (fault == Fault.NONE) {
      int count = Math.min(wanted - heldLength, end - at);
      hold(bytes, at, count);
      at += count;
      if (heldLength < wanted) {
        return;
      }
      advance(out);
    }
  }

  private void hold(byte[] bytes, int from, int count) {
    if (heldLength + count > held.length) {
      held = Arrays.copyOf(held, Math.min(wanted, Math.max(2 * held.length, heldLength + count)));
    }
    System.arraycopy(bytes, from, held, heldLength, count);
    heldLength += count;
  }

  private void advance(Consumer<FlvTag> out) {
    if (!begun) {
      begin();
    } else if (heldLength == FlvWriter.TAG_HEADER) {
      readHead();
    } else {
      int end = heldLength - FlvWriter.BACK_POINTER;
      int timestampMs = held[7] << 24 | BigEndian.u24(held, 4);
      out.accept(new FlvTag(held[0] & TYPE_MASK, timestampMs, Arrays.copyOfRange(held, FlvWriter.TAG_HEADER, end)));
      next();
    }
  }

  private void begin() {
    boolean flv = held[0] == 'F' && held[1] == 'L' && held[2] == 'V';
    if (wanted == FlvWriter.FILE_HEADER) {
      long size = BigEndian.u32(held, 5);
      if (!flv || size != FlvWriter.FILE_HEADER) {
        fault = Fault.NOT_FLV;
      }
      wanted += FlvWriter.BACK_POINTER;
    } else {
      begun = true;
      next();
    }
  }

  private void readHead() {
    int type = held[0] & TYPE_MASK;
    int size = BigEndian.u24(held, 1);
    if ((held[0] & FILTERED) != 0 || (type != FlvTag.AUDIO && type != FlvTag.VIDEO && type != FlvTag.SCRIPT)) {
      fault = Fault.UNKNOWN_TAG;
    } else if (size > MAX_BODY_BYTES) {
      fault = Fault.TOO_LONG;
    }
    wanted = FlvWriter.TAG_HEADER + size + FlvWriter.BACK_POINTER;
  }

  private void next() {
    heldLength = 0;
    held = held.length > KEPT_BYTES ? new byte[FIRST_BYTES] : held;
    wanted = FlvWriter.TAG_HEADER;
  }

  /** Why the stream cannot be read on; it stays so. */
  public Fault fault() {
    return fault;
  }
}
