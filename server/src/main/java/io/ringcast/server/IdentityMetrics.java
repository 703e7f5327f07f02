package io.ringcast.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringcast.identity.Identity;
import io.ringcast.identity.signed.SignatureRefusal;
import java.util.Locale;

/** What identity counts: signed requests that are not believed, by reason. */
final class IdentityMetrics implements MeterBinder {
  private final Identity identity;

  IdentityMetrics(Identity identity) {
    this.identity = identity;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (SignatureRefusal reason : SignatureRefusal.values()) {
      FunctionCounter.builder("ringcast.signatures.refused", identity.requests(), all -> all.refused(reason))
        .tag("reason", reason.name().toLowerCase(Locale.ROOT)).register(registry);
    }
  }
}
