package io.ringcast.bench.livekit;

/**
 * What joins cost one server.
 *
 * @param cpuUsPerJoin of the server, from token to first media and to the leave
 * @param firstP50Us from the token to the first packet of audio
 * @param perSecond joins a second, ten at once
 */
public record JoinFigures(String server, int joins, double cpuUsPerJoin, long firstP50Us, long firstP99Us, double perSecond) {}
