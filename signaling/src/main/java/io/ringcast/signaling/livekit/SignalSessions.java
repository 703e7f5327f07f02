package io.ringcast.signaling.livekit;

import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.livekit.media.DualPeer;
import io.ringcast.signaling.livekit.media.MediaSession;
import io.ringcast.signaling.livekit.media.SinglePeer;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.forward.Traveller;
import io.ringcast.signaling.room.forward.Travellers;
import io.ringcast.signaling.room.host.Home;
import io.ringcast.signaling.room.host.PendingPlaces.Place;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import livekit.LivekitRtc.LeaveRequest;
import org.jspecify.annotations.Nullable;

/** Every signal session of this server by its participant's sid, so that a client finds its stay again. Any thread may call. */
final class SignalSessions implements Travellers {
  private final Rooms rooms;
  private final JoinAnswers answers;
  private final RandomGenerator random;
  private final ConcurrentMap<String, SignalSession> bySid = new ConcurrentHashMap<>();

  SignalSessions(Rooms rooms, JoinAnswers answers, RandomGenerator random) {
    this.rooms = rooms;
    this.answers = answers;
    this.random = random;
  }

  /**
   * Who asks to be let in.
   *
   * @param address tells apart where requests come from
   * @param pair signs in the name of its app
   */
  record Guest(RoomKey room, RoomToken token, String address, KeyPair pair) {}

  /** Lets a client in, or back in; null when it is told to join anew. For threads that may wait. */
  @Nullable SignalSession enter(Guest guest, JoinWish wish, Outlet outlet) throws RoomRefusedException {
    if (!wish.reconnect()) {
      return admit(guest, wish, outlet);
    }
    SignalSession known = find(guest.room(), guest.token().userId(), wish.resumes());
    boolean resumed = known != null && known.home().ask(() -> known.resume(outlet, wish)).join();
    if (!resumed) {
      outlet.send(Responses.leave(Infos.reason(LeaveReason.MEDIA_LOST), LeaveRequest.Action.RECONNECT));
      return null;
    }
    return known;
  }

  /** Refuses who would not be let in now, so that it can be told why before it is connected. For threads that may wait. */
  void check(Guest guest, JoinWish wish) throws RoomRefusedException {
    if (!wish.reconnect()) {
      var _ = rooms.enterOpen(guest.room(), check(guest.token(), wish));
    }
  }

  /** The same for a client that asks why it was not let in. */
  void explain(Guest guest, JoinWish wish) throws RoomRefusedException {
    if (!wish.reconnect()) {
      var _ = rooms.wonder(guest.room(), check(guest.token(), wish));
    }
  }

  private static Rooms.Entry<Boolean> check(RoomToken token, JoinWish wish) {
    JoinRequest request = new JoinRequest(token.userId(), Presence.USER, Permits.of(token), Permits.profile(token), wish.autoSubscribe(),
        Seat.DEAF, RoomMedia.NONE, RoomMode.wished(token.wish())).waiting(token.wish().waitingAs());
    return (host, room) -> {
      room.check(request, host.nowMs());
      return true;
    };
  }

  private SignalSession admit(Guest guest, JoinWish wish, Outlet outlet) throws RoomRefusedException {
    Place place = rooms.pending().take(guest.room().appId(), guest.address());
    SignalSession session = null;
    try {
      session = rooms.enter(guest.room(), RoomSettings.DEFAULT, (host, room) -> join(host, room, guest, wish, outlet, place));
      return session;
    } finally {
      if (session == null) {
        place.release();
      }
    }
  }

  @Override
  public @Nullable Traveller find(String participantSid) {
    return bySid.get(participantSid);
  }

  /** By the sid; a client that lost it is known by its name. */
  private @Nullable SignalSession find(RoomKey key, String userId, String sid) {
    SignalSession named = bySid.get(sid);
    if (named != null) {
      return named.of(key.appId(), key.roomId(), userId) ? named : null;
    }
    return null;
  }

  private SignalSession join(RoomHost host, Room room, Guest guest, JoinWish wish, Outlet outlet, Place place)
      throws RoomRefusedException {
    RoomToken token = guest.token();
    ReturnTokens tokens = new ReturnTokens(token, guest.pair());
    Home home = new Home(host);
    SignalSession session = new SignalSession(home, outlet, answers, tokens, place, bySid);
    Permissions permissions = Permits.of(token);
    long descriptionId = random.nextLong(Long.MAX_VALUE >> 1);
    MediaSession media = wish.singlePeer()
        ? new SinglePeer(home, session, descriptionId)
        : new DualPeer(home, session, descriptionId, permissions.subscribe() || token.wish().waitingAs() != null);
    Participant who;
    try {
      who = room.join(
          new JoinRequest(token.userId(), Presence.USER, permissions, Permits.profile(token), wish.autoSubscribe(), session, media,
              RoomMode.wished(token.wish())).waiting(token.wish().waitingAs()),
          host.nowMs());
    } catch (RoomRefusedException e) {
      media.close(CloseReason.REQUESTED);
      throw e;
    }
    session.begin(who, media, wish);
    return session;
  }
}
