package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.events.AppendRefusal;
import io.ringcast.events.Events;
import io.ringcast.events.delivery.DeliveryReport;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.tail.FollowEnd;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** What becomes of events: written, read, and how each webhook receiver stands. */
final class EventMetrics implements MeterBinder {
  private static final String REASON = "reason";

  private final Events events;

  EventMetrics(Events events) {
    this.events = events;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "ringcast.events.written", all -> all.counters().appended());
    counter(registry, "ringcast.events.commits", all -> all.counters().commits());
    counter(registry, "ringcast.events.commits.failed", all -> all.counters().failures());
    counter(registry, "ringcast.events.deleted", all -> all.retention().deleted());
    counter(registry, "ringcast.events.expired", all -> all.retention().expired());
    Gauge.builder("ringcast.events.waiting", events, Events::queued).register(registry);
    Gauge.builder("ringcast.events.database.away", events, all -> all.counters().away() ? 1 : 0).register(registry);
    Gauge.builder("ringcast.events.followers", events, all -> all.tail().following()).register(registry);
    for (AppendRefusal reason : AppendRefusal.values()) {
      FunctionCounter.builder("ringcast.events.refused", events, all -> all.counters().refused(reason))
        .tag(REASON, label(reason)).register(registry);
    }
    for (FollowEnd reason : FollowEnd.values()) {
      FunctionCounter.builder("ringcast.events.followers.ended", events, all -> all.tail().ended(reason))
        .tag(REASON, label(reason)).register(registry);
    }
    events.webhooks().receiverIds().forEach(receiver -> bind(registry, receiver));
  }

  private void bind(MeterRegistry registry, String receiver) {
    gauge(registry, receiver, "ringcast.webhook.down", report -> report.down() ? 1 : 0);
    gauge(registry, receiver, "ringcast.webhook.unread", DeliveryReport::unread);
    gauge(registry, receiver, "ringcast.webhook.rooms.behind", DeliveryReport::roomsBehind);
    gauge(registry, receiver, "ringcast.webhook.requests.open", DeliveryReport::inFlight);
    counted(receiver, "ringcast.webhook.given.up", DeliveryReport::gaveUp).register(registry);
    counted(receiver, "ringcast.webhook.expired", DeliveryReport::expired).register(registry);
    for (Outcome outcome : Outcome.values()) {
      counted(receiver, "ringcast.webhook.requests", report -> report.attempts().getOrDefault(outcome, 0L))
        .tag("outcome", label(outcome)).register(registry);
    }
  }

  private void counter(MeterRegistry registry, String name, ToDoubleFunction<Events> value) {
    FunctionCounter.builder(name, events, value).register(registry);
  }

  private void gauge(MeterRegistry registry, String receiver, String name, ToDoubleFunction<DeliveryReport> value) {
    Gauge.builder(name, events, all -> value.applyAsDouble(report(receiver))).tag("receiver", receiver).register(registry);
  }

  private FunctionCounter.Builder<Events> counted(String receiver, String name, ToDoubleFunction<DeliveryReport> value) {
    return FunctionCounter.builder(name, events, all -> value.applyAsDouble(report(receiver))).tag("receiver", receiver);
  }

  private DeliveryReport report(String receiver) {
    return Objects.requireNonNull(events.webhooks().reports().get(receiver));
  }

  private static String label(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
