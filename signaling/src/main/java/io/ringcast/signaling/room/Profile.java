package io.ringcast.signaling.room;

import java.util.HashMap;
import java.util.Map;

/** What a participant shows of itself. */
public record Profile(String name, String metadata, Map<String, String> attributes) {
  public static final Profile EMPTY = new Profile("", "", Map.of());

  public Profile {
    attributes = Map.copyOf(attributes);
  }

  /** The same with what a change names: what is empty there stays, but an attribute that is empty there goes. */
  public Profile changedBy(Profile change) {
    Map<String, String> merged = new HashMap<>(attributes);
    merged.putAll(change.attributes());
    merged.values().removeIf(String::isEmpty);
    return new Profile(
        change.name().isEmpty() ? name : change.name(), change.metadata().isEmpty() ? metadata : change.metadata(), merged);
  }
}
