package io.ringcast.calls.exchange;

/** Hears what users do: whether they are there, and in which state. It is called by the exchanges' threads and never waits. */
public interface UserListener {
  /** Wants to know nothing. */
  UserListener NONE = new UserListener() {
    @Override
    public boolean wants(String appId, String userId) {
      return false;
    }

    @Override
    public void onUser(String appId, UserView user) {}
  };

  boolean wants(String appId, String userId);

  /** What a user does now; it may be what it did before. */
  void onUser(String appId, UserView user);
}
