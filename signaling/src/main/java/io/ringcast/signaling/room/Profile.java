package io.ringcast.signaling.room;

import java.util.Map;

/** What a participant shows of itself. */
public record Profile(String name, String metadata, Map<String, String> attributes) {
  public static final Profile EMPTY = new Profile("", "", Map.of());

  public Profile {
    attributes = Map.copyOf(attributes);
  }
}
