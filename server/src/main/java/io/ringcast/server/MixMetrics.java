package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.signaling.mix.RoomMixes;

/** How many rooms are mixed, and what became of mixes. */
final class MixMetrics implements MeterBinder {
  private final RoomMixes mixes;

  MixMetrics(RoomMixes mixes) {
    this.mixes = mixes;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ringcast.mixes", mixes, RoomMixes::count).register(registry);
    FunctionCounter.builder("ringcast.mixes.started", mixes, RoomMixes::started).register(registry);
    FunctionCounter.builder("ringcast.mixes.failed", mixes, RoomMixes::failed).register(registry);
  }
}
