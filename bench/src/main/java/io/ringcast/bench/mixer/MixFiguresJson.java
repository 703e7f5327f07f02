package io.ringcast.bench.mixer;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures of a session as JSON; shares of one core, one value a round. */
final class MixFiguresJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private MixFiguresJson() {}

  static String of(List<MixFigures> all) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("benchmark", "mixer");
    ObjectNode machine = root.putObject("machine");
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("java", Runtime.version().toString());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    ArrayNode loads = root.putArray("loads");
    for (MixFigures figures : all) {
      ObjectNode load = loads.addObject();
      load.put("inputs", figures.load().inputs());
      load.put("height", figures.load().height());
      load.put("seconds", figures.load().seconds());
      load.put("layerHeight", figures.layerHeight());
      put(load, "ffmpeg", figures.ffmpeg());
      put(load, "mixer", figures.full());
      put(load, "jvm", figures.jvm());
      put(load, "floor", figures.fullFloor());
      put(load, "mixerOfLayers", figures.layers());
      put(load, "floorOfLayers", figures.layersFloor());
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void put(ObjectNode load, String name, List<Double> values) {
    ArrayNode array = load.putArray(name);
    values.forEach(array::add);
  }
}
