package io.ringcast.bench.livekit;

/**
 * What data packets from one participant to others cost one server.
 *
 * @param due packets that were to come, at all readers together
 * @param came of them, each counted once
 * @param cpuUsEach CPU time of the server for each that came
 * @param coresBusy of the server, meanwhile
 * @param p50Us from being handed to the sender's channel to the arrival of its datagram at the reader
 */
public record DataFigures(String server, String channel, int readers, int perSecond, long due, long came, double cpuUsEach,
  double coresBusy, long p50Us, long p99Us) {
  /** What part of those that were due came. */
  public double share() {
    return due == 0 ? 1 : (double) came / due;
  }
}
