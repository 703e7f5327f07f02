package io.ringcast.identity.ban;

/** What a ban keeps a user out of. */
public sealed interface BanScope {
  BanScope ACCOUNT = new Account();
  BanScope EVERY_ROOM = new EveryRoom();

  boolean covers(String roomId);

  /** Everything: rooms, and whatever else a user token opens. */
  record Account() implements BanScope {
    @Override
    public boolean covers(String roomId) {
      return true;
    }
  }

  record EveryRoom() implements BanScope {
    @Override
    public boolean covers(String roomId) {
      return true;
    }
  }

  record OneRoom(String roomId) implements BanScope {
    @Override
    public boolean covers(String other) {
      return roomId.equals(other);
    }
  }
}
