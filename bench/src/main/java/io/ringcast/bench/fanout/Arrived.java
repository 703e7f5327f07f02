package io.ringcast.bench.fanout;

/**
 * What came of one kind of media.
 *
 * @param expected what was sent, times who watches it
 * @param recovered of those that arrived, by RTX
 * @param renumbered times that a watcher's numbers moved against the publisher's
 * @param first packets of frames, at each watcher
 * @param last packets of frames, at each watcher
 * @param lastOfAll last packets of frames, at the last watcher
 */
public record Arrived(long expected, long arrived, long recovered, long renumbered, Latency first, Latency last, Latency lastOfAll) {
  public double share() {
    return expected == 0 ? 1 : (double) arrived / expected;
  }
}
