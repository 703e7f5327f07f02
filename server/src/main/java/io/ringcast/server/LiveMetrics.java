package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.relay.live.LiveEnd;
import io.ringcast.relay.live.LiveStreams;
import io.ringcast.relay.live.RunningStream;
import io.ringcast.relay.serve.LiveDoor;
import io.ringcast.server.relay.LivePlane;
import java.util.Locale;

/** Live streams and their players. */
record LiveMetrics(LivePlane live) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ringcast.live.streams", live.streams(), streams -> streams.all().size()).register(registry);
    Gauge.builder("ringcast.live.outlets", live.streams(), streams -> streams.all().stream().mapToInt(RunningStream::readers).sum())
      .register(registry);
    FunctionCounter.builder("ringcast.live.streams.begun", live.streams(), LiveStreams::begun).register(registry);
    for (LiveEnd reason : LiveEnd.values()) {
      FunctionCounter.builder("ringcast.live.flv.ended", live.door(), door -> door.ended(reason))
        .tag("reason", reason.name().toLowerCase(Locale.ROOT)).register(registry);
    }
    FunctionCounter.builder("ringcast.live.flv.ended", live.door(), LiveDoor::expired).tag("reason", "token_expired").register(registry);
  }
}
