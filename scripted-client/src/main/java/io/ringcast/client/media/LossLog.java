package io.ringcast.client.media;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Which packets of a stream are missing, and when to ask for them. Owned by one thread. */
final class LossLog {
  /** Packets waited for; the oldest is given up when there are more. */
  private static final int MISSING_LIMIT = 2_048;
  private static final int WINDOW = 8_192;
  private static final int ASK_LIMIT = 12;
  /** Reordering gets this long before the first question. */
  private static final long FIRST_ASK_NS = 10_000_000L;
  private static final long ASK_INTERVAL_NS = 60_000_000L;
  /** A jump that no loss makes: the stream began anew. */
  private static final long JUMP = 2_000;

  private final TreeMap<Long, Question> missing = new TreeMap<>();
  private final long[] seen = new long[WINDOW];
  private long highest = -1;
  private long first = -1;
  private long givenUp;

  /** How often one packet was asked for, and when again. */
  private static final class Question {
    private long askAtNs;
    private int asked;

    private Question(long askAtNs) {
      this.askAtNs = askAtNs;
    }
  }

  /** Takes an arrival; false when this packet came before. */
  boolean arrived(long sequence, long nowNs) {
    int slot = (int) (sequence % WINDOW);
    if (seen[slot] == sequence) {
      return false;
    }
    seen[slot] = sequence;
    if (highest < 0) {
      first = sequence;
      highest = sequence;
      return true;
    }
    if (sequence > highest) {
      if (sequence - highest < JUMP) {
        for (long lost = highest + 1; lost < sequence; lost++) {
          missing.put(lost, new Question(nowNs + FIRST_ASK_NS));
        }
      }
      highest = sequence;
      trim();
    } else {
      missing.remove(sequence);
    }
    return true;
  }

  /** The packets to ask for now, oldest first, at most {@code limit}. */
  List<Long> due(long nowNs, int limit) {
    List<Long> due = new ArrayList<>();
    missing.values().removeIf(question -> {
      boolean hopeless = question.asked >= ASK_LIMIT && nowNs - question.askAtNs >= 0;
      givenUp += hopeless ? 1 : 0;
      return hopeless;
    });
    missing.forEach((sequence, question) -> {
      if (due.size() < limit && nowNs - question.askAtNs >= 0) {
        question.asked++;
        question.askAtNs = nowNs + ASK_INTERVAL_NS;
        due.add(sequence);
      }
    });
    return due;
  }

  int missing() {
    return missing.size();
  }

  long givenUp() {
    return givenUp;
  }

  long highest() {
    return highest;
  }

  /** Packets from the first to the highest. */
  long expected() {
    return highest < 0 ? 0 : highest - first + 1;
  }

  private void trim() {
    while (missing.size() > MISSING_LIMIT) {
      missing.pollFirstEntry();
      givenUp++;
    }
  }
}
