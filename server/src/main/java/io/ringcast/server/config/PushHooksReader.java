package io.ringcast.server.config;

import io.ringcast.calls.push.PushHook;
import io.ringcast.events.format.SigningKey;
import io.ringcast.identity.Apps;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code calls.push} list: {@code [{id, url, key, secret, apps, inside}]}. */
final class PushHooksReader {
  static final int HOOKS_MAX = 32;
  private static final String PATH = "calls.push[]";

  private final Tree tree;
  private final HookFields hooks;

  private PushHooksReader(Tree tree, Apps apps) {
    this.tree = tree;
    hooks = new HookFields(tree, apps, PATH);
  }

  static List<PushHook> read(Written written, Apps apps) {
    PushHooksReader reader = new PushHooksReader(new Tree(written), apps);
    List<PushHook> all = new ArrayList<>();
    for (Node hook : reader.tree.items(written.node(), "calls.push")) {
      all.add(reader.hook(hook));
    }
    Set<String> ids = new HashSet<>();
    all.stream().filter(hook -> !ids.add(hook.id())).findFirst().ifPresent(twice -> {
      throw reader.tree.refused(PATH + ".id: \"" + twice.id() + "\" is used twice");
    });
    if (all.size() > HOOKS_MAX) {
      throw reader.tree.refused("calls.push: there may be " + HOOKS_MAX);
    }
    return all;
  }

  private PushHook hook(Node node) {
    Map<String, Node> fields = tree.fields(node, PATH, Set.of("id", "url", "key", "secret", "apps", "inside"));
    SigningKey key = hooks.key(fields);
    try {
      return new PushHook(
        tree.text(fields, "id", PATH), URI.create(tree.text(fields, "url", PATH)), key, hooks.apps(fields, key), hooks.inside(fields));
    } catch (IllegalArgumentException e) {
      throw tree.refused(PATH + ": " + e.getMessage());
    }
  }
}
