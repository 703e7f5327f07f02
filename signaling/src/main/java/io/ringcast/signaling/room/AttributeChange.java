package io.ringcast.signaling.room;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a room's attributes.
 *
 * @param message what is said along with it; null for nothing
 * @param byServer whether it is the server's own, of keys that are nobody else's
 */
public record AttributeChange(Map<String, String> set, Set<String> deleted, @Nullable Message message, boolean byServer) {
  /** Keys that begin with it are the server's. */
  public static final String SERVER_PREFIX = "ringcast.";

  /** Means to the app whatever it likes. */
  public record Message(String name, String content) {
    int chars() {
      return name.length() + content.length();
    }
  }

  /** Somebody's. */
  public AttributeChange(Map<String, String> set, Set<String> deleted, @Nullable Message message) {
    this(set, deleted, message, false);
  }

  /** What the server says of the room. */
  public static AttributeChange ofServer(Map<String, String> set) {
    return new AttributeChange(set, Set.of(), null, true);
  }

  /** Whether a key is the server's. */
  public static boolean isServers(String key) {
    return key.startsWith(SERVER_PREFIX);
  }

  public AttributeChange {
    set = Map.copyOf(set);
    deleted = Set.copyOf(deleted);
  }

  public boolean isEmpty() {
    return set.isEmpty() && deleted.isEmpty();
  }
}
