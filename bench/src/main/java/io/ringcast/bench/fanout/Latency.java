package io.ringcast.bench.fanout;

import io.ringcast.client.media.Latencies;
import java.util.Locale;

/** Two quantiles of a histogram, in microseconds. */
public record Latency(long p50Us, long p99Us) {
  private static final double US_PER_MS = 1e3;

  static Latency of(Latencies latencies) {
    return new Latency(latencies.quantileUs(0.5), latencies.quantileUs(0.99));
  }

  /** Both in milliseconds. */
  public String text() {
    return String.format(Locale.ROOT, "%.2f / %.2f", p50Us / US_PER_MS, p99Us / US_PER_MS);
  }
}
