package io.ringcast.sfu.api;

import java.util.List;

/** What a peer told about its side of the transport. */
public record RemoteTransport(IceCredentials ice, List<Fingerprint> fingerprints, DtlsRole localRole) {}
