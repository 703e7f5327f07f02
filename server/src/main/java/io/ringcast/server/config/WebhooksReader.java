package io.ringcast.server.config;

import io.ringcast.events.EventType;
import io.ringcast.events.format.EventJson;
import io.ringcast.events.format.LiveKitSigner;
import io.ringcast.events.format.RongCloudRoomStatus;
import io.ringcast.events.format.RongCloudSigner;
import io.ringcast.events.format.SigningKey;
import io.ringcast.events.format.WebhookFormat;
import io.ringcast.events.webhook.Receiver;
import io.ringcast.events.webhook.Webhooks;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.signaling.livekit.LiveKitWebhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code webhooks} list: {@code [{id, url, format, key, secret, apps, types, from, inside}]}. */
final class WebhooksReader {
  private static final String PATH = "webhooks[]";
  private static final String ALL_APPS = "*";
  private static final Map<String, Supplier<WebhookFormat>> FORMATS = formats();

  private final Tree tree;
  private final Apps apps;

  private WebhooksReader(Tree tree, Apps apps) {
    this.tree = tree;
    this.apps = apps;
  }

  private static Map<String, Supplier<WebhookFormat>> formats() {
    Map<String, Supplier<WebhookFormat>> formats = new LinkedHashMap<>();
    formats.put("json", () -> new WebhookFormat("json", new EventJson(), new LiveKitSigner()));
    formats.put("livekit", () -> new WebhookFormat("livekit", new LiveKitWebhook(), new LiveKitSigner()));
    formats.put("rongcloud", () -> new WebhookFormat("rongcloud", new RongCloudRoomStatus(), new RongCloudSigner()));
    return formats;
  }

  static List<Receiver> read(Written written, Apps apps) {
    WebhooksReader reader = new WebhooksReader(new Tree(written), apps);
    List<Receiver> receivers = new ArrayList<>();
    for (Node receiver : reader.tree.items(written.node(), "webhooks")) {
      receivers.add(reader.receiver(receiver));
    }
    Set<String> ids = new HashSet<>();
    receivers.stream().filter(receiver -> !ids.add(receiver.id())).findFirst().ifPresent(twice -> {
      throw reader.tree.refused(PATH + ".id: \"" + twice.id() + "\" is used twice");
    });
    if (receivers.size() > Webhooks.RECEIVERS_MAX) {
      throw reader.tree.refused("webhooks: there may be " + Webhooks.RECEIVERS_MAX);
    }
    return receivers;
  }

  private Receiver receiver(Node node) {
    Map<String, Node> fields =
      tree.fields(node, PATH, Set.of("id", "url", "format", "key", "secret", "apps", "types", "from", "inside"));
    String id = tree.text(fields, "id", PATH);
    SigningKey key = key(fields);
    boolean inside = choice(fields, "inside", Map.of("true", true, "false", false), false);
    Receiver.Start start = choice(fields, "from", Map.of("now", Receiver.Start.NOW, "oldest", Receiver.Start.OLDEST), Receiver.Start.NOW);
    try {
      return new Receiver(id, URI.create(tree.text(fields, "url", PATH)), choice(fields, "format", FORMATS, FORMATS.get("json")).get(), key,
        apps(fields, key), types(fields), inside, start);
    } catch (IllegalArgumentException e) {
      throw tree.refused(PATH + ": " + e.getMessage());
    }
  }

  /** An API key of an app, whose secret is known; or another, with its secret. */
  private SigningKey key(Map<String, Node> fields) {
    String key = tree.text(fields, "key", PATH);
    if (fields.containsKey("secret")) {
      return new SigningKey(key, tree.text(fields, "secret", PATH));
    }
    Apps.Owner owner = apps.ownerOf(key);
    if (owner == null) {
      throw tree.refused(PATH + ".key: \"" + key + "\" is no API key of apps: name one, or give the key's secret");
    }
    return new SigningKey(key, owner.pair().secret());
  }

  /** Whose events it is sent: by default those of its key's app, and never another's without a word. */
  private Set<String> apps(Map<String, Node> fields, SigningKey key) {
    Apps.Owner owner = apps.ownerOf(key.key());
    if (!fields.containsKey("apps")) {
      if (owner == null) {
        throw tree.refused(PATH + ".apps: the key \"" + key.key() + "\" is no app's: list the apps, or \"*\" for all");
      }
      return Set.of(owner.app().appId());
    }
    List<String> named = tree.texts(fields, "apps", PATH);
    if (named.equals(List.of(ALL_APPS))) {
      return Set.of();
    }
    Set<String> known = apps.all().stream().map(App::appId).collect(Collectors.toSet());
    named.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
      throw tree.refused(PATH + ".apps: there is no app \"" + name + "\"");
    });
    return Set.copyOf(named);
  }

  private Set<EventType> types(Map<String, Node> fields) {
    Set<EventType> types = new HashSet<>();
    for (String label : fields.containsKey("types") ? tree.texts(fields, "types", PATH) : List.<String>of()) {
      types.add(EventType.labelled(label).orElseThrow(
        () -> tree.refused(PATH + ".types: there is no event \"" + label + "\"; docs/events.md lists them")));
    }
    return types;
  }

  private <T> T choice(Map<String, Node> fields, String name, Map<String, T> choices, @Nullable T byDefault) {
    if (!fields.containsKey(name) && byDefault != null) {
      return byDefault;
    }
    String text = tree.text(fields, name, PATH);
    T chosen = choices.get(text.toLowerCase(Locale.ROOT));
    if (chosen == null) {
      throw tree.refused(
        PATH + "." + name + ": \"" + text + "\" is none of " + String.join(", ", choices.keySet().stream().sorted().toList()));
    }
    return chosen;
  }
}
