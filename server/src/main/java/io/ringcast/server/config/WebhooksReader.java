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
import io.ringcast.identity.Apps;
import io.ringcast.signaling.livekit.LiveKitWebhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.Node;

/** The {@code webhooks} list: {@code [{id, url, format, key, secret, apps, types, from, inside}]}. */
final class WebhooksReader {
  private static final String PATH = "webhooks[]";
  private static final Map<String, Supplier<WebhookFormat>> FORMATS = formats();

  private final Tree tree;
  private final HookFields hooks;

  private WebhooksReader(Tree tree, Apps apps) {
    this.tree = tree;
    hooks = new HookFields(tree, apps, PATH);
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
    SigningKey key = hooks.key(fields);
    boolean inside = hooks.inside(fields);
    Receiver.Start start =
      hooks.choice(fields, "from", Map.of("now", Receiver.Start.NOW, "oldest", Receiver.Start.OLDEST), Receiver.Start.NOW);
    try {
      return new Receiver(id, URI.create(tree.text(fields, "url", PATH)),
        hooks.choice(fields, "format", FORMATS, FORMATS.get("json")).get(), key, hooks.apps(fields, key), types(fields), inside, start);
    } catch (IllegalArgumentException e) {
      throw tree.refused(PATH + ": " + e.getMessage());
    }
  }

  private Set<EventType> types(Map<String, Node> fields) {
    Set<EventType> types = new HashSet<>();
    for (String label : fields.containsKey("types") ? tree.texts(fields, "types", PATH) : List.<String>of()) {
      types.add(EventType.labelled(label).orElseThrow(
        () -> tree.refused(PATH + ".types: there is no event \"" + label + "\"; docs/events.md lists them")));
    }
    return types;
  }
}
