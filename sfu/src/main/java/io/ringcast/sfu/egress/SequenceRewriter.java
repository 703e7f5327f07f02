package io.ringcast.sfu.egress;

import io.ringcast.sfu.wire.Sequence;

/**
 * Numbers one subscriber's packets without holes of our making, and remembers which packet got which number.
 *
 * <p>Inside an epoch (from one layer switch to the next) numbers follow the publisher's: a packet lost on the way to us leaves its number
 * free, so that the subscriber asks for it and the repaired packet can still take it; a packet dropped on purpose takes none. Every number
 * is given out at most once: SRTP in counter modes dies of a second use.
 *
 * <pre>
 * input     10 11 12(padding) 14 | switch | 90 91
 * output    70 71  -          73 |        | 74 75      72 stays free for input 13
 * </pre>
 */
final class SequenceRewriter {
  /** Answers of {@link #map} for packets that get no number. */
  static final long BEFORE_EPOCH = -1;
  static final long DUPLICATE = -2;
  static final long FORGOTTEN = -3;

  /** Outputs start one cycle up, so that none is negative. */
  private static final long FIRST_CYCLE = 1L << 16;

  /** So many packets before one that ends a long gap may still be on their way: reordering seldom is worse. */
  private static final int OVERTAKEN = 16;

  private final long[] inputs;
  private final boolean[] used;
  private final int mask;
  private final long firstOutput;
  private long nextOutput;
  private long epochFirstOutput;
  private long epochFirstInput;
  private long highestInput;

  /** @param capacity how many numbers are remembered, a power of two */
  SequenceRewriter(int capacity, int firstSequence) {
    inputs = new long[capacity];
    used = new boolean[capacity];
    mask = capacity - 1;
    firstOutput = FIRST_CYCLE + (firstSequence & Sequence.MASK);
    nextOutput = firstOutput;
    epochFirstOutput = firstOutput;
  }

  /** Lets the next number go to this input, whatever stream it is of; everything before it in that stream is left out. */
  void startEpoch(long firstInput) {
    epochFirstInput = firstInput;
    epochFirstOutput = nextOutput;
    highestInput = firstInput - 1;
  }

  /** The extended number to send this packet with, or one of the negative answers. */
  long map(long input) {
    if (input > highestInput) {
      leaveGap(input);
      highestInput = input;
      return append(input, true);
    }
    if (input < epochFirstInput) {
      return BEFORE_EPOCH;
    }
    long output = find(input);
    if (output < 0) {
      return FORGOTTEN;
    }
    int slot = (int) output & mask;
    if (used[slot]) {
      return DUPLICATE;
    }
    used[slot] = true;
    return output;
  }

  /** Leaves a packet out on purpose. One that comes late has its number reserved already: that stays free. */
  void skip(long input) {
    if (input > highestInput) {
      leaveGap(input);
      highestInput = input;
    }
  }

  /** How far this input lies from the highest seen in the epoch. */
  long distance(long input) {
    return input - highestInput;
  }

  /** The extended number behind a 16-bit one that a subscriber speaks of; negative when it was not given or is forgotten. */
  long recall(int sequence) {
    long highest = nextOutput - 1;
    long output = highest + Sequence.delta(sequence, (int) highest);
    return output <= highest && output >= oldest(firstOutput) ? output : FORGOTTEN;
  }

  /** The input that a recalled number belongs to. */
  long inputOf(long output) {
    return inputs[(int) output & mask];
  }

  /** The extended number that comes next. */
  long nextOutput() {
    return nextOutput;
  }

  int capacity() {
    return inputs.length;
  }

  /**
   * Reserves numbers for what was lost. A gap longer than our memory cannot be repaired: it shrinks to what may only have been overtaken,
   * and to one number for an input from its middle, which will not come and so tells of the gap.
   */
  private void leaveGap(long input) {
    long missing = input - highestInput - 1;
    long first = highestInput + 1;
    if (missing >= inputs.length) {
      append(highestInput + missing / 2, false);
      first = input - OVERTAKEN;
    }
    for (long lost = first; lost < input; lost++) {
      append(lost, false);
    }
  }

  private long append(long input, boolean sent) {
    int slot = (int) nextOutput & mask;
    inputs[slot] = input;
    used[slot] = sent;
    return nextOutput++;
  }

  private long oldest(long bound) {
    return Math.max(bound, nextOutput - inputs.length);
  }

  /** Binary search: inside an epoch inputs ascend with their outputs. */
  private long find(long input) {
    long low = oldest(epochFirstOutput);
    long high = nextOutput - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      long found = inputs[(int) middle & mask];
      if (found == input) {
        return middle;
      }
      if (found < input) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return FORGOTTEN;
  }
}
