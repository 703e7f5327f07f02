package io.ringcast.server.config;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The {@code apps} list: {@code [{id, keys: [{key, secret}]}]}. */
final class AppsReader {

  private final Written written;

  private AppsReader(Written written) {
    this.written = written;
  }

  static Apps read(Written written) {
    AppsReader reader = new AppsReader(written);
    List<App> apps = new ArrayList<>();
    try {
      for (Node app : reader.items(written.node(), "apps")) {
        apps.add(reader.app(app));
      }
      return new Apps(apps);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("apps: " + e.getMessage() + " (" + written.where() + ")", e);
    }
  }

  private App app(Node node) {
    Map<String, Node> fields = fields(node, "apps[]", Set.of("id", "keys"));
    List<KeyPair> pairs = new ArrayList<>();
    for (Node pair : items(field(fields, "keys", "apps[]"), "apps[].keys")) {
      Map<String, Node> parts = fields(pair, "apps[].keys[]", Set.of("key", "secret"));
      pairs.add(new KeyPair(text(parts, "key", "apps[].keys[]"), text(parts, "secret", "apps[].keys[]")));
    }
    return new App(text(fields, "id", "apps[]"), pairs);
  }

  private List<Node> items(Node node, String path) {
    if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue();
    }
    throw refused(path + " must be a list with at least one entry");
  }

  private Map<String, Node> fields(Node node, String path, Set<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw refused(path + " must hold " + String.join(" and ", known.stream().sorted().toList()));
    }
    Map<String, Node> fields = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = String.valueOf(Written.textOf(tuple.getKeyNode()));
      if (!known.contains(key)) {
        throw refused("unknown key " + path + "." + key);
      }
      if (fields.put(key, tuple.getValueNode()) != null) {
        throw refused(path + "." + key + " is written twice");
      }
    }
    return fields;
  }

  private Node field(Map<String, Node> fields, String name, String path) {
    Node node = fields.get(name);
    if (node == null) {
      throw refused(path + "." + name + " is missing");
    }
    return node;
  }

  private String text(Map<String, Node> fields, String name, String path) {
    String text = Written.textOf(field(fields, name, path));
    if (text == null || text.isEmpty()) {
      throw refused(path + "." + name + " must be a text that is not empty");
    }
    return text;
  }

  private ConfigException refused(String message) {
    return new ConfigException(message + " (" + written.where() + ")");
  }
}
