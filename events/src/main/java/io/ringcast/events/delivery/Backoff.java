package io.ringcast.events.delivery;

import java.util.random.RandomGenerator;

/** Doubling pauses between attempts, from the first to the longest. */
public record Backoff(long firstMs, long longestMs) {

  public Backoff {
    if (firstMs < 1 || longestMs < firstMs) {
      throw new IllegalArgumentException("pauses must be positive and the longest not the shortest");
    }
  }

  /** The pause after the given number of failures; up to half of it is left out by chance, so that senders do not march in step. */
  long pauseMs(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(firstMs) - 2);
    long pause = Math.min(longestMs, firstMs << doublings);
    return pause - random.nextLong(pause / 2 + 1);
  }
}
