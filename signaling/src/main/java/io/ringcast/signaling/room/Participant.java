package io.ringcast.signaling.room;

/**
 * Who asks for a session.
 *
 * @param address tells apart where requests come from: an IPv4 address, or an IPv6 network; empty when it is not known
 */
public record Participant(String userId, String address) {}
