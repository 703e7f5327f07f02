package io.ringcast.sfu.api;

import java.util.List;

/** What a peer must be told to reach its transport here. */
public record LocalTransport(IceCredentials ice, Fingerprint fingerprint, List<HostCandidate> candidates) {}
