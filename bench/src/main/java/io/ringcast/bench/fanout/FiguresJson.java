package io.ringcast.bench.fanout;

import io.ringcast.bench.livekit.PresenceSession;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All figures of a session, as JSON. */
public final class FiguresJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private FiguresJson() {}

  /** Those of servers that speak LiveKit's protocol, with what data packets, joining and being there cost. */
  public static String of(List<Comparison> comparisons, PresenceSession presence) {
    ObjectNode all = all("livekit", comparisons);
    all.set("data", MAPPER.valueToTree(presence.dataFigures()));
    all.set("joins", MAPPER.valueToTree(presence.joinFigures()));
    all.set("idle", MAPPER.valueToTree(presence.idleFigures()));
    return text(all);
  }

  public static String of(List<Comparison> comparisons) {
    return text(all("fanout", comparisons));
  }

  private static String text(ObjectNode all) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }

  private static ObjectNode all(String benchmark, List<Comparison> comparisons) {
    ObjectNode all = MAPPER.createObjectNode();
    all.put("benchmark", benchmark);
    ObjectNode machine = all.putObject("machine");
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("java", Runtime.version().toString());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    ArrayNode loads = all.putArray("loads");
    comparisons.forEach(comparison -> comparison(loads.addObject(), comparison));
    return all;
  }

  private static void comparison(ObjectNode out, Comparison comparison) {
    Load load = comparison.load();
    out.put("load", load.text());
    out.put("rooms", load.rooms());
    out.put("videos", load.videos());
    out.put("audios", load.audios());
    out.put("subscribers", load.subscribers());
    out.put("framesPerSecond", load.frame().perSecond());
    out.put("packetsPerFrame", load.frame().packets());
    out.put("spacingNs", load.frame().spacingNs());
    ArrayNode bare = out.putArray("bareLoopNsPerPacket");
    comparison.bareNs().forEach(bare::add);
    ArrayNode runs = out.putArray("runs");
    comparison.runs().forEach(run -> run(runs.addObject(), run));
  }

  private static void run(ObjectNode out, FanoutFigures run) {
    out.put("server", run.contender());
    out.put("profile", run.plan().profile().name());
    out.put("seconds", run.plan().seconds());
    out.put("warmUpSeconds", run.plan().warmUpSeconds());
    out.put("pinned", run.plan().pinned());
    out.put("decryptedOneOf", run.plan().decryptOneOf());
    out.put("cpuNsPerPacket", run.cpuNsPerPacket());
    out.put("loopNsPerPacket", run.loopNsPerPacket());
    out.put("packetsPerSend", run.packetsPerSend());
    out.put("deliveredShare", run.deliveredShare());
    out.put("coresBusy", run.cost().coresBusy());
    out.put("generatorCoresBusy", run.cost().generatorCoresBusy());
    out.put("waitedForCoreNs", run.cost().waitedNs());
    out.put("generatorWaitedForCoreNs", run.cost().generatorWaitedNs());
    ArrayNode loops = out.putArray("loopCpuNs");
    run.cost().loops().forEach(loops::add);
    ObjectNode others = out.putObject("otherThreadsCpuNs");
    run.cost().others().forEach(others::put);
    run.memoryPerSubscriber().ifPresent(bytes -> out.put("bytesPerSubscriber", bytes));
    run.allocatedPerPacket().ifPresent(bytes -> out.put("allocatedBytesPerPacket", bytes));
    run.video().ifPresent(arrived -> arrived(out.putObject("video"), arrived));
    run.audio().ifPresent(arrived -> arrived(out.putObject("audio"), arrived));
  }

  private static void arrived(ObjectNode out, Arrived arrived) {
    out.put("expected", arrived.expected());
    out.put("arrived", arrived.arrived());
    out.put("recovered", arrived.recovered());
    out.put("renumbered", arrived.renumbered());
    latency(out, "first", arrived.first());
    latency(out, "last", arrived.last());
    latency(out, "lastOfAll", arrived.lastOfAll());
  }

  private static void latency(ObjectNode out, String name, Latency latency) {
    out.put(name + "P50Us", latency.p50Us());
    out.put(name + "P99Us", latency.p99Us());
  }
}
