package io.ringcast.calls.exchange;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a device comes.
 *
 * @param groups of which its user is a member, as its token says
 * @param resume the session that it wants to go on with; null begins anew
 */
public record Hello(Device device, Set<String> groups, @Nullable Resume resume) {
  public Hello {
    groups = Set.copyOf(groups);
  }

  /** @param lastNumber of the last notice that the device has seen; 0 when it has seen none */
  public record Resume(String sessionId, long lastNumber) {}
}
