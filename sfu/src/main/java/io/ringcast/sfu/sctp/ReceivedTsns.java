package io.ringcast.sfu.sctp;

import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which TSNs arrived: all up to one, and blocks behind gaps. What a SACK reports. */
final class ReceivedTsns {
  /** As many blocks as fit into one SACK; a chunk that would open another gap is not taken, and comes again. */
  static final int MAX_BLOCKS = 256;

  private static final int MAX_DUPLICATES = 16;
  private static final int SACK_FIXED_SIZE = 16;
  private static final int FIELD_SIZE = 4;
  private static final int FEW = 8;

  /** What became of a number. */
  enum Arrival { FIRST_TIME, AGAIN, TOO_MANY_GAPS }

  private long cumulative;
  /** First and last of each block, in order; null while there is no gap. */
  private long @Nullable [] blocks;
  private int count;
  /** What came again since the last SACK; null while nothing did. */
  private int @Nullable [] duplicates;
  private int duplicateCount;

  ReceivedTsns(long firstTsn) {
    cumulative = firstTsn - 1;
  }

  /** All up to this one arrived, or need not arrive any more. */
  long cumulative() {
    return cumulative;
  }

  boolean hasGaps() {
    return count > 0;
  }

  /** The furthest that arrived. */
  long highest() {
    return blocks == null || count == 0 ? cumulative : blocks[2 * count - 1];
  }

  /** What {@link #add} would do, without doing it. */
  Arrival judge(long tsn) {
    int at = blockBehind(tsn);
    if (tsn <= cumulative || isInside(at - 1, tsn)) {
      return Arrival.AGAIN;
    }
    boolean joins = tsn == cumulative + 1 || endOf(at - 1) == tsn - 1 || (at < count && startOf(at) == tsn + 1);
    return joins || count < MAX_BLOCKS ? Arrival.FIRST_TIME : Arrival.TOO_MANY_GAPS;
  }

  void noteDuplicate(int wireTsn) {
    int[] noted = duplicates;
    if (noted == null) {
      noted = new int[MAX_DUPLICATES];
      duplicates = noted;
    }
    if (duplicateCount < MAX_DUPLICATES) {
      noted[duplicateCount++] = wireTsn;
    }
  }

  /** Notes a number that {@link #judge} found to be new. */
  void add(long tsn) {
    if (tsn == cumulative + 1) {
      cumulative = tsn;
      absorb();
      return;
    }
    int at = blockBehind(tsn);
    boolean left = at > 0 && endOf(at - 1) == tsn - 1;
    boolean right = at < count && startOf(at) == tsn + 1;
    long[] places = room();
    if (left && right) {
      places[2 * at - 1] = places[2 * at + 1];
      remove(at);
    } else if (left) {
      places[2 * at - 1] = tsn;
    } else if (right) {
      places[2 * at] = tsn;
    } else {
      System.arraycopy(places, 2 * at, places, 2 * at + 2, 2 * (count - at));
      places[2 * at] = tsn;
      places[2 * at + 1] = tsn;
      count++;
    }
  }

  /** The peer gave up all up to this one. */
  void skipTo(long tsn) {
    cumulative = Math.max(cumulative, tsn);
    absorb();
  }

  private void absorb() {
    while (count > 0 && startOf(0) <= cumulative + 1) {
      cumulative = Math.max(cumulative, endOf(0));
      remove(0);
    }
    if (count == 0) {
      blocks = null;
    }
  }

  int sackLength() {
    return SACK_FIXED_SIZE + FIELD_SIZE * (count + duplicateCount);
  }

  /** Writes a SACK of {@link #sackLength}. */
  void write(SctpWriter packet, int window) {
    packet.beginSack((int) cumulative, window, count, duplicateCount);
    for (int i = 0; i < count; i++) {
      packet.put16((int) (startOf(i) - cumulative));
      packet.put16((int) (endOf(i) - cumulative));
    }
    for (int i = 0; duplicates != null && i < duplicateCount; i++) {
      packet.put32(duplicates[i]);
    }
    packet.endChunk();
    duplicates = null;
    duplicateCount = 0;
  }

  /** The place of the first block that begins behind a number. */
  private int blockBehind(long tsn) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (startOf(middle) <= tsn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isInside(int block, long tsn) {
    return block >= 0 && tsn <= endOf(block);
  }

  private long startOf(int block) {
    return blocks == null ? Long.MAX_VALUE : blocks[2 * block];
  }

  private long endOf(int block) {
    return blocks == null || block < 0 ? Long.MIN_VALUE : blocks[2 * block + 1];
  }

  private long[] room() {
    long[] places = blocks;
    if (places == null) {
      places = new long[2 * FEW];
    } else if (2 * count == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    blocks = places;
    return places;
  }

  private void remove(int block) {
    long[] places = room();
    System.arraycopy(places, 2 * block + 2, places, 2 * block, 2 * (count - block - 1));
    count--;
  }
}
