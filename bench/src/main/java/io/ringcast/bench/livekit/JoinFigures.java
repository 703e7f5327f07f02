package io.ringcast.bench.livekit;

/**
 * What joins cost one server.
 *
 * @param coldUsPerJoin CPU time of the server for each of the first joins after its start, ten at once
 * @param single when many have joined before and one joins after the other
 * @param together the same with ten at once
 * @param firstP50Us from the token to the first packet of audio, one after the other
 * @param perSecond joins a second, ten at once
 */
public record JoinFigures(String server, int joins, double coldUsPerJoin, Cost single, Cost together, long firstP50Us, long firstP99Us,
  double perSecond) {
  /**
   * What one join takes of the server's CPU, from the token to the first media and to the leave.
   *
   * @param compilersUs of that, what a JVM's compilers took, which goes on for thousands of joins and then ends
   */
  public record Cost(double cpuUs, double compilersUs) {}
}
