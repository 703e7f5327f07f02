package io.ringcast.signaling.room;

/**
 * Who asks for a session.
 *
 * @param address the IP address the request came from, empty when it is not known
 */
public record Participant(String userId, String address) {}
