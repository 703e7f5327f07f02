package io.ringcast.relay.ingest;

import java.util.concurrent.atomic.AtomicLongArray;

/** How often each {@link IngestCount} happened, of all publishers together; any thread. */
public final class IngestCounts {
  private final AtomicLongArray counts = new AtomicLongArray(IngestCount.values().length);

  void add(IngestCount what) {
    counts.incrementAndGet(what.ordinal());
  }

  public long of(IngestCount what) {
    return counts.get(what.ordinal());
  }
}
