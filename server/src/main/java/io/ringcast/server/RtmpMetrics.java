package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.relay.door.DoorCounts;
import io.ringcast.relay.door.RtmpDoor;
import io.ringcast.relay.door.StreamRefusal;
import io.ringcast.relay.flv.TagSkip;
import io.ringcast.relay.ingest.IngestCount;
import io.ringcast.relay.ingest.IngestCounts;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.server.rtmp.RtmpPlane;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What happens at the RTMP port, by reason. */
final class RtmpMetrics implements MeterBinder {
  private final RtmpPlane rtmp;

  RtmpMetrics(RtmpPlane rtmp) {
    this.rtmp = rtmp;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    RtmpDoor door = rtmp.door();
    if (door == null) {
      return;
    }
    DoorCounts counts = door.counts();
    Gauge.builder("ringcast.rtmp.connections", counts, DoorCounts::connections).register(registry);
    Gauge.builder("ringcast.rtmp.publishers", counts, DoorCounts::publishers).register(registry);
    Gauge.builder("ringcast.rtmp.players", counts, DoorCounts::players).register(registry);
    FunctionCounter.builder("ringcast.rtmp.turned.away", counts, DoorCounts::connectionsTurnedAway).register(registry);
    for (RtmpEnd reason : RtmpEnd.values()) {
      count(registry, "ringcast.rtmp.ended", reason, counts, all -> all.ended(reason));
    }
    for (StreamRefusal reason : StreamRefusal.values()) {
      count(registry, "ringcast.rtmp.refused", reason, counts, all -> all.count(reason));
    }
    for (TagSkip reason : TagSkip.values()) {
      count(registry, "ringcast.rtmp.skipped.tags", reason, counts, all -> all.skipped(reason));
    }
    IngestCounts ingests = door.ingestCounts();
    for (IngestCount what : IngestCount.values()) {
      count(registry, "ringcast.ingest.frames", what, ingests, all -> all.of(what));
    }
  }

  private static <T> void count(MeterRegistry registry, String name, Enum<?> reason, T counted, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, counted, value).tag("reason", reason.name().toLowerCase(Locale.ROOT)).register(registry);
  }
}
