package io.ringcast.sfu.net;

import io.ringcast.sfu.api.ConnectionRefusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What became of TCP connections; counted by the listener and by all loops, a few times a connection. */
public final class TcpCounters {
  private static final ConnectionRefusal[] REFUSALS = ConnectionRefusal.values();

  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLongArray refused = new AtomicLongArray(REFUSALS.length);

  void accepted() {
    accepted.incrementAndGet();
  }

  void refused(ConnectionRefusal reason) {
    refused.incrementAndGet(reason.ordinal());
  }

  /** Connections that the kernel handed us. */
  public long acceptedCount() {
    return accepted.get();
  }

  /** The reasons that occurred, with their counts. */
  public Map<ConnectionRefusal, Long> refusals() {
    Map<ConnectionRefusal, Long> counts = new EnumMap<>(ConnectionRefusal.class);
    for (ConnectionRefusal reason : REFUSALS) {
      if (refused.get(reason.ordinal()) > 0) {
        counts.put(reason, refused.get(reason.ordinal()));
      }
    }
    return counts;
  }
}
