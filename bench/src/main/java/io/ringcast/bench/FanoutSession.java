package io.ringcast.bench;

import io.ringcast.bench.contender.Contender;
import io.ringcast.bench.fanout.Comparison;
import io.ringcast.bench.fanout.FanoutRun;
import io.ringcast.bench.fanout.Load;
import io.ringcast.bench.fanout.Plan;
import io.ringcast.bench.profile.FlameGraph;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures every contender under the same load, in turn, as many rounds as asked for. */
final class FanoutSession {
  private static final int BARE_SECONDS = 5;
  private static final int HEADER_BYTES = 30;
  private static final double NS_PER_US = 1e3;

  private final List<Contender> contenders;
  private final List<SrtpProfile> profiles;
  private final boolean bareLoop;
  private final Optional<Path> recording;
  private final PrintWriter out;

  /**
   * @param profiles what contenders that are measured beside ours are given, each in turn; ours has the first
   * @param recording where what ours does while it is measured is written, of several runs the last
   */
  FanoutSession(List<Contender> contenders, List<SrtpProfile> profiles, boolean bareLoop, Optional<Path> recording,
    PrintWriter out) {
    this.contenders = contenders;
    this.profiles = profiles;
    this.bareLoop = bareLoop;
    this.recording = recording;
    this.out = out;
  }

  Comparison measure(Plan plan, int rounds) throws IOException, InterruptedException, GeneralSecurityException {
    Comparison comparison = new Comparison(plan.load());
    List<Contender> here = present();
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : here) {
        boolean ours = contender.equals(contenders.getFirst());
        for (SrtpProfile profile : ours ? profiles.subList(0, 1) : profiles) {
          comparison.add(new FanoutRun(plan.with(profile), ours ? recording : Optional.empty()).of(contender));
          draw(ours);
        }
      }
      if (bareLoop) {
        comparison.addBare(bare(plan.load()));
      }
    }
    out.println(comparison.text());
    out.flush();
    return comparison;
  }

  private void draw(boolean recorded) throws IOException {
    if (recorded && recording.isPresent() && Files.exists(recording.get())) {
      Path picture = Path.of(recording.get() + ".svg");
      FlameGraph.draw(recording.get(), picture);
      out.println("flame graph: " + picture);
    }
  }

  private List<Contender> present() throws IOException, InterruptedException {
    List<Contender> present = new ArrayList<>();
    for (Contender contender : contenders) {
      Optional<String> missing = contender.missing();
      missing.ifPresent(why -> out.println(contender.name() + " is left out: " + why));
      if (missing.isEmpty()) {
        present.add(contender);
      }
    }
    return present;
  }

  /** The bare loop with this load's receivers and packets; audio is sent one by one. */
  private static double bare(Load load) throws GeneralSecurityException, InterruptedException {
    BareLoop.Plan plan = load.videos() > 0
      ? new BareLoop.Plan(load.subscribersInAll(), Math.min(load.frame().packets(), BareLoopCommand.RUN_MAX),
        Load.PAYLOAD_BYTES + HEADER_BYTES, BARE_SECONDS)
      : new BareLoop.Plan(load.subscribersInAll(), 1, Load.AUDIO_BYTES + HEADER_BYTES, BARE_SECONDS);
    try (BareLoop loop = new BareLoop(plan)) {
      return loop.run().cpuUsPerPacket() * NS_PER_US;
    }
  }
}
