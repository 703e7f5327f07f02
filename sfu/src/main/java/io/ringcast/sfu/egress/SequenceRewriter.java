package io.ringcast.sfu.egress;

import io.ringcast.sfu.wire.Sequence;
import java.util.Arrays;

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

  /** What became of a number: kept for a lost packet, sent, kept for one that was then left out. */
  private static final byte FREE = 0;
  private static final byte SENT = 1;
  private static final byte EMPTY = 2;
  /** Outputs start one cycle up, so that none is negative. */
  private static final long FIRST_CYCLE = 1L << 16;

  /** So many packets before one that ends a long gap may still be on their way: reordering seldom is worse. */
  private static final int OVERTAKEN = 16;

  private final long[] inputs;
  private final byte[] states;
  /** Made when the move first changes: until then all numbers have the same. */
  private short[] pictureMoves = {};
  private final int mask;
  private final long firstOutput;
  private long nextOutput;
  private long epochFirstOutput;
  private long epochFirstInput;
  private long highestInput;
  /** Inputs from here on count as missing when their number is kept free. */
  private long missedFrom;
  private int missing;
  private short pictureMove;

  /** @param capacity how many numbers are remembered, a power of two */
  SequenceRewriter(int capacity, int firstSequence) {
    inputs = new long[capacity];
    states = new byte[capacity];
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
    missedFrom = firstInput;
    missing = 0;
  }

  /** What came before this input, overtaken or not, is no longer waited for. */
  void forgetMissing(long firstInput) {
    if (firstInput <= missedFrom) {
      return;
    }
    missedFrom = firstInput;
    missing = 0;
    for (long output = nextOutput - 1; output >= oldest(epochFirstOutput) && inputs[(int) output & mask] >= firstInput; output--) {
      missing += states[(int) output & mask] == FREE ? 1 : 0;
    }
  }

  /** Whether this input comes next, and nothing before it is still to come. */
  boolean isNext(long input) {
    return missing == 0 && input == highestInput + 1;
  }

  /** Picture ids are moved by so much in packets that are numbered, or missed, from now on. */
  void pictureMove(int move) {
    if (move != pictureMove && pictureMoves.length == 0 && nextOutput > firstOutput) {
      pictureMoves = new short[inputs.length];
      Arrays.fill(pictureMoves, pictureMove);
    }
    pictureMove = (short) move;
  }

  /** The extended number to send this packet with, or one of the negative answers. */
  long map(long input) {
    if (input > highestInput) {
      leaveGap(input);
      highestInput = input;
      return append(input, SENT);
    }
    if (input < epochFirstInput) {
      return BEFORE_EPOCH;
    }
    long output = find(input);
    if (output < 0) {
      return FORGOTTEN;
    }
    int slot = (int) output & mask;
    if (states[slot] != FREE) {
      return DUPLICATE;
    }
    fill(slot, SENT);
    return output;
  }

  /** Leaves a packet out on purpose. One that comes late has its number reserved already: it becomes an empty one. */
  void skip(long input) {
    if (input > highestInput) {
      leaveGap(input);
      highestInput = input;
      return;
    }
    long output = input < epochFirstInput ? FORGOTTEN : find(input);
    if (output >= 0 && states[(int) output & mask] == FREE) {
      fill((int) output & mask, EMPTY);
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

  /** Whether a recalled number was kept for a packet that was then left out. */
  boolean isEmpty(long output) {
    return states[(int) output & mask] == EMPTY;
  }

  /** How far the picture id was moved, or is to be, in the packet of a recalled number. */
  int pictureMoveOf(long output) {
    return pictureMoves.length == 0 ? pictureMove : pictureMoves[(int) output & mask];
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
    long distance = input - highestInput - 1;
    long first = highestInput + 1;
    if (distance >= inputs.length) {
      append(highestInput + distance / 2, FREE);
      first = input - OVERTAKEN;
    }
    for (long lost = first; lost < input; lost++) {
      append(lost, FREE);
      missing += lost >= missedFrom ? 1 : 0;
    }
  }

  private long append(long input, byte state) {
    int slot = (int) nextOutput & mask;
    inputs[slot] = input;
    states[slot] = state;
    if (pictureMoves.length > 0) {
      pictureMoves[slot] = pictureMove;
    }
    return nextOutput++;
  }

  private void fill(int slot, byte state) {
    states[slot] = state;
    if (inputs[slot] >= missedFrom) {
      missing--;
    }
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
