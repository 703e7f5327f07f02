package io.ringcast.server.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The {@code RINGCAST_…} variables as settings; a variable nobody knows is refused. */
final class Environment {

  /** Read by the launcher and by the browser tests, not by the server. */
  private static final Set<String> OTHERS =
    Set.of("RINGCAST_JAVA_HOME", "RINGCAST_JAVA_OPTS", "RINGCAST_HOME",
      "RINGCAST_COMMAND", "RINGCAST_FFMPEG", "RINGCAST_LIVEKIT", "RINGCAST_NETNS", "RINGCAST_PYTHON", "RINGCAST_SCREENSHOT",
      "RINGCAST_SEED", "RINGCAST_URL");

  /** Kubernetes gives every pod such variables when a service is called ringcast. */
  private static final List<String> KUBERNETES = List.of("RINGCAST_SERVICE_", "RINGCAST_PORT");

  private Environment() { }

  static Map<Setting, Written> read(Map<String, String> variables) {
    Map<Setting, Written> written = new EnumMap<>(Setting.class);
    variables.forEach((name, value) -> {
      if (!name.startsWith(Setting.ENVIRONMENT_PREFIX) || OTHERS.contains(name) || KUBERNETES.stream().anyMatch(name::startsWith)) {
        return;
      }
      Setting setting = Setting.ofEnvironment(name);
      if (setting == null) {
        throw new ConfigException("unknown setting " + name + " (environment); docs/config.md lists the settings there are");
      }
      written.put(setting, written(setting, value, "environment variable " + name));
    });
    return written;
  }

  /** A value that came as plain text, from the environment or the command line. */
  static Written written(Setting setting, String value, String where) {
    Node node = switch (setting.shape()) {
      case SCALAR -> scalar(value);
      case LIST -> new SequenceNode(Tag.SEQ, List.of(value.split(",", -1)).stream().map(Environment::scalar).toList(), FlowStyle.FLOW);
      case TREE -> SettingsFile.parse(value, where);
    };
    return new Written(setting, node, where);
  }

  private static Node scalar(String value) {
    return new ScalarNode(Tag.STR, value, null, null, ScalarStyle.PLAIN);
  }
}
