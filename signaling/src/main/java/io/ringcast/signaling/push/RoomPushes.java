package io.ringcast.signaling.push;

import io.ringcast.events.Happening;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Sids;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pushes of all rooms. Those of a session end with it. What a push tells comes into its room's queue, which owns its state. Methods are
 * for threads that may wait.
 */
public final class RoomPushes {
  /** Of one session, at a time. */
  public static final int PUSHES_MAX = 5;
  /** How often it is looked whether a session with pushes is over. */
  static final long LOOK_MS = 1_000;
  private static final String PUSH = "PU_";
  /** The reason of a push whose stream there was not. */
  private static final String NOT_BEGUN = "NOTHING_TO_PUSH";

  private final Rooms rooms;
  private final Sids sids;
  private final ConcurrentMap<RoomHost, SessionPushes> sessions = new ConcurrentHashMap<>();
  private volatile Pushers pushers = Pushers.NONE;

  public RoomPushes(Rooms rooms, RandomGenerator random) {
    this.rooms = rooms;
    sids = new Sids(random);
  }

  /** From now on these push. */
  public void by(Pushers those) {
    pushers = those;
  }

  Pushers by() {
    return pushers;
  }

  /** Those that documents list. */
  public PushList list() {
    return new PushList(this);
  }

  /**
   * Begins to push a stream of a room.
   *
   * @param streamId null for the room's own
   */
  public PushState start(RoomHost host, String url, @Nullable String streamId) throws PushFaultException, RoomRefusedException {
    Pushers.Target target = pushers.read(url);
    RoomPush push = changed(host, (now, room) -> enter(now, room, target, streamId));
    return begin(host, push, target);
  }

  /** Has one pushed that has its place; it is forgotten where that cannot be. */
  PushState begin(RoomHost host, RoomPush push, Pushers.Target target) throws PushFaultException, RoomRefusedException {
    try {
      Pushers.Running running = pushers.start(host.key(), push.streamId(), target, status -> host.tell(() -> become(host, push, status)));
      return changed(host, (now, room) -> {
        push.begun(running);
        return push.state();
      });
    } catch (PushFaultException | RoomRefusedException e) {
      host.tell(() -> forget(host, push));
      throw e;
    }
  }

  private RoomPush enter(RoomHost host, Room room, Pushers.Target target, @Nullable String streamId) throws RoomRefusedException {
    SessionPushes session = session(host, room);
    require(session.running() + 1);
    RoomPush push = named(host, target, streamId, false);
    session.add(push);
    host.note(push.happening());
    return push;
  }

  RoomPush named(RoomHost host, Pushers.Target target, @Nullable String streamId, boolean listed) {
    return new RoomPush(sids.next(PUSH), streamId, target, listed, host.nowMs());
  }

  /** Refuses more than a session may have. */
  void require(int count) throws RoomRefusedException {
    if (count > PUSHES_MAX) {
      throw refused(RoomRefusal.TOO_MANY_PUSHES, "A session has " + PUSHES_MAX + " pushes at most: stop one.");
    }
  }

  SessionPushes session(RoomHost host, Room room) {
    SessionPushes known = sessions.get(host);
    if (known != null && known.sessionId().equals(room.sessionId())) {
      return known;
    }
    SessionPushes begun = new SessionPushes(room.sessionId());
    sessions.put(host, begun);
    host.after(LOOK_MS, () -> look(host, begun));
    return begun;
  }

  private void look(RoomHost host, SessionPushes session) {
    boolean over = host.room().ended() || host.room().members().isEmpty() || !host.room().sessionId().equals(session.sessionId());
    if (over) {
      session.all().forEach(RoomPush::stop);
      sessions.remove(host, session);
    } else {
      host.after(LOOK_MS, () -> look(host, session));
    }
  }

  private void become(RoomHost host, RoomPush push, PushStatus status) {
    Happening told = push.become(status);
    if (told != null && status.step() != PushStep.CONNECTING) {
      host.note(told);
    }
  }

  private void forget(RoomHost host, RoomPush push) {
    push.stop();
    SessionPushes session = sessions.get(host);
    if (session != null) {
      session.all().remove(push);
    }
    become(host, push, new PushStatus(PushStep.STOPPED, NOT_BEGUN, 1));
  }

  /** They never were. */
  void drop(RoomHost host, List<RoomPush> entered) {
    SessionPushes session = sessions.get(host);
    if (session != null) {
      session.all().removeAll(entered);
    }
  }

  void endListed(RoomHost host) {
    SessionPushes session = sessions.get(host);
    if (session != null) {
      session.listed().forEach(RoomPush::stop);
    }
  }

  /** The session's pushes, also those that are over. */
  public List<PushState> all(RoomHost host) throws RoomRefusedException {
    return changed(host, (now, room) -> session(now, room).all().stream().map(RoomPush::state).toList());
  }

  public PushState state(RoomHost host, String pushId) throws RoomRefusedException {
    return changed(host, (now, room) -> find(now, room, pushId).state());
  }

  /** Ends a push; one that is over is no longer shown. */
  public void stop(RoomHost host, String pushId) throws RoomRefusedException {
    changed(host, (now, room) -> {
      RoomPush push = find(now, room, pushId);
      if (push.over()) {
        session(now, room).all().remove(push);
      }
      push.stop();
      return push;
    });
  }

  private RoomPush find(RoomHost host, Room room, String pushId) throws RoomRefusedException {
    return session(host, room).all().stream().filter(push -> push.pushId().equals(pushId)).findFirst()
        .orElseThrow(() -> refused(RoomRefusal.NO_SUCH_PUSH, "The session has no push " + pushId + "."));
  }

  <T> T changed(RoomHost host, Rooms.Entry<T> entry) throws RoomRefusedException {
    return rooms.change(host.key(), (now, room) -> {
      if (now != host) {
        throw gone(host);
      }
      return entry.enter(now, room);
    }).orElseThrow(() -> gone(host));
  }

  private static RoomRefusedException gone(RoomHost host) {
    return refused(RoomRefusal.NO_SUCH_PUSH, "Room " + host.key().roomId() + " has just ended.");
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }
}
