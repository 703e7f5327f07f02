package io.ringcast.sfu.sim;

import io.ringcast.sfu.support.Stopwatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Plays the rooms of many seeds on all cores; a seed that fails is played again with its trace kept. */
final class SeedRun {
  private static final int TRACE_LINES = Integer.getInteger("simulation.trace", 120);
  private static final int SHOWN_FAILURES = 5;

  private final long first;
  private final long count;
  private final AtomicLong next;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong virtualNs = new AtomicLong();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  SeedRun(long first, long count) {
    this.first = first;
    this.count = count;
    next = new AtomicLong(first);
  }

  /** Plays all seeds; tells the failures, each with the command that replays it. */
  List<String> play() throws InterruptedException {
    Stopwatch stopwatch = new Stopwatch();
    List<Thread> players = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      players.add(Thread.ofPlatform().name("seeds-" + i).start(this::playSome));
    }
    for (Thread player : players) {
      player.join();
    }
    double seconds = stopwatch.seconds();
    System.out.printf(Locale.ROOT, "simulation: %d seeds from %d, %d failed, %,d events, %,d s of rooms in %.1f s: %,.0f events/s%n",
        count, first, failures.size(), events.get(), virtualNs.get() / 1_000_000_000L, seconds, events.get() / seconds);
    return failures;
  }

  private void playSome() {
    long seed;
    while ((seed = next.getAndIncrement()) < first + count) {
      RoomScript script = new RoomScript(seed, 0);
      try {
        script.play();
      } catch (RuntimeException | AssertionError e) {
        failures.add(failures.size() < SHOWN_FAILURES ? replay(seed) : describe(seed, script, e));
      }
      events.addAndGet(script.room().time().happened());
      virtualNs.addAndGet(script.room().time().nowNs());
    }
  }

  /** Plays one seed and tells how it failed, with what happened last; empty when it did not. */
  static String replay(long seed) {
    RoomScript script = new RoomScript(seed, TRACE_LINES);
    try {
      script.play();
      return "";
    } catch (RuntimeException | AssertionError e) {
      StringBuilder said = new StringBuilder(describe(seed, script, e)).append(System.lineSeparator()).append(script.room().trace());
      if (!(e instanceof Broken)) {
        for (StackTraceElement element : e.getStackTrace()) {
          said.append(System.lineSeparator()).append("    at ").append(element);
        }
      }
      return said.toString();
    }
  }

  private static String describe(long seed, RoomScript script, Throwable e) {
    return String.format(Locale.ROOT, "seed %d (%s), at %.3f s: %s%n  replay: mvn -pl sfu -am test -Dtest=RoomSimulationTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=%d", seed, script, script.room().time().nowNs() / 1e9, e, seed);
  }
}
