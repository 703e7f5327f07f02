package io.ringcast.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a setting that is YAML of its own; what is wrong is refused with its path and where it stands. */
record Tree(Written written) {

  List<Node> items(Node node, String path) {
    if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue();
    }
    throw refused(path + " must be a list with at least one entry");
  }

  Map<String, Node> fields(Node node, String path, Set<String> known) {
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

  Node field(Map<String, Node> fields, String name, String path) {
    Node node = fields.get(name);
    if (node == null) {
      throw refused(path + "." + name + " is missing");
    }
    return node;
  }

  String text(Map<String, Node> fields, String name, String path) {
    return text(field(fields, name, path), path + "." + name);
  }

  /** A list of texts; one text is a list of one. */
  List<String> texts(Map<String, Node> fields, String name, String path) {
    Node node = field(fields, name, path);
    List<Node> nodes = node instanceof SequenceNode ? items(node, path + "." + name) : List.of(node);
    return nodes.stream().map(item -> text(item, path + "." + name)).toList();
  }

  private String text(Node node, String path) {
    String text = Written.textOf(node);
    if (text == null || text.isEmpty()) {
      throw refused(path + " must be a text that is not empty");
    }
    return text;
  }

  ConfigException refused(String message) {
    return new ConfigException(message + " (" + written.where() + ")");
  }
}
