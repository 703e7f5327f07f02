package io.ringcast.signaling.room;

import java.util.Set;

/**
 * What a participant may do in its room.
 *
 * @param sources what it may publish; empty for everything
 * @param updateOwn whether it may change its own name, metadata and attributes
 * @param hidden whether others are told nothing of it
 * @param recorder whether it records the room
 */
public record Permissions(
    boolean publish, boolean subscribe, boolean publishData, Set<Source> sources, boolean updateOwn, boolean hidden, boolean recorder) {
  public Permissions {
    sources = Set.copyOf(sources);
  }

  /** The same, with or without the permission to publish. */
  public Permissions publishing(boolean allowed) {
    return new Permissions(allowed, subscribe, publishData, sources, updateOwn, hidden, recorder);
  }

  boolean allows(Source source) {
    return publish && (sources.isEmpty() || sources.contains(source));
  }
}
