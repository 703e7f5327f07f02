package io.ringcast.sfu.sctp;

import io.ringcast.sfu.sctp.SentChunk.Fate;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that were sent and are not acknowledged for good: one for each TSN from {@link #first} up to {@link #next}. A ring that grows
 * as needed and is let go when it is empty; what the send buffer holds bounds it.
 */
final class Outstanding {
  private static final int SMALL = 16;

  private @Nullable SentChunk @Nullable [] ring;
  private long first;
  private long next;
  private int inFlightBytes;
  private int lost;

  Outstanding(long firstTsn) {
    first = firstTsn;
    next = firstTsn;
  }

  /** The lowest TSN that is not acknowledged for good. */
  long first() {
    return first;
  }

  /** The TSN of the next new chunk. */
  long next() {
    return next;
  }

  boolean isEmpty() {
    return first == next;
  }

  /** Bytes of what may still arrive without being sent again. */
  int inFlightBytes() {
    return inFlightBytes;
  }

  /** Chunks that are to be sent again. */
  int lost() {
    return lost;
  }

  /** The chunk with this TSN, which must be outstanding. */
  SentChunk get(long tsn) {
    SentChunk[] chunks = ring;
    SentChunk chunk = chunks == null ? null : chunks[(int) tsn & (chunks.length - 1)];
    if (chunk == null || chunk.tsn != tsn) {
      throw new IllegalStateException("TSN " + tsn + " is not outstanding");
    }
    return chunk;
  }

  /** Adds the chunk whose TSN is {@link #next}. */
  void add(SentChunk chunk) {
    @Nullable SentChunk[] chunks = ring;
    int held = (int) (next - first);
    if (chunks == null) {
      chunks = new SentChunk[SMALL];
      ring = chunks;
    } else if (held == chunks.length) {
      chunks = grown(chunks);
      ring = chunks;
    }
    chunks[(int) next & (chunks.length - 1)] = chunk;
    next++;
    inFlightBytes += chunk.length;
  }

  /** Takes the first chunk out. */
  SentChunk removeFirst() {
    SentChunk chunk = get(first);
    turn(chunk, Fate.HELD);
    @Nullable SentChunk[] chunks = ring;
    if (chunks != null) {
      chunks[(int) first & (chunks.length - 1)] = null;
    }
    first++;
    if (first == next && chunks != null && chunks.length > SMALL) {
      ring = null;
    }
    return chunk;
  }

  /** The only way a chunk's fate changes: keeps the sums. */
  void turn(SentChunk chunk, Fate fate) {
    inFlightBytes += (fate == Fate.IN_FLIGHT ? chunk.length : 0) - (chunk.fate == Fate.IN_FLIGHT ? chunk.length : 0);
    lost += (fate == Fate.LOST ? 1 : 0) - (chunk.fate == Fate.LOST ? 1 : 0);
    chunk.fate = fate;
  }

  private @Nullable SentChunk[] grown(@Nullable SentChunk[] chunks) {
    @Nullable SentChunk[] larger = new SentChunk[2 * chunks.length];
    for (long tsn = first; tsn < next; tsn++) {
      larger[(int) tsn & (larger.length - 1)] = chunks[(int) tsn & (chunks.length - 1)];
    }
    return larger;
  }
}
