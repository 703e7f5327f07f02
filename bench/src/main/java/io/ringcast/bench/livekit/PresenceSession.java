package io.ringcast.bench.livekit;

import io.ringcast.bench.contender.OwnNetwork;
import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.bench.contender.SignalledContender;
import io.ringcast.bench.contender.Terms;
import io.ringcast.bench.fanout.TextTable;
import io.ringcast.client.ClientHost;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.PeerSettings;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures joins and idle participants of every contender, in turn. */
public final class PresenceSession {
  private static final int ALL_CORES = -1;
  private static final double US_PER_MS = 1e3;
  private static final double KIB = 1_024;
  private static final double PERCENT = 100;

  private final List<SignalledContender> contenders;
  private final PrintWriter out;
  private final List<JoinFigures> joinFigures = new ArrayList<>();
  private final List<IdleFigures> idleFigures = new ArrayList<>();

  public PresenceSession(List<SignalledContender> contenders, PrintWriter out) {
    this.contenders = contenders;
    this.out = out;
  }

  public List<JoinFigures> joinFigures() {
    return List.copyOf(joinFigures);
  }

  public List<IdleFigures> idleFigures() {
    return List.copyOf(idleFigures);
  }

  public void joins(int joins, int rounds) throws IOException, InterruptedException {
    each(rounds, (name, server) -> joinFigures.add(new JoinRun(server).measure(name, joins)));
    TextTable table = new TextTable("server", "joins", "CPU us a join", "first audio ms p50 / p99", "joins a second, ten at once");
    joinFigures.forEach(one -> table.row(one.server(), Integer.toString(one.joins()), tenths(one.cpuUsPerJoin()),
      tenths(one.firstP50Us() / US_PER_MS) + " / " + tenths(one.firstP99Us() / US_PER_MS), tenths(one.perSecond())));
    out.println("Joins of a room with one voice, from the token to its first packet\n" + table.text());
    out.flush();
  }

  public void idle(int participants, int rounds) throws IOException, InterruptedException {
    each(rounds, (name, server) -> idleFigures.add(new IdleRun(server).measure(name, participants)));
    TextTable table = new TextTable("server", "participants", "KiB each", "CPU % of a core, all of them");
    idleFigures.forEach(one -> table.row(one.server(), Integer.toString(one.participants()), tenths(one.bytesEach() / KIB),
      tenths(PERCENT * one.coresBusy())));
    out.println("Participants with open transports and no media\n" + table.text());
    out.flush();
  }

  /** What is done with a server that was started for it. */
  private interface Measurement {
    void of(String name, RunningSignalled server) throws IOException, InterruptedException;
  }

  private void each(int rounds, Measurement measurement) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (SignalledContender contender : contenders) {
        Optional<String> missing = contender.missing();
        if (missing.isPresent()) {
          out.println(contender.name() + " is left out: " + missing.get());
          continue;
        }
        try (ClientHost publishers = host("publishers"); ClientHost subscribers = host("subscribers")) {
          PeerSettings peers = PeerSettings.DEFAULT.pinned(SrtpProfile.AEAD_AES_128_GCM);
          try (RunningSignalled server = contender.start(new Terms(publishers, subscribers, peers, 1, ALL_CORES))) {
            measurement.of(contender.name(), server);
          }
        }
      }
    }
  }

  private static ClientHost host(String name) throws IOException {
    return new ClientHost(OwnNetwork.address(), new ClientLoop(name));
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
