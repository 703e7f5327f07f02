package io.ringcast.sfu.sctp;

import io.ringcast.sfu.sctp.SentChunk.Fate;
import io.ringcast.sfu.wire.sctp.SctpReader;

/**
 * One SACK applied to what is outstanding (RFC 9260 section 6.2.1), and what it said. A chunk is lost when three SACKs newly report later
 * ones (section 7.2.4); a repeated chunk is lost again when that happens to chunks sent after its repetition. Reused for every SACK.
 */
final class Acknowledgement {
  private static final int MISSES_OF_A_LOSS = 3;
  private static final long NONE = -1;

  private int newlyBytes;
  private boolean cumulative;
  private boolean loses;
  private long rttNs;
  private long newestSentNs;
  private long highestNewly;

  /** Bytes that no earlier SACK reported. */
  int newlyBytes() {
    return newlyBytes;
  }

  /** Whether everything up to a later chunk than before has arrived. */
  boolean isCumulative() {
    return cumulative;
  }

  /** Whether chunks were found lost. */
  boolean loses() {
    return loses;
  }

  /** Between a chunk that was sent once and this report of it; -1 where there was none. */
  long rttNs() {
    return rttNs;
  }

  /** Hears of each chunk that is acknowledged for good. */
  @FunctionalInterface
  interface Settled {
    void on(SentChunk chunk);
  }

  /** Applies the reader's SACK, whose numbers were checked to be of what was sent. */
  void apply(SctpReader sack, long cumulativeTsn, Outstanding outstanding, boolean recovering, long nowNs, Settled settled) {
    begin();
    cumulative = cumulativeTsn >= outstanding.first();
    while (outstanding.first() <= cumulativeTsn) {
      SentChunk chunk = outstanding.get(outstanding.first());
      newly(chunk);
      outstanding.removeFirst();
      settled.on(chunk);
    }
    int gaps = sack.gapCount();
    if (gaps > 0) {
      report(sack, gaps, cumulativeTsn, outstanding);
      count(outstanding, recovering && cumulative ? cumulativeTsn + sack.gapEnd(gaps - 1) : highestNewly);
    } else if (!outstanding.isEmpty() && outstanding.get(outstanding.first()).fate != Fate.IN_FLIGHT) {
      report(sack, 0, cumulativeTsn, outstanding);
    }
    rttNs = newestSentNs == NONE ? NONE : nowNs - newestSentNs;
  }

  private void begin() {
    newlyBytes = 0;
    loses = false;
    newestSentNs = NONE;
    highestNewly = NONE;
  }

  private void newly(SentChunk chunk) {
    if (chunk.fate == Fate.IN_FLIGHT || chunk.fate == Fate.LOST) {
      newlyBytes += chunk.length;
      highestNewly = Math.max(highestNewly, chunk.tsn);
      if (chunk.timesSent == 1) {
        newestSentNs = Math.max(newestSentNs, chunk.sentNs);
      }
    }
  }

  /** Notes what the peer has behind the gaps; what it had and has no more is under way again as far as we know. */
  private void report(SctpReader sack, int gaps, long cumulativeTsn, Outstanding outstanding) {
    int gap = 0;
    for (long tsn = outstanding.first(); tsn < outstanding.next(); tsn++) {
      long ahead = tsn - cumulativeTsn;
      while (gap < gaps && sack.gapEnd(gap) < ahead) {
        gap++;
      }
      SentChunk chunk = outstanding.get(tsn);
      boolean held = gap < gaps && sack.gapStart(gap) <= ahead;
      if (chunk.fate == Fate.ABANDONED) {
        continue;
      }
      if (held && chunk.fate != Fate.HELD) {
        newly(chunk);
        outstanding.turn(chunk, Fate.HELD);
      } else if (!held && chunk.fate == Fate.HELD) {
        outstanding.turn(chunk, Fate.IN_FLIGHT);
      }
    }
  }

  private void count(Outstanding outstanding, long below) {
    for (long tsn = outstanding.first(); tsn < below; tsn++) {
      SentChunk chunk = outstanding.get(tsn);
      if (chunk.fate == Fate.IN_FLIGHT && below >= chunk.missedBehind && ++chunk.misses >= MISSES_OF_A_LOSS) {
        outstanding.turn(chunk, Fate.LOST);
        loses = true;
      }
    }
  }
}
