package io.ringcast.events.delivery;

import java.util.EnumMap;
import java.util.Map;

/** What one receiver's deliveries came to since the start; it outlives a {@link Delivery}, whose thread owns it. */
public final class DeliveryCounters {
  private final Map<Outcome, Long> attempts = new EnumMap<>(Outcome.class);
  private long gaveUp;
  private long expired;

  void attempted(Outcome outcome) {
    attempts.merge(outcome, 1L, Long::sum);
  }

  void giveUp() {
    gaveUp++;
  }

  void expire(long events) {
    expired += events;
  }

  Map<Outcome, Long> attempts() {
    return Map.copyOf(attempts);
  }

  long gaveUp() {
    return gaveUp;
  }

  long expired() {
    return expired;
  }
}
