package io.ringcast.sfu.egress;

import org.jspecify.annotations.Nullable;

/** The latest epochs of a subscription. */
final class Epochs {
  /** More switches than fit between a packet and its NACK; older epochs are forgotten, and NACKs for them not answered. */
  private static final int CAPACITY = 8;

  private final Epoch[] epochs = new Epoch[CAPACITY];
  private long begun;

  Epochs() {
    for (int i = 0; i < CAPACITY; i++) {
      epochs[i] = new Epoch();
    }
  }

  /** The next epoch, to be filled; it takes the place of the oldest. */
  Epoch begin() {
    begun++;
    return epochs[slot(begun)];
  }

  /** The epoch begun last; null before the first. */
  @Nullable Epoch current() {
    return begun == 0 ? null : epochs[slot(begun)];
  }

  /** The epoch in which this extended sequence number was given out; null when it is forgotten. */
  @Nullable Epoch of(long output) {
    for (long number = begun; number > 0 && number > begun - CAPACITY; number--) {
      Epoch epoch = epochs[slot(number)];
      if (epoch.firstOutput() <= output) {
        return epoch;
      }
    }
    return null;
  }

  /** Whether a picture of this epoch's is not earlier than the one at which the next epoch began, which stands for it. */
  boolean isOvertaken(Epoch epoch, int timestamp) {
    for (long number = begun; number > 1 && number > begun - CAPACITY + 1; number--) {
      if (epochs[slot(number - 1)].equals(epoch)) {
        return timestamp - epochs[slot(number)].firstTimestamp() >= 0;
      }
    }
    return false;
  }

  private static int slot(long number) {
    return (int) (number % CAPACITY);
  }
}
