package io.ringcast.sfu.api;

/** An address where a peer reaches its transport. */
public record HostCandidate(String ip, int port, TransportProtocol protocol) {}
