package io.ringcast.bench.livekit;

import io.ringcast.bench.contender.LoadHosts;
import io.ringcast.bench.contender.RunningSignalled;
import io.ringcast.bench.contender.SignalledContender;
import io.ringcast.bench.contender.Terms;
import io.ringcast.bench.fanout.Arrived;
import io.ringcast.bench.fanout.TextTable;
import io.ringcast.client.ClientHost;
import io.ringcast.client.ClientLoop;
import io.ringcast.client.PeerSettings;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures joins, idle participants and data packets of every contender, in turn. */
public final class PresenceSession {
  private static final int CLASSES_SHOWN = 60;
  private static final int ALL_CORES = -1;
  private static final double US_PER_MS = 1e3;
  private static final double KIB = 1_024;
  private static final double PERCENT = 100;

  private final List<SignalledContender> contenders;
  private final PrintWriter out;
  private final List<JoinFigures> joinFigures = new ArrayList<>();
  private final List<IdleFigures> idleFigures = new ArrayList<>();
  private final List<DataFigures> dataFigures = new ArrayList<>();

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

  public List<DataFigures> dataFigures() {
    return List.copyOf(dataFigures);
  }

  /** @param early joins before those that are measured */
  public void joins(int early, int joins, int rounds) throws IOException, InterruptedException {
    each(rounds, (name, server, _) -> joinFigures.add(new JoinRun(server).measure(name, early, joins)));
    TextTable table = new TextTable("server", "joins", "CPU us a join (compilers')", "ten at once", "after the start, ten at once",
      "first audio ms p50 / p99", "joins a second, ten at once");
    joinFigures.forEach(one -> table.row(one.server(), Integer.toString(one.joins()), told(one.single()), told(one.together()),
      tenths(one.coldUsPerJoin()), tenths(one.firstP50Us() / US_PER_MS) + " / " + tenths(one.firstP99Us() / US_PER_MS),
      tenths(one.perSecond())));
    out.println("Joins of a room with one voice, from the token to its first packet\n" + table.text());
    out.flush();
  }

  /** @param classes whether what a participant's memory is made of is printed too */
  public void idle(int participants, int rounds, boolean classes) throws IOException, InterruptedException {
    each(rounds, (name, server, loop) -> idleFigures.add(new IdleRun(server, loop).measure(name, participants)));
    TextTable table = new TextTable("server", "participants", "KiB each", "CPU % of a core, all of them", "call before", "while they join",
      "while they are there");
    idleFigures.forEach(one -> table.row(one.server(), Integer.toString(one.participants()), tenths(one.bytesEach() / KIB),
      tenths(PERCENT * one.coresBusy()), told(one.call().alone()), told(one.call().joining()), told(one.call().there())));
    out.println("Participants with open transports and no media, beside a call of one video and ten watchers: what arrives of it and how"
      + " late a frame's first packet is, ms p50 / p99\n" + table.text());
    if (classes) {
      idleFigures.stream().filter(one -> !one.classes().isEmpty()).forEach(this::printClasses);
    }
    out.flush();
  }

  /** Packets on either channel, so many a second from one to so many readers. */
  public void data(int readers, int perSecond, int rounds, Duration warmUp, Duration span) throws IOException, InterruptedException {
    for (boolean reliable : List.of(true, false)) {
      each(rounds, (name, server, _) -> dataFigures.add(new DataRun(server, reliable, perSecond).measure(name, readers, warmUp, span)));
    }
    TextTable table = new TextTable("server", "channel", "readers", "packets a second", "deliveries due", "came %", "CPU us each",
      "cores busy", "ms p50 / p99");
    dataFigures.forEach(one -> table.row(one.server(), one.channel(), Integer.toString(one.readers()), Integer.toString(one.perSecond()),
      Long.toString(one.due()), String.format(Locale.ROOT, "%.3f", PERCENT * one.share()), tenths(one.cpuUsEach()),
      String.format(Locale.ROOT, "%.2f", one.coresBusy()), tenths(one.p50Us() / US_PER_MS) + " / " + tenths(one.p99Us() / US_PER_MS)));
    out.println("Data packets of 1 kB from one participant to the others of its room\n" + table.text());
    out.flush();
  }

  private static String told(JoinFigures.Cost cost) {
    return tenths(cost.cpuUs()) + " (" + tenths(cost.compilersUs()) + ")";
  }

  private static String told(Arrived call) {
    return String.format(Locale.ROOT, "%.3f %%, %s", PERCENT * call.share(), call.first().text());
  }

  private void printClasses(IdleFigures one) {
    TextTable table = new TextTable("class", "objects each", "bytes each");
    one.classes().stream().limit(CLASSES_SHOWN).forEach(growth -> table.row(growth.name(),
      tenths((double) growth.instances() / one.participants()), tenths((double) growth.bytes() / one.participants())));
    out.println(one.server() + ": what a participant's heap is made of\n" + table.text());
  }

  /** What is done with a server that was started for it. */
  private interface Measurement {
    void of(String name, RunningSignalled server, ClientLoop loop) throws IOException, InterruptedException;
  }

  private void each(int rounds, Measurement measurement) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (SignalledContender contender : contenders) {
        Optional<String> missing = contender.missing();
        if (missing.isPresent()) {
          out.println(contender.name() + " is left out: " + missing.get());
          continue;
        }
        try (ClientHost publishers = LoadHosts.open("publishers"); ClientHost subscribers = LoadHosts.open("subscribers")) {
          PeerSettings peers = PeerSettings.DEFAULT.pinned(SrtpProfile.AEAD_AES_128_GCM);
          try (RunningSignalled server = contender.start(new Terms(publishers, subscribers, peers, 1, ALL_CORES))) {
            measurement.of(contender.name(), server, subscribers.loop());
          }
        }
      }
    }
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
