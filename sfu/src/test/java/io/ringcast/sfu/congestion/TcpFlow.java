package io.ringcast.sfu.congestion;

import io.ringcast.sfu.sim.VirtualTime;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A bulk transfer that shares the bottleneck: slow start, then the cubic window of RFC 9438; a packet is lost when three later ones were
 * acknowledged, and the window then falls once a round trip.
 */
final class TcpFlow {
  private static final long MS = 1_000_000;
  private static final int SEGMENT = 1_460;
  private static final int WIRE_BYTES = 1_500;
  private static final int REORDERED = 3;
  private static final double BETA = 0.7;
  private static final double CUBIC = 0.4;
  private static final long TIMEOUT_NS = 1_000 * MS;

  private final VirtualTime time;
  private final SimulatedPath path;
  private final SimulatedPath.Lane lane;
  private final long backNs;
  private final Deque<long[]> flying = new ArrayDeque<>();
  private long number;
  private double window = 10;
  private double threshold = Double.MAX_VALUE;
  private double highest;
  private double epochS = -1;
  private long recoverAt = -1;
  private long segmentsLeft;
  private long arrivedBytes;
  private long lastAckNs;
  private boolean running;
  private Runnable onDone = () -> { };

  TcpFlow(VirtualTime time, SimulatedPath path, long delayMs) {
    this.time = time;
    this.path = path;
    lane = new SimulatedPath.Lane(delayMs);
    backNs = delayMs * MS;
  }

  /** Sends so many bytes from now on. */
  void transfer(long bytes, Runnable done) {
    segmentsLeft = Math.ceilDiv(bytes, SEGMENT);
    onDone = done;
    window = 10;
    threshold = Double.MAX_VALUE;
    epochS = -1;
    flying.clear();
    recoverAt = -1;
    running = true;
    lastAckNs = time.nowNs();
    fill();
    watch();
  }

  TcpFlow run(long fromSecond, long toSecond) {
    time.at(fromSecond * 1_000 * MS, () -> transfer(Long.MAX_VALUE / 2, () -> { }));
    time.at(toSecond * 1_000 * MS, () -> running = false);
    return this;
  }

  long arrivedBytes() {
    return arrivedBytes;
  }

  private void fill() {
    while (running && segmentsLeft > 0 && flying.size() < (int) window) {
      long mine = number++;
      segmentsLeft--;
      flying.addLast(new long[] {mine, 0});
      path.carry(WIRE_BYTES, lane, waited -> {
        arrivedBytes += WIRE_BYTES;
        time.after(backNs, () -> onAck(mine));
      });
    }
  }

  private void onAck(long acked) {
    lastAckNs = time.nowNs();
    boolean known = flying.removeIf(segment -> segment[0] == acked);
    if (!known || !running) {
      return;
    }
    int lost = 0;
    while (!flying.isEmpty() && flying.peekFirst()[0] < acked - REORDERED) {
      flying.pollFirst();
      lost++;
    }
    if (lost > 0) {
      segmentsLeft += lost;
      if (acked > recoverAt) {
        shrink();
      }
    } else {
      grow();
    }
    fill();
    if (segmentsLeft == 0 && flying.isEmpty()) {
      running = false;
      onDone.run();
    }
  }

  private void shrink() {
    recoverAt = number;
    highest = window;
    window = Math.max(2, window * BETA);
    threshold = window;
    epochS = -1;
  }

  private void grow() {
    if (window < threshold) {
      window += 1;
      return;
    }
    double now = time.nowNs() / 1e9;
    if (epochS < 0) {
      epochS = now;
      highest = Math.max(highest, window);
    }
    double k = Math.cbrt(highest * (1 - BETA) / CUBIC);
    double t = now - epochS;
    double target = CUBIC * Math.pow(t - k, 3) + highest;
    window += target > window ? (target - window) / window : 0.01 / window;
  }

  private void watch() {
    if (!running) {
      return;
    }
    if (time.nowNs() - lastAckNs > TIMEOUT_NS && !flying.isEmpty()) {
      segmentsLeft += flying.size();
      flying.clear();
      threshold = Math.max(2, window / 2);
      window = 1;
      epochS = -1;
      lastAckNs = time.nowNs();
      fill();
    }
    time.after(100 * MS, this::watch);
  }
}
