package io.ringcast.calls.desk;

import java.util.Set;

/**
 * How a user wants to be called.
 *
 * @param callWaiting whether it rings during another call
 * @param doNotDisturb whether it rings at all
 * @param blocked users whose calls never reach it
 */
public record Habits(boolean callWaiting, boolean doNotDisturb, Set<String> blocked) {
  /** Users that one user may block. */
  public static final int BLOCKED_MAX = 1_000;
  public static final Habits DEFAULT = new Habits(true, false, Set.of());

  public Habits {
    blocked = Set.copyOf(blocked);
  }
}
