package io.ringcast.sfu.egress;

import io.ringcast.sfu.loop.LayerState;

/**
 * Puts the unrelated timestamps of a publication's layers on one time line: by the publisher's sender reports where both layers have one,
 * else by how much later the packet arrived. Across a switch the time line never goes back.
 */
final class TimestampRewriter {
  /** Sender reports that move the time line further than this away from what arrival says are not believed. */
  private static final long MAX_MISALIGNMENT_S = 5;
  /** Reports of two layers that are further apart are not compared; also keeps the arithmetic within 64 bits. */
  private static final long MAX_REPORT_DISTANCE_S = 3_600;
  /** The least step across a switch, as a share of a second: shorter than any frame, longer than a renderer's rounding. */
  private static final int LEAST_STEPS_PER_S = 1_000;
  private static final long NS_PER_S = 1_000_000_000L;

  private final int clockRateHz;
  private int offset;
  private boolean started;
  private int highest;
  private long highestArrivalNs;

  TimestampRewriter(int clockRateHz, int firstOffset) {
    this.clockRateHz = clockRateHz;
    offset = firstOffset;
  }

  /** What is added to the timestamps of the current epoch. */
  int offset() {
    return offset;
  }

  /** The subscriber's timestamp of a packet of the current epoch. */
  int rewrite(int timestamp, long arrivalNs) {
    int rewritten = timestamp + offset;
    if (!started || rewritten - highest > 0) {
      started = true;
      highest = rewritten;
      highestArrivalNs = arrivalNs;
    }
    return rewritten;
  }

  /** The same stream goes on: so do its timestamps. */
  void resume(int timestamp) {
    place(timestamp, timestamp + offset);
  }

  /** Another layer takes over, whose clock relates to the former one's by the sender reports of both. */
  void align(LayerState from, LayerState to, int timestamp, long arrivalNs) {
    if (!from.clockKnown() || !to.clockKnown()) {
      restart(timestamp, arrivalNs);
      return;
    }
    long ntpDistance = to.clockNtp() - from.clockNtp();
    int aligned = timestamp + offset + from.clockRtp() - to.clockRtp() + (int) ticksFromNtp(ntpDistance);
    boolean plausible = Math.abs(ntpDistance >> 32) < MAX_REPORT_DISTANCE_S
      && Math.abs((long) (aligned - byArrival(arrivalNs))) < MAX_MISALIGNMENT_S * clockRateHz;
    place(timestamp, plausible ? aligned : byArrival(arrivalNs));
  }

  /** A stream takes over of whose clock nothing is known. */
  void restart(int timestamp, long arrivalNs) {
    place(timestamp, byArrival(arrivalNs));
  }

  private void place(int timestamp, int wanted) {
    if (!started) {
      return;
    }
    int least = highest + clockRateHz / LEAST_STEPS_PER_S;
    offset = (wanted - least >= 0 ? wanted : least) - timestamp;
  }

  private int byArrival(long arrivalNs) {
    long elapsedNs = Math.max(0, arrivalNs - highestArrivalNs);
    return highest + (int) (elapsedNs / NS_PER_S * clockRateHz + elapsedNs % NS_PER_S * clockRateHz / NS_PER_S);
  }

  /** 32.32 fixed-point seconds in clock ticks. */
  private long ticksFromNtp(long ntp) {
    return (ntp >> 32) * clockRateHz + (((ntp & 0xFFFF_FFFFL) * clockRateHz) >> 32);
  }
}
