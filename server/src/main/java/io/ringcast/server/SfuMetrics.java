package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.sfu.api.ConnectionRefusal;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.sfu.api.SfuReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import reactor.core.publisher.Mono;

/** The media plane's counters as metrics; they show the report that was fetched last. */
final class SfuMetrics implements MeterBinder {

  /** A loop answers within its turn; one that does not is not waited for. */
  private static final Duration REPORT_TIME_MAX = Duration.ofSeconds(1);
  private static final SfuReport NOTHING = new SfuReport(0, 0, 0, 0, new SfuReport.Traffic(0, 0, 0, 0, 0), new SfuReport.Held(0, 0),
    new SfuReport.Tcp(0, 0, 0, 0, Map.of()), Map.of());

  private final Sfu sfu;
  private volatile SfuReport last = NOTHING;

  SfuMetrics(Sfu sfu) {
    this.sfu = sfu;
  }

  /** Fetches a new report; when the loops are silent the old one stays. */
  Mono<Void> refresh() {
    return Mono.fromFuture(sfu::report)
      .timeout(REPORT_TIME_MAX)
      .doOnNext(report -> last = report)
      .then()
      .onErrorComplete();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "ringcast.loops", SfuReport::loops);
    gauge(registry, "ringcast.peers", SfuReport::peers);
    gauge(registry, "ringcast.publications", SfuReport::publications);
    gauge(registry, "ringcast.subscriptions", SfuReport::subscriptions);
    gauge(registry, "ringcast.packets.held", report -> report.held().packets());
    gauge(registry, "ringcast.timers", report -> report.held().timers());
    counter(registry, "ringcast.packets", "direction", "in", report -> report.traffic().packetsIn());
    counter(registry, "ringcast.packets", "direction", "out", report -> report.traffic().packetsOut());
    counter(registry, "ringcast.bytes", "direction", "in", report -> report.traffic().bytesIn());
    counter(registry, "ringcast.bytes", "direction", "out", report -> report.traffic().bytesOut());
    counter(registry, "ringcast.sends", "direction", "out", report -> report.traffic().sendCalls());
    gauge(registry, "ringcast.tcp.connections", report -> report.tcp().open());
    gauge(registry, "ringcast.tcp.waiting.bytes", report -> report.tcp().waitingBytes());
    counter(registry, "ringcast.tcp.accepted", "port", "media", report -> report.tcp().accepted());
    counter(registry, "ringcast.frames.left.out", "path", "tcp", report -> report.tcp().framesLeftOut());
    for (ConnectionRefusal reason : ConnectionRefusal.values()) {
      counter(registry, "ringcast.tcp.refused", "reason", reason.name().toLowerCase(Locale.ROOT),
        report -> report.tcp().refused().getOrDefault(reason, 0L));
    }
    for (DropReason reason : DropReason.values()) {
      counter(registry, "ringcast.drops", "reason", reason.name().toLowerCase(Locale.ROOT),
        report -> report.drops().getOrDefault(reason, 0L));
    }
  }

  private void gauge(MeterRegistry registry, String name, ToDoubleFunction<SfuReport> value) {
    Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.last)).register(registry);
  }

  private void counter(MeterRegistry registry, String name, String tag, String tagValue, ToDoubleFunction<SfuReport> value) {
    FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.last)).tag(tag, tagValue).register(registry);
  }
}
