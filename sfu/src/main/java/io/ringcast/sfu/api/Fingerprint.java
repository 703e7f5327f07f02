package io.ringcast.sfu.api;

/** A certificate's digest as SDP carries it (RFC 8122): {@code sha-256} and upper-case hex pairs between colons. */
public record Fingerprint(String algorithm, String value) {}
