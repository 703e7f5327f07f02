package io.ringcast.signaling.room;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often each user may do what is told to everybody. */
public final class UserPace {
  /** Users that are remembered; who came longest ago is forgotten first, with everything at hand again. */
  static final int USERS_MAX = 1_024;

  private final int atHand;
  private final long anotherAfterMs;
  private final Map<String, Pace> byUser = new LinkedHashMap<>(16, 0.75f, true) {
    @java.io.Serial private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Pace> eldest) {
      return size() > USERS_MAX;
    }
  };

  public UserPace(int atHand, long anotherAfterMs) {
    this.atHand = atHand;
    this.anotherAfterMs = anotherAfterMs;
  }

  public boolean allows(String userId, long nowMs) {
    return byUser.computeIfAbsent(userId, absent -> new Pace(atHand, anotherAfterMs)).allows(nowMs);
  }
}
