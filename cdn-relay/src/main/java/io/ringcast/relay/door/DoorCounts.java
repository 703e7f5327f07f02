package io.ringcast.relay.door;

import io.ringcast.relay.flv.TagSkip;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpServer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What happened at the RTMP port; any thread. */
public final class DoorCounts {
  private final AtomicLongArray ends = new AtomicLongArray(RtmpEnd.values().length);
  private final AtomicLongArray refusals = new AtomicLongArray(StreamRefusal.values().length);
  private final AtomicLongArray skips = new AtomicLongArray(TagSkip.values().length);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger publishers = new AtomicInteger();
  private final AtomicInteger players = new AtomicInteger();
  private final AtomicLong turnedAway = new AtomicLong();

  void opened() {
    connections.incrementAndGet();
  }

  void ended(RtmpEnd reason, RtmpServer connection) {
    connections.decrementAndGet();
    ends.incrementAndGet(reason.ordinal());
    for (TagSkip skip : TagSkip.values()) {
      skips.addAndGet(skip.ordinal(), connection.skipped(skip));
    }
  }

  void refused(StreamRefusal reason) {
    refusals.incrementAndGet(reason.ordinal());
  }

  void turnedAway() {
    turnedAway.incrementAndGet();
  }

  void publishers(int change) {
    publishers.addAndGet(change);
  }

  void players(int change) {
    players.addAndGet(change);
  }

  /** Open now. */
  public int connections() {
    return connections.get();
  }

  public int publishers() {
    return publishers.get();
  }

  public int players() {
    return players.get();
  }

  public long ended(RtmpEnd reason) {
    return ends.get(reason.ordinal());
  }

  public long count(StreamRefusal reason) {
    return refusals.get(reason.ordinal());
  }

  /** Publishers' tags that brought no frame, of connections that have ended. */
  public long skipped(TagSkip reason) {
    return skips.get(reason.ordinal());
  }

  /** Connections closed at once: there were too many. */
  public long connectionsTurnedAway() {
    return turnedAway.get();
  }
}
