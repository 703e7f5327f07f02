package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.calls.door.Calls;
import io.ringcast.calls.push.PushPost;
import io.ringcast.server.calls.CallPlane;

/** How many devices are connected, and what became of pushes. */
final class CallMetrics implements MeterBinder {
  private final CallPlane plane;

  CallMetrics(CallPlane plane) {
    this.plane = plane;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ringcast.call.connections", plane.calls(), Calls::connections).register(registry);
    FunctionCounter.builder("ringcast.call.pushes.sent", plane.push(), PushPost::sent).register(registry);
    FunctionCounter.builder("ringcast.call.pushes.failed", plane.push(), PushPost::failed).register(registry);
    FunctionCounter.builder("ringcast.call.pushes.dropped", plane.push(), PushPost::dropped).register(registry);
  }
}
