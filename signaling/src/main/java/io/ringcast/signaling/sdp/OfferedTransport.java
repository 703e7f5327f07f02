package io.ringcast.signaling.sdp;

import io.ringcast.sfu.api.Fingerprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one media section says of its transport, session-level attributes included; null and empty where it is silent. */
public record OfferedTransport(
    @Nullable String ufrag,
    @Nullable String password,
    List<Fingerprint> fingerprints,
    @Nullable Setup setup,
    boolean rtcpMux,
    boolean rtcpReducedSize) {
  public OfferedTransport {
    fingerprints = List.copyOf(fingerprints);
  }
}
