package io.ringcast.signaling.room;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a room's attributes.
 *
 * @param message what is said along with it; null for nothing
 */
public record AttributeChange(Map<String, String> set, Set<String> deleted, @Nullable Message message) {

  /** Means to the app whatever it likes. */
  public record Message(String name, String content) {
    int chars() {
      return name.length() + content.length();
    }
  }

  public AttributeChange {
    set = Map.copyOf(set);
    deleted = Set.copyOf(deleted);
  }

  public boolean isEmpty() {
    return set.isEmpty() && deleted.isEmpty();
  }
}
