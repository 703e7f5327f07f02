package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.mixer.job.MixCount;
import io.ringcast.mixer.job.MixCounters;
import io.ringcast.signaling.mix.MixFault;
import io.ringcast.signaling.mix.RoomMixes;
import java.util.Locale;

/** How many rooms are mixed, what became of mixes, and of what went into them. */
final class MixMetrics implements MeterBinder {
  private final RoomMixes mixes;
  private final MixCounters counters;

  MixMetrics(RoomMixes mixes, MixCounters counters) {
    this.mixes = mixes;
    this.counters = counters;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ringcast.mixes", mixes, RoomMixes::count).register(registry);
    FunctionCounter.builder("ringcast.mixes.started", mixes, RoomMixes::started).register(registry);
    FunctionCounter.builder("ringcast.mixes.failed", mixes, RoomMixes::failed).register(registry);
    for (MixFault fault : MixFault.values()) {
      FunctionCounter.builder("ringcast.mixes.restarted", mixes, from -> from.restarted(fault))
        .tag("reason", word(fault)).register(registry);
    }
    FunctionCounter.builder("ringcast.mix.frames", counters, from -> from.of(MixCount.FRAME_MADE)).register(registry);
    FunctionCounter.builder("ringcast.mix.tiny.frames", counters, from -> from.of(MixCount.TINY_MADE)).register(registry);
    for (MixCount count : MixCount.values()) {
      if (count.isLoss()) {
        FunctionCounter.builder("ringcast.mix.losses", counters, from -> from.of(count)).tag("reason", word(count)).register(registry);
      }
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
