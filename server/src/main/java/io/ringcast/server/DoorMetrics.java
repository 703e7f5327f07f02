package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.signaling.room.DataFault;
import io.ringcast.signaling.room.RoomCounters;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.session.Sessions;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the doors count: sessions that wait for their first packet, and refusals and ends by reason. */
final class DoorMetrics implements MeterBinder {
  private final Sessions rooms;

  DoorMetrics(Sessions rooms) {
    this.rooms = rooms;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ringcast.sessions.pending", rooms, Sessions::pendingSessions).register(registry);
    for (RoomRefusal reason : RoomRefusal.values()) {
      counter(registry, "ringcast.refusals", reason, all -> all.refused(reason));
    }
    for (CloseReason reason : CloseReason.values()) {
      counter(registry, "ringcast.sessions.ended", reason, all -> all.ended(reason));
    }
    for (DataFault fault : DataFault.values()) {
      counter(registry, "ringcast.data.faults", fault, all -> all.faults(fault));
    }
  }

  private void counter(MeterRegistry registry, String name, Enum<?> reason, ToDoubleFunction<RoomCounters> value) {
    FunctionCounter.builder(name, rooms.counters(), value).tag("reason", reason.name().toLowerCase(Locale.ROOT)).register(registry);
  }
}
