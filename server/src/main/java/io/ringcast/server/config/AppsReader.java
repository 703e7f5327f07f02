package io.ringcast.server.config;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomPattern;
import io.ringcast.identity.StayPolicy;
import io.ringcast.identity.UserTokenPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The {@code apps} list: {@code [{id, keys: [{key, secret}], user-tokens: {…},
 * rooms-per-user, second-device}]}, of which id and keys are needed.
 */
final class AppsReader {

  private static final String USER_TOKENS = "apps[].user-tokens";
  private static final String ROOMS_PER_USER = "rooms-per-user";
  private static final String SECOND_DEVICE = "second-device";

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
    Map<String, Node> fields = tree.fields(node, "apps[]", Set.of("id", "keys", "user-tokens", ROOMS_PER_USER, SECOND_DEVICE));
    List<KeyPair> pairs = new ArrayList<>();
    for (Node pair : tree.items(tree.field(fields, "keys", "apps[]"), "apps[].keys")) {
      Map<String, Node> parts = tree.fields(pair, "apps[].keys[]", Set.of("key", "secret"));
      pairs.add(new KeyPair(tree.text(parts, "key", "apps[].keys[]"), tree.text(parts, "secret", "apps[].keys[]")));
    }
    StayPolicy stays = new StayPolicy(
      choice(fields, ROOMS_PER_USER, StayPolicy.DEFAULT.rooms()), choice(fields, SECOND_DEVICE, StayPolicy.DEFAULT.second()));
    return new App(tree.text(fields, "id", "apps[]"), pairs, userTokens(fields.get("user-tokens")), stays);
  }

  private UserTokenPolicy userTokens(@Nullable Node node) {
    UserTokenPolicy usual = UserTokenPolicy.DEFAULT;
    if (node == null) {
      return usual;
    }
    Map<String, Node> fields = tree.fields(node, USER_TOKENS, Set.of("lifetime", "room-token-lifetime", "publish", "watch"));
    return new UserTokenPolicy(
      duration(fields.get("lifetime"), USER_TOKENS + ".lifetime", usual.lifetime()),
      duration(fields.get("room-token-lifetime"), USER_TOKENS + ".room-token-lifetime", usual.roomTokenLifetime()),
      patterns(fields.get("publish"), USER_TOKENS + ".publish", usual.publish()),
      patterns(fields.get("watch"), USER_TOKENS + ".watch", usual.watch()));
  }

  private Duration duration(@Nullable Node node, String path, Duration usual) {
    if (node == null) {
      return usual;
    }
    Duration duration = Durations.of(String.valueOf(Written.textOf(node)));
    if (duration == null) {
      throw tree.refused(path + " must be a time such as 90s, 30m, 1h or 7d");
    }
    return duration;
  }

  /** An empty list is one: no room at all. */
  private List<RoomPattern> patterns(@Nullable Node node, String path, List<RoomPattern> usual) {
    if (node == null) {
      return usual;
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw tree.refused(path + " must be a list of rooms, in which * stands for any characters");
    }
    List<RoomPattern> patterns = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      String text = Written.textOf(item);
      if (text == null || text.isEmpty()) {
        throw tree.refused(path + " must be a list of rooms, in which * stands for any characters");
      }
      patterns.add(new RoomPattern(text));
    }
    return patterns;
  }

  /** One of an enum's names as configurations write them: {@code kick-earlier}. */
  private <E extends Enum<E>> E choice(Map<String, Node> fields, String name, E missing) {
    if (!fields.containsKey(name)) {
      return missing;
    }
    String text = tree.text(fields, name, "apps[]");
    List<String> known = new ArrayList<>();
    for (E constant : missing.getDeclaringClass().getEnumConstants()) {
      String written = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (written.equals(text)) {
        return constant;
      }
      known.add(written);
    }
    throw tree.refused("apps[]." + name + " must be one of " + String.join(", ", known));
  }
}
