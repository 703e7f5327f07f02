package io.ringcast.identity.ban;

import java.util.List;

/** Where bans live. What writes is durable when it returns; an unusable database shows as an exception, and nothing was written. */
public interface BanStore {

  /** Keeps nothing. */
  BanStore NOWHERE = new BanStore() {
    @Override
    public List<Ban> load(long nowMs) {
      return List.of();
    }

    @Override
    public void put(List<Ban> bans) {}

    @Override
    public void remove(String appId, BanScope scope, List<String> userIds) {}

    @Override
    public void sweep(long nowMs) {}
  };

  /** All that hold at this time. */
  List<Ban> load(long nowMs);

  /** Writes all or none; each takes the place of an earlier one of the same user and scope. */
  void put(List<Ban> bans);

  /** Takes bans of these users out, as many as there are. */
  void remove(String appId, BanScope scope, List<String> userIds);

  /** Forgets what no longer holds. */
  void sweep(long nowMs);
}
