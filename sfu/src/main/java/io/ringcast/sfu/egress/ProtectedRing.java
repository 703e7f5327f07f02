package io.ringcast.sfu.egress;

import io.ringcast.sfu.loop.Slab;

/**
 * The latest packets exactly as they were sent, protection included: what a subscriber that knows no RTX gets again. To protect them a
 * second time under the same number would give the cipher's key stream away.
 */
final class ProtectedRing {
  private final int slotBytes;
  private final byte[] bytes;
  private final int[] lengths;
  private final long[] outputs;
  private final int mask;

  /** @param capacity how many packets, a power of two; longer ones than {@code slotBytes} are not kept */
  ProtectedRing(int capacity, int slotBytes) {
    this.slotBytes = slotBytes;
    bytes = new byte[capacity * slotBytes];
    lengths = new int[capacity];
    outputs = new long[capacity];
    mask = capacity - 1;
  }

  /** Keeps the packet last appended to the slab. */
  void keepLast(Slab slab, long output) {
    int last = slab.size() - 1;
    int slot = (int) output & mask;
    int length = slab.length(last) <= slotBytes ? slab.length(last) : 0;
    System.arraycopy(slab.bytes(), slab.offset(last), bytes, slot * slotBytes, length);
    lengths[slot] = length;
    outputs[slot] = output;
  }

  /** The length of a packet that is still here, else 0. */
  int length(long output) {
    int slot = (int) output & mask;
    return outputs[slot] == output ? lengths[slot] : 0;
  }

  /** Appends a packet that is here to a slab. */
  void copyTo(Slab slab, long output) {
    int slot = (int) output & mask;
    System.arraycopy(bytes, slot * slotBytes, slab.bytes(), slab.nextOffset(), lengths[slot]);
    slab.append(lengths[slot]);
  }
}
