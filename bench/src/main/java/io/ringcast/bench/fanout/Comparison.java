package io.ringcast.bench.fanout;

import io.ringcast.sfu.transport.SrtpProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** All runs of one load: what each contender needed, and how they stand to each other. */
public final class Comparison {
  private static final double US_PER_MS = 1e3;
  private static final double PERCENT = 100;
  private static final double KIB = 1_024;
  private static final long NS_PER_MS = 1_000_000;
  private static final int OTHERS_SHOWN = 8;

  private final Load load;
  private final List<FanoutFigures> runs = new ArrayList<>();
  private final List<Double> bareNs = new ArrayList<>();

  public Comparison(Load load) {
    this.load = load;
  }

  public Load load() {
    return load;
  }

  public List<FanoutFigures> runs() {
    return List.copyOf(runs);
  }

  public void add(FanoutFigures figures) {
    runs.add(figures);
  }

  /** CPU time a packet of the bare loop. */
  public void addBare(double nsPerPacket) {
    bareNs.add(nsPerPacket);
  }

  public List<Double> bareNs() {
    return List.copyOf(bareNs);
  }

  /** The median over a contender's runs with a profile; empty where there are none that delivered all. */
  public OptionalDouble median(String contender, SrtpProfile profile, ToDoubleFunction<FanoutFigures> figure) {
    return median(runs.stream()
      .filter(run -> run.contender().equals(contender) && run.plan().profile() == profile)
      .filter(run -> run.deliveredShare() >= FanoutFigures.DELIVERED).map(figure::applyAsDouble).toList());
  }

  /** The better of a contender's profiles, by the median; empty where none delivered all. */
  public OptionalDouble better(String contender, ToDoubleFunction<FanoutFigures> figure) {
    double least = Double.POSITIVE_INFINITY;
    for (SrtpProfile profile : SrtpProfile.values()) {
      least = Math.min(least, median(contender, profile, figure).orElse(Double.POSITIVE_INFINITY));
    }
    return Double.isInfinite(least) ? OptionalDouble.empty() : OptionalDouble.of(least);
  }

  static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }

  /** A row for each run, and how the first contender stands to the others. */
  public String text() {
    TextTable table = new TextTable("server", "cipher", "CPU ns/packet", "loops ns/packet", "packets/send", "delivered %", "by RTX",
      "first p50/p99 ms", "last p50/p99 ms", "last of all p50/p99 ms", "audio p50/p99 ms", "cores", "loops", "KiB/subscriber",
      "alloc B/packet", "generator", "no core, ms");
    runs.forEach(run -> row(table, run));
    StringBuilder text = new StringBuilder(load.text()).append(" (").append(load.packetsPerSecond()).append(" packets a second)\n");
    text.append(table.text());
    runs.stream().filter(run -> !run.cost().loops().isEmpty()).forEach(run -> others(text, run));
    bareNs.forEach(ns -> text.append(String.format(Locale.ROOT, "bare loop: %.0f ns of CPU a packet%n", ns)));
    if (!runs.isEmpty()) {
      ratios(text);
    }
    return text.toString();
  }

  private static void row(TextTable table, FanoutFigures run) {
    Optional<Arrived> video = run.video();
    Cost cost = run.cost();
    table.row(run.contender(), run.plan().profile().name(), whole(run.cpuNsPerPacket()),
      cost.loops().isEmpty() ? "-" : whole(run.loopNsPerPacket()),
      cost.sends() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", run.packetsPerSend()),
      String.format(Locale.ROOT, "%.3f", PERCENT * run.deliveredShare()),
      Long.toString(video.map(Arrived::recovered).orElse(0L) + run.audio().map(Arrived::recovered).orElse(0L)),
      video.map(arrived -> arrived.first().text()).orElse("-"), video.map(arrived -> arrived.last().text()).orElse("-"),
      video.map(arrived -> arrived.lastOfAll().text()).orElse("-"), run.audio().map(arrived -> arrived.last().text()).orElse("-"),
      String.format(Locale.ROOT, "%.2f", cost.coresBusy()), loops(cost),
      run.memoryPerSubscriber().isPresent() ? String.format(Locale.ROOT, "%.1f", run.memoryPerSubscriber().getAsDouble() / KIB) : "-",
      run.allocatedPerPacket().isPresent() ? whole(run.allocatedPerPacket().getAsDouble()) : "-",
      String.format(Locale.ROOT, "%.2f", cost.generatorCoresBusy()),
      cost.waitedNs() / NS_PER_MS + "+" + cost.generatorWaitedNs() / NS_PER_MS);
  }

  /** The threads outside the loops that used most. */
  private static void others(StringBuilder text, FanoutFigures run) {
    text.append(run.contender()).append(", ms of CPU: loops ").append(run.cost().loopsNs() / NS_PER_MS);
    run.cost().others().entrySet().stream().filter(thread -> thread.getValue() >= NS_PER_MS)
      .sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(OTHERS_SHOWN)
      .forEach(thread -> text.append(", ").append(thread.getKey()).append(' ').append(thread.getValue() / NS_PER_MS));
    text.append('\n');
  }

  private static String loops(Cost cost) {
    if (cost.loops().isEmpty()) {
      return "-";
    }
    List<String> shares = cost.loops().stream()
      .map(ns -> String.format(Locale.ROOT, "%.2f", (double) ns / cost.elapsedNs())).toList();
    return String.join("+", shares);
  }

  private void ratios(StringBuilder text) {
    String ours = runs.getFirst().contender();
    for (String other : runs.stream().map(FanoutFigures::contender).distinct().filter(name -> !name.equals(ours)).toList()) {
      ratio(text, ours, other, "CPU a packet", FanoutFigures::cpuNsPerPacket);
      if (load.videos() > 0) {
        ratio(text, ours, other, "p99 of the last packet at the last subscriber", run -> lastOfAll(run) / US_PER_MS);
      }
    }
    OptionalDouble bare = median(bareNs);
    OptionalDouble our = better(ours, FanoutFigures::cpuNsPerPacket);
    if (bare.isPresent() && our.isPresent()) {
      text.append(String.format(Locale.ROOT, "CPU a packet, %s beside the bare loop: %.0f / %.0f = %.2f%n", ours, our.getAsDouble(),
        bare.getAsDouble(), our.getAsDouble() / bare.getAsDouble()));
    }
  }

  private static double lastOfAll(FanoutFigures run) {
    return run.video().map(arrived -> (double) arrived.lastOfAll().p99Us()).orElse(0.0);
  }

  private void ratio(StringBuilder text, String ours, String other, String what, ToDoubleFunction<FanoutFigures> figure) {
    OptionalDouble our = better(ours, figure);
    OptionalDouble their = better(other, figure);
    if (our.isEmpty() || their.isEmpty()) {
      text.append(String.format(Locale.ROOT, "%s: no ratio of %s to %s, since one of them did not deliver %.1f %%%n", what, ours, other,
        PERCENT * FanoutFigures.DELIVERED));
      return;
    }
    text.append(String.format(Locale.ROOT, "%s, %s beside %s at its better cipher: %.1f / %.1f = 1/%.2f%n", what, ours, other,
      our.getAsDouble(), their.getAsDouble(), their.getAsDouble() / our.getAsDouble()));
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
