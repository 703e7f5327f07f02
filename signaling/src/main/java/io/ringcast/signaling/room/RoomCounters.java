package io.ringcast.signaling.room;

import io.ringcast.sfu.api.CloseReason;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts refused sessions, ended ones and faulty data messages by reason, since start; any thread may read and count. */
public final class RoomCounters {
  private final LongAdder[] refusals = adders(RoomRefusal.values().length);
  private final LongAdder[] ends = adders(CloseReason.values().length);
  private final LongAdder[] faults = adders(DataFault.values().length);

  /** How often a session was refused for this reason. */
  public long refused(RoomRefusal reason) {
    return refusals[reason.ordinal()].sum();
  }

  /** How many sessions ended for this reason. */
  public long ended(CloseReason reason) {
    return ends[reason.ordinal()].sum();
  }

  /** How often this was wrong with a data message. */
  public long faults(DataFault fault) {
    return faults[fault.ordinal()].sum();
  }

  public void onFault(DataFault fault) {
    faults[fault.ordinal()].increment();
  }

  public void onRefused(RoomRefusal reason) {
    refusals[reason.ordinal()].increment();
  }

  public void onEnded(CloseReason reason) {
    ends[reason.ordinal()].increment();
  }

  private static LongAdder[] adders(int count) {
    return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
  }
}
