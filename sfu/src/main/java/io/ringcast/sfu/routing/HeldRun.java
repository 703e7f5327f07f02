package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import java.util.Comparator;

/** The packets of one stream that wait a moment so that they leave together: video for its frame, audio for that of others. */
final class HeldRun {
  static final Comparator<HeldRun> LONGEST_FIRST = Comparator.comparingInt(HeldRun::longestPayload).reversed();

  private final Replica replica;
  private final Run run;
  private long untilNs;
  private boolean listed;

  HeldRun(Replica replica, int stream) {
    this.replica = replica;
    run = new Run(stream);
  }

  Run run() {
    return run;
  }

  /** Who gets it on this loop. */
  RunSink[] receivers() {
    return replica.receivers();
  }

  int longestPayload() {
    int longest = 0;
    for (int i = 0; i < run.size(); i++) {
      longest = Math.max(longest, run.packet(i).rtp().payloadLength());
    }
    return longest;
  }

  /** When it is handed over at the latest. */
  long untilNs() {
    return untilNs;
  }

  void untilNs(long untilNs) {
    this.untilNs = untilNs;
  }

  /** Whether the fan-out knows of it. */
  boolean isListed() {
    return listed;
  }

  void listed(boolean listed) {
    this.listed = listed;
  }

  void handOver() {
    replica.handOver(run);
  }
}
