package io.ringcast.sfu.routing;

import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop's fan-out. Audio leaves at the end of the turn in which it came, or a moment later ({@link AudioGathering}); video in slices, so
 * that a keyframe to hundreds of subscribers never delays audio: what a slice leaves over goes on in the next turn, behind its audio.
 *
 * <p>A publisher's uplink spaces the packets of a frame, which would then leave one by one. A busy loop holds a run until its frame has
 * come whole, until it has {@link #HELD_PACKETS}, or for {@link #HOLD_NS}: a frame cannot be decoded before its last packet anyway.
 *
 * <p>A packet that a newer one displaced from its store may still wait here. It is retired: given back once nothing waits.
 */
final class FanOut {
  /** About a millisecond of rewriting, encrypting and sending on one core. */
  static final int SLICE_PACKETS = 300;
  /** Packets that may wait: past this the loop is overloaded, and the queue is worked off at once. */
  static final int WAITING_PACKETS = 256;

  /** The longest that a busy loop holds a packet back. */
  static final long HOLD_NS = 2_000_000;
  /** More in one send save little. */
  static final int HELD_PACKETS = 16;
  /** Retired packets that wait: past this nothing is held any longer, so that they can be given back. */
  private static final int RETIRED_PACKETS = 256;

  private final LoopLoad load;
  private final AudioGathering audio = new AudioGathering();
  private final List<HeldRun> held = new ArrayList<>();
  private long heldUntilNs = Long.MAX_VALUE;
  private long holds;
  private final ArrayDeque<Job> jobs = new ArrayDeque<>();
  private final ArrayDeque<Job> idle = new ArrayDeque<>();
  private final ArrayDeque<Packet> retired = new ArrayDeque<>();
  private int waitingPackets;

  /** @param busyPackets forwarded in a tenth of a second make the loop a busy one; 0: it always is */
  FanOut(int busyPackets) {
    load = new LoopLoad(busyPackets);
  }

  /** Notes what was forwarded without the queue. */
  void forwarded(int packets, long nowNs) {
    load.forwarded(packets, nowNs);
  }

  /** Whether runs are held until their frame has come. */
  boolean isHolding(long nowNs) {
    return load.isBusy(nowNs);
  }

  /** Takes audio that a replica got; its receivers are served by {@link #serveAudio}. */
  void gather(HeldRun run, long nowNs) {
    audio.add(run, load.isBusy(nowNs), nowNs);
  }

  /** Serves the audio that is due. */
  void serveAudio(long nowNs) {
    if (nowNs >= audio.dueNs() || retired.size() > RETIRED_PACKETS) {
      serveAllAudio(nowNs);
    }
  }

  /** Serves the audio that there is, due or not. */
  void serveAllAudio(long nowNs) {
    load.forwarded(audio.serve(nowNs), nowNs);
  }

  /** Hands a run over in {@link #HOLD_NS}, if nobody has until then. */
  void hold(HeldRun run, long nowNs) {
    holds++;
    run.untilNs(nowNs + HOLD_NS);
    heldUntilNs = Math.min(heldUntilNs, run.untilNs());
    if (!run.isListed()) {
      run.listed(true);
      held.add(run);
    }
  }

  /** How often a run was held. */
  long holds() {
    return holds;
  }

  /** When the next run that is held is due, or {@link Long#MAX_VALUE}. */
  long heldUntilNs() {
    return Math.min(heldUntilNs, audio.dueNs());
  }

  /** Queues the runs that were held long enough, all of them where retired packets wait for it. */
  void takeHeld(long nowNs) {
    if (nowNs >= heldUntilNs || retired.size() > RETIRED_PACKETS) {
      takeHeldUntil(retired.size() > RETIRED_PACKETS ? Long.MAX_VALUE : nowNs);
    }
  }

  private void takeHeldUntil(long limitNs) {
    int kept = 0;
    heldUntilNs = Long.MAX_VALUE;
    for (int i = 0; i < held.size(); i++) {
      HeldRun run = held.get(i);
      if (run.untilNs() <= limitNs) {
        run.handOver();
      }
      if (run.run().size() == 0) {
        run.listed(false);
      } else {
        held.set(kept++, run);
        heldUntilNs = Math.min(heldUntilNs, run.untilNs());
      }
    }
    held.subList(kept, held.size()).clear();
  }

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
      int served = job.serve(left, nowNs);
      left -= served;
      load.forwarded(served, nowNs);
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
    serveAllAudio(nowNs);
    takeHeldUntil(Long.MAX_VALUE);
    work(nowNs, Integer.MAX_VALUE);
    releaseRetired();
  }

  /** Takes ownership of a packet that its store gave up. */
  void retire(Packet displaced) {
    retired.addLast(displaced);
  }

  /** Gives retired packets back if nothing waits; called when no run is being handed over. */
  void releaseRetired() {
    if (!jobs.isEmpty() || heldUntilNs() != Long.MAX_VALUE) {
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
