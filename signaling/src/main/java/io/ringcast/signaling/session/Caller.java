package io.ringcast.signaling.session;

/**
 * Who asks for a session.
 *
 * @param address tells apart where requests come from: an IPv4 address, or an IPv6 network; empty when it is not known
 */
public record Caller(String userId, String address) {}
