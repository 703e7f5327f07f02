package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.Run;

/** The packets of one stream that a busy loop holds back until their frame has come, so that they leave together. */
final class HeldRun {
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
