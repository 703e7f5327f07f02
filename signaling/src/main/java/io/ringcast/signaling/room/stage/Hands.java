package io.ringcast.signaling.room.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hands that are up in one room, oldest first. */
public final class Hands {
  /** More than hosts look through; whoever comes later raises a hand when others are down. */
  public static final int UP_MAX = 1_000;

  private final Map<String, Hand> byParticipant = new LinkedHashMap<>();

  public List<Hand> all() {
    return new ArrayList<>(byParticipant.values());
  }

  public boolean full() {
    return byParticipant.size() >= UP_MAX;
  }

  /** The hand of one stay; null while it is down. */
  public @Nullable Hand of(String participantId) {
    return byParticipant.get(participantId);
  }

  /** Raises a hand that is down, while there is room for it. */
  public Hand raise(String userId, String participantId, long nowMs) {
    if (full() || byParticipant.containsKey(participantId)) {
      throw new IllegalStateException("a hand is raised once, and while there is room");
    }
    Hand hand = new Hand(userId, participantId, nowMs);
    byParticipant.put(participantId, hand);
    return hand;
  }

  /** The hand that was up; null when it was down. */
  public @Nullable Hand lower(String participantId) {
    return byParticipant.remove(participantId);
  }

  public void clear() {
    byParticipant.clear();
  }
}
