package io.ringcast.sfu.api;

/** One publication as one peer receives it, unique in the process. */
public record SubscriptionId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
