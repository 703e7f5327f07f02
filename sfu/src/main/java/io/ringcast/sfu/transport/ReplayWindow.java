package io.ringcast.sfu.transport;

/**
 * Which of the newest packet indices were seen (RFC 3711 section 3.3.2). An index below the window counts as seen.
 *
 * <p>Bit {@code index % SIZE} stands for {@code index}; bits between the old and the new highest index are cleared when the window moves.
 */
final class ReplayWindow {
  /** RFC 3711 asks for at least 64; bursts of retransmissions on fast streams need far more. */
  static final int SIZE = 1_024;

  private static final int WORDS = SIZE / Long.SIZE;

  /** Made with the first index: of a stream, RTP or RTCP is often not there at all. */
  private long[] seen = {};
  private long highest = -1;

  /** The highest index marked, -1 before the first. */
  long highest() {
    return highest;
  }

  boolean isFresh(long index) {
    if (index > highest) {
      return true;
    }
    return index >= 0 && highest - index < SIZE && (seen[word(index)] & bit(index)) == 0;
  }

  /** Marks an index that {@link #isFresh} accepted. */
  void mark(long index) {
    if (seen.length == 0) {
      seen = new long[WORDS];
    }
    if (index > highest) {
      moveTo(index);
    }
    seen[word(index)] |= bit(index);
  }

  private void moveTo(long index) {
    long from = Math.max(highest + 1, index - SIZE + 1);
    for (long cleared = from; cleared <= index; cleared++) {
      seen[word(cleared)] &= ~bit(cleared);
    }
    highest = index;
  }

  private static int word(long index) {
    return (int) (index & (SIZE - 1)) >> 6;
  }

  private static long bit(long index) {
    return 1L << index;
  }
}
