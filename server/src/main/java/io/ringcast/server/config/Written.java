package io.ringcast.server.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A setting's value as it was written, and where. */
record Written(Setting setting, Node node, String where) {

  /** The one value, or a refusal when it is a list or a group. */
  String text() {
    String text = textOf(node);
    if (text == null || text.isBlank()) {
      throw refused(text == null ? "this" : "an empty value");
    }
    return text;
  }

  /** The values of a list; a single value is a list of one. */
  List<String> texts() {
    if (!(node instanceof SequenceNode sequence)) {
      return List.of(text());
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      String text = textOf(item);
      if (text == null || text.isBlank()) {
        throw refused("one of its values");
      }
      texts.add(text);
    }
    return texts;
  }

  ConfigException refused(String what) {
    return new ConfigException(setting.key() + ": " + what + " is not " + setting.expected() + " (" + where + ")");
  }

  static @Nullable String textOf(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue().strip() : null;
  }
}
