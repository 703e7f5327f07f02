package io.ringcast.server.config;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code apps} list: {@code [{id, keys: [{key, secret}]}]}. */
final class AppsReader {

  private final Tree tree;

  private AppsReader(Tree tree) {
    this.tree = tree;
  }

  static Apps read(Written written) {
    AppsReader reader = new AppsReader(new Tree(written));
    List<App> apps = new ArrayList<>();
    try {
      for (Node app : reader.tree.items(written.node(), "apps")) {
        apps.add(reader.app(app));
      }
      return new Apps(apps);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("apps: " + e.getMessage() + " (" + written.where() + ")", e);
    }
  }

  private App app(Node node) {
    Map<String, Node> fields = tree.fields(node, "apps[]", Set.of("id", "keys"));
    List<KeyPair> pairs = new ArrayList<>();
    for (Node pair : tree.items(tree.field(fields, "keys", "apps[]"), "apps[].keys")) {
      Map<String, Node> parts = tree.fields(pair, "apps[].keys[]", Set.of("key", "secret"));
      pairs.add(new KeyPair(tree.text(parts, "key", "apps[].keys[]"), tree.text(parts, "secret", "apps[].keys[]")));
    }
    return new App(tree.text(fields, "id", "apps[]"), pairs);
  }
}
