package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import java.util.ArrayDeque;

/**
 * A loop's video fan-out, done in slices so that a keyframe to hundreds of subscribers never delays audio: what a slice leaves over goes on
 * in the next turn, after that turn's audio.
 *
 * <p>A packet that a newer one displaced from its store may still wait here. It is retired: given back once nothing waits.
 */
final class FanOut {
  /** About a millisecond of rewriting, encrypting and sending on one core. */
  static final int SLICE_PACKETS = 1_000;
  /** Packets that may wait: past this the loop is overloaded, and the queue is worked off at once. */
  static final int WAITING_PACKETS = 256;

  private final ArrayDeque<Job> jobs = new ArrayDeque<>();
  private final ArrayDeque<Job> idle = new ArrayDeque<>();
  private final ArrayDeque<Packet> retired = new ArrayDeque<>();
  private int waitingPackets;

  /** Works the queue off when so many more packets would be too many; called before they displace others from their store. */
  void makeRoom(int packets, long nowNs) {
    if (waitingPackets + packets > WAITING_PACKETS) {
      drain(nowNs);
    }
  }

  /** Queues a run for a replica's receivers; the run's packets are noted, the run itself is free again. */
  void add(RunSink[] sinks, Run run) {
    Job job = idle.pollLast();
    if (job == null) {
      job = new Job();
    }
    job.begin(sinks, run);
    waitingPackets += run.size();
    jobs.addLast(job);
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  /** Serves receivers until about {@code budget} packets were written. */
  void work(long nowNs, int budget) {
    int left = budget;
    Job job;
    while (left > 0 && (job = jobs.peekFirst()) != null) {
      left -= job.serve(left, nowNs);
      if (job.isDone()) {
        jobs.pollFirst();
        waitingPackets -= job.run.size();
        job.end();
        idle.addLast(job);
      }
    }
  }

  /** Works off everything, so that no packet of a store about to be released still waits. */
  void drain(long nowNs) {
    work(nowNs, Integer.MAX_VALUE);
    releaseRetired();
  }

  /** Takes ownership of a packet that its store gave up. */
  void retire(Packet displaced) {
    retired.addLast(displaced);
  }

  /** Gives retired packets back if nothing waits; called when no run is being handed over. */
  void releaseRetired() {
    if (!jobs.isEmpty()) {
      return;
    }
    Packet packet;
    while ((packet = retired.pollFirst()) != null) {
      packet.release();
    }
  }

  private static final class Job {
    private static final RunSink[] NOBODY = new RunSink[0];

    private Run run = new Run(0);
    private RunSink[] sinks = NOBODY;
    private int next;

    void begin(RunSink[] receivers, Run source) {
      sinks = receivers;
      next = 0;
      if (run.stream() != source.stream()) {
        run = new Run(source.stream());
      }
      for (int i = 0; i < source.size(); i++) {
        Packet packet = source.packet(i);
        run.add(packet);
      }
    }

    int serve(int budget, long nowNs) {
      int served = 0;
      while (next < sinks.length && served < budget) {
        sinks[next++].onRun(run, nowNs);
        served += run.size();
      }
      return served;
    }

    boolean isDone() {
      return next == sinks.length;
    }

    void end() {
      run.clear();
      sinks = NOBODY;
    }
  }
}
