package io.ringcast.bench.livekit;

/**
 * What joins cost one server.
 *
 * @param coldUsPerJoin CPU time of the server for each of the first joins after its start
 * @param cpuUsPerJoin of the server when many have joined before, from token to first media and to the leave
 * @param compilersUsPerJoin of that, what a JVM's compilers took, which goes on for thousands of joins and then ends
 * @param firstP50Us from the token to the first packet of audio
 * @param perSecond joins a second, ten at once
 */
public record JoinFigures(String server, int joins, double coldUsPerJoin, double cpuUsPerJoin, double compilersUsPerJoin, long firstP50Us,
  long firstP99Us, double perSecond) {}
