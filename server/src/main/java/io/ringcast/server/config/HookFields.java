package io.ringcast.server.config;

import io.ringcast.events.format.SigningKey;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** What all who are posted to have in common: the key that signs, and the apps that they are told of. */
final class HookFields {
  private static final String ALL_APPS = "*";

  private final Tree tree;
  private final Apps apps;
  private final String path;

  /** @param path where the fields are, for those who read what is wrong */
  HookFields(Tree tree, Apps apps, String path) {
    this.tree = tree;
    this.apps = apps;
    this.path = path;
  }

  /** An API key of an app, whose secret is known; or another, with its secret. */
  SigningKey key(Map<String, Node> fields) {
    String key = tree.text(fields, "key", path);
    if (fields.containsKey("secret")) {
      return new SigningKey(key, tree.text(fields, "secret", path));
    }
    Apps.Owner owner = apps.ownerOf(key);
    if (owner == null) {
      throw tree.refused(path + ".key: \"" + key + "\" is no API key of apps: name one, or give the key's secret");
    }
    return new SigningKey(key, owner.pair().secret());
  }

  /** Whose events it is sent: by default those of its key's app, and never another's without a word. */
  Set<String> apps(Map<String, Node> fields, SigningKey key) {
    Apps.Owner owner = apps.ownerOf(key.key());
    if (!fields.containsKey("apps")) {
      if (owner == null) {
        throw tree.refused(path + ".apps: the key \"" + key.key() + "\" is no app's: list the apps, or \"*\" for all");
      }
      return Set.of(owner.app().appId());
    }
    List<String> named = tree.texts(fields, "apps", path);
    if (named.equals(List.of(ALL_APPS))) {
      return Set.of();
    }
    Set<String> known = apps.all().stream().map(App::appId).collect(Collectors.toSet());
    named.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
      throw tree.refused(path + ".apps: there is no app \"" + name + "\"");
    });
    return Set.copyOf(named);
  }

  /** Whether the host may be an address inside. */
  boolean inside(Map<String, Node> fields) {
    return choice(fields, "inside", Map.of("true", true, "false", false), false);
  }

  /** One of several; {@code byDefault} when it is left out. */
  <T> T choice(Map<String, Node> fields, String name, Map<String, T> choices, @Nullable T byDefault) {
    if (!fields.containsKey(name) && byDefault != null) {
      return byDefault;
    }
    String text = tree.text(fields, name, path);
    T chosen = choices.get(text.toLowerCase(Locale.ROOT));
    if (chosen == null) {
      throw tree.refused(
        path + "." + name + ": \"" + text + "\" is none of " + String.join(", ", choices.keySet().stream().sorted().toList()));
    }
    return chosen;
  }
}
