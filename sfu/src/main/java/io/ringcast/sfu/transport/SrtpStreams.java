package io.ringcast.sfu.transport;

import org.jspecify.annotations.Nullable;

/** The streams of one direction by SSRC: a hash table with linear probing, so that a look-up per packet allocates nothing. */
final class SrtpStreams {
  private static final int INITIAL_SLOTS = 4;
  /** Spreads SSRCs that differ in few bits over the table (the 32-bit golden ratio). */
  private static final int SPREAD = 0x9E37_79B9;

  private final int limit;
  private @Nullable SrtpStream[] slots = new SrtpStream[INITIAL_SLOTS];
  private int size;
  private long uses;

  SrtpStreams(int limit) {
    this.limit = limit;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == limit;
  }

  @Nullable SrtpStream find(int ssrc) {
    SrtpStream stream = slots[slotOf(ssrc)];
    if (stream != null) {
      stream.lastUse(++uses);
    }
    return stream;
  }

  /** Adds a stream that {@link #find} did not find, while the table is not full. */
  void add(SrtpStream stream) {
    if (2 * (size + 1) > slots.length) {
      rebuild(slots.length * 2, null);
    }
    stream.lastUse(++uses);
    slots[slotOf(stream.ssrc())] = stream;
    size++;
  }

  /** Forgets the stream that was silent longest and says which it was. */
  @Nullable SrtpStream forgetLongestSilent() {
    SrtpStream oldest = null;
    for (SrtpStream stream : slots) {
      if (stream != null && (oldest == null || stream.lastUse() < oldest.lastUse())) {
        oldest = stream;
      }
    }
    if (oldest != null) {
      rebuild(slots.length, oldest);
      size--;
    }
    return oldest;
  }

  private void rebuild(int capacity, @Nullable SrtpStream without) {
    @Nullable SrtpStream[] old = slots;
    slots = new SrtpStream[capacity];
    for (SrtpStream stream : old) {
      if (stream != null && stream != without) {
        slots[slotOf(stream.ssrc())] = stream;
      }
    }
  }

  /** The slot that holds an SSRC, or the free one where it belongs. */
  private int slotOf(int ssrc) {
    int mask = slots.length - 1;
    int slot = ((ssrc * SPREAD) >>> 16) & mask;
    while (true) {
      SrtpStream stream = slots[slot];
      if (stream == null || stream.ssrc() == ssrc) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }
}
