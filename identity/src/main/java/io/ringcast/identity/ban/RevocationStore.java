package io.ringcast.identity.ban;

import java.util.List;

/** Where it is kept which tokens were taken back; the like of {@link BanStore}. */
public interface RevocationStore {

  /** Keeps nothing. */
  RevocationStore NOWHERE = new RevocationStore() {
    @Override
    public List<Revocation> load() {
      return List.of();
    }

    @Override
    public void put(List<Revocation> revocations) {}

    @Override
    public void sweep(long nowMs) {}
  };

  /** All that somebody's token could still meet. */
  List<Revocation> load();

  /** Writes all or none; each takes the place of an earlier one of the same user. */
  void put(List<Revocation> revocations);

  /** Forgets what concerns tokens that have expired by themselves. */
  void sweep(long nowMs);
}
