package io.ringcast.signaling.room;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaEvent.ActiveSpeakers;
import io.ringcast.sfu.api.MediaEvent.PeerClosed;
import io.ringcast.sfu.api.MediaEvents;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.api.UnknownPublicationException;
import io.ringcast.signaling.room.Watching.Subscribed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every room of this server and the rules of membership: the first publisher opens a room, the last leave closes it; a user who
 * publishes its stream again replaces the earlier session; when a publisher leaves, the sessions that watch its stream end.
 *
 * <p>Any thread may call; one plain lock guards all state. Control is rare beside media, and the media plane's handles only pass
 * commands on. Loop threads never take the lock: their events go to the control executor, which runs one at a time.
 */
public final class Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
  /** 128 bits: a session's id is also a secret. */
  private static final int ID_BYTES = 16;

  private final Sfu sfu;
  private final Executor control;
  private final RandomGenerator random;
  private final RoomLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RoomKey, Room> rooms = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();

  /**
   * Rooms on a media plane.
   *
   * @param control runs what media events cause, in order
   * @param random makes ids that must not be guessed: a secure generator outside of tests
   */
  public Rooms(Sfu sfu, Executor control, RandomGenerator random, RoomLimits limits) {
    this.sfu = sfu;
    this.control = control;
    this.random = random;
    this.limits = limits;
  }

  /** Publishes a user's stream, in a new room if there is none; the user's earlier session with this stream is closed. */
  public Publishing publish(RoomKey key, String userId, String streamId, RemoteTransport remote, List<PublicationSpec> publications)
      throws RoomRefusedException {
    lock.lock();
    try {
      Room existing = rooms.get(key);
      Publishing before = existing == null ? null : existing.publisherOf(streamId);
      if (before == null) {
        requireRoomFor(key, existing);
      }
      Room room = existing == null ? open(key) : existing;
      try {
        if (before != null) {
          end(room, before, CloseReason.REQUESTED);
        }
        return start(room, userId, new Stream(streamId, userId, newId(), publications), remote);
      } finally {
        closeIfEmpty(room);
      }
    } finally {
      lock.unlock();
    }
  }

  private Publishing start(Room room, String userId, Stream stream, RemoteTransport remote) {
    Peer peer = room.media().connect();
    stream.publications().forEach(peer::publish);
    peer.remote(remote);
    Publishing session = new Publishing(newId(), room.key(), userId, stream, new IceGeneration(newId(), remote.ice()), peer);
    join(room, session);
    return session;
  }

  private void requireRoomFor(RoomKey key, @Nullable Room existing) throws RoomRefusedException {
    if (existing == null && rooms.keySet().stream().filter(other -> other.appId().equals(key.appId())).count() >= limits.roomsPerApp()) {
      throw new RoomRefusedException(
          RoomRefusal.TOO_MANY_ROOMS, "The app has " + limits.roomsPerApp() + " rooms already: wait until one ends.");
    }
    if (existing != null && existing.publishers().size() >= limits.publishersPerRoom()) {
      throw new RoomRefusedException(RoomRefusal.TOO_MANY_PUBLISHERS,
          "Room " + key.roomId() + " has " + limits.publishersPerRoom() + " publishers already: wait until one leaves.");
    }
  }

  private Room open(RoomKey key) {
    RoomEvents events = new RoomEvents();
    Room room = new Room(sfu.openRoom(key, events));
    events.bind(room);
    rooms.put(key, room);
    LOG.info("room {} of app {} opened", key.roomId(), key.appId());
    return room;
  }

  /** Hears one room; what comes before the room is known here concerns no session yet. */
  private final class RoomEvents implements MediaEvents {
    private volatile @Nullable Room room;

    void bind(Room opened) {
      room = opened;
    }

    @Override
    public void on(MediaEvent event) {
      Room target = room;
      if (target != null) {
        onEvent(target, event);
      }
    }
  }

  private void onEvent(Room room, MediaEvent event) {
    switch (event) {
      case PeerClosed closed -> control.execute(() -> onPeerClosed(room, closed));
      case ActiveSpeakers active -> room.speakers(active.speakers());
      default -> { }
    }
  }

  private void onPeerClosed(Room room, PeerClosed closed) {
    lock.lock();
    try {
      Session session = room.remove(closed.peer());
      if (session != null) {
        forget(room, session, closed.reason());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The stream to watch: the named one, or the room's only one when {@code streamId} is null. */
  public Stream stream(RoomKey key, @Nullable String streamId) throws RoomRefusedException {
    lock.lock();
    try {
      Room room = rooms.get(key);
      List<Publishing> publishers = room == null ? List.of() : room.publishers();
      if (publishers.isEmpty()) {
        throw new RoomRefusedException(
            RoomRefusal.NOBODY_PUBLISHES, "Nobody publishes in room " + key.roomId() + ": try again when somebody does.");
      }
      List<String> streamIds = publishers.stream().map(publisher -> publisher.stream().streamId()).toList();
      if (streamId == null && publishers.size() > 1) {
        throw new RoomRefusedException(RoomRefusal.SEVERAL_STREAMS,
            "Room " + key.roomId() + " has " + publishers.size() + " streams: name one of them.", streamIds);
      }
      for (Publishing publisher : publishers) {
        if (streamId == null || publisher.stream().streamId().equals(streamId)) {
          return publisher.stream();
        }
      }
      throw new RoomRefusedException(
          RoomRefusal.NO_SUCH_STREAM, "Room " + key.roomId() + " has no stream " + streamId + ": name one of its streams.", streamIds);
    } finally {
      lock.unlock();
    }
  }

  /** Watches a stream of a room. */
  public Watching watch(RoomKey key, String userId, Stream stream, RemoteTransport remote, List<SubscriptionSpec> wanted)
      throws RoomRefusedException {
    lock.lock();
    try {
      Room room = rooms.get(key);
      Publishing publisher = room == null ? null : room.publisherOf(stream.streamId());
      if (room == null || publisher == null || !publisher.stream().equals(stream)) {
        throw new RoomRefusedException(
            RoomRefusal.NO_SUCH_STREAM, "The publisher of " + stream.streamId() + " has just left: try again.");
      }
      if (room.watchers().size() >= limits.watchersPerRoom()) {
        throw new RoomRefusedException(RoomRefusal.TOO_MANY_WATCHERS,
            "Room " + key.roomId() + " has " + limits.watchersPerRoom() + " watchers already: wait until one leaves.");
      }
      Peer peer = room.media().connect();
      List<Subscribed> subscriptions = subscribe(peer, stream, wanted);
      peer.remote(remote);
      Watching session = new Watching(newId(), key, userId, stream, new IceGeneration(newId(), remote.ice()), peer, subscriptions);
      join(room, session);
      return session;
    } finally {
      lock.unlock();
    }
  }

  private static List<Subscribed> subscribe(Peer peer, Stream stream, List<SubscriptionSpec> wanted) throws RoomRefusedException {
    List<Subscribed> subscriptions = new ArrayList<>();
    try {
      for (SubscriptionSpec spec : wanted) {
        PublicationSpec publication =
            stream.publications().stream().filter(one -> one.id().equals(spec.publication())).findFirst().orElseThrow();
        subscriptions.add(new Subscribed(spec.mid(), publication, peer.subscribe(spec, stream.cname())));
      }
    } catch (UnknownPublicationException e) {
      peer.close(CloseReason.REQUESTED);
      throw new RoomRefusedException(
          RoomRefusal.NO_SUCH_STREAM, "The publisher of " + stream.streamId() + " has just left: try again.");
    }
    return subscriptions;
  }

  private void join(Room room, Session session) {
    room.add(session);
    sessions.put(session.sessionId(), session);
    LOG.info("room {}: {} joined with {} as peer {}", session.room().roomId(), session.userId(), session.stream().streamId(),
        session.peer());
  }

  public Optional<Session> session(String sessionId) {
    lock.lock();
    try {
      return Optional.ofNullable(sessions.get(sessionId));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The session with new ICE credentials on both sides; its media goes on meanwhile. A request that was repeated finds what it asked for
   * before. Empty when the session has ended.
   */
  public Optional<Session> restartIce(Session session, IceCredentials remote) {
    lock.lock();
    try {
      Room room = rooms.get(session.room());
      Session current = sessions.get(session.sessionId());
      if (room == null || current == null || current.ice().remote().equals(remote)) {
        return Optional.ofNullable(current);
      }
      connection(current).renewIce();
      Session renewed = current.in(new IceGeneration(newId(), remote));
      room.add(renewed);
      sessions.put(renewed.sessionId(), renewed);
      LOG.info("room {}: {} restarts ICE, peer {}", renewed.room().roomId(), renewed.userId(), renewed.peer());
      return Optional.of(renewed);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a session at once; one that has ended already stays so. */
  public void leave(Session session) {
    lock.lock();
    try {
      Room room = rooms.get(session.room());
      if (room != null && sessions.containsKey(session.sessionId())) {
        end(room, session, CloseReason.REQUESTED);
        closeIfEmpty(room);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a session out and everything that hangs on it, but leaves the room open. */
  private void end(Room room, Session session, CloseReason reason) {
    room.remove(session.peer());
    detach(room, session, reason);
    connection(session).close(reason);
  }

  private void detach(Room room, Session session, CloseReason reason) {
    sessions.remove(session.sessionId());
    LOG.info("room {}: {} left ({}), peer {}", session.room().roomId(), session.userId(), reason, session.peer());
    if (session instanceof Publishing) {
      for (Watching watcher : room.watchers()) {
        if (watcher.stream().equals(session.stream())) {
          end(room, watcher, CloseReason.REQUESTED);
        }
      }
    }
  }

  /** What remains to do when the media plane has closed a session's peer by itself. */
  private void forget(Room room, Session session, CloseReason reason) {
    detach(room, session, reason);
    closeIfEmpty(room);
  }

  private void closeIfEmpty(Room room) {
    if (room.isEmpty() && rooms.remove(room.key(), room)) {
      room.media().close();
      LOG.info("room {} of app {} closed", room.key().roomId(), room.key().appId());
    }
  }

  private static Peer connection(Session session) {
    return switch (session) {
      case Publishing publishing -> publishing.connection();
      case Watching watching -> watching.connection();
    };
  }

  /** The rooms of an app. */
  public List<RoomView> roomsOf(String appId) {
    lock.lock();
    try {
      return rooms.values().stream().filter(room -> room.key().appId().equals(appId)).map(Room::view).toList();
    } finally {
      lock.unlock();
    }
  }

  public Optional<RoomView> room(RoomKey key) {
    lock.lock();
    try {
      return Optional.ofNullable(rooms.get(key)).map(Room::view);
    } finally {
      lock.unlock();
    }
  }

  /** The media plane's figures of a room; one without peers when there is no such room. */
  public CompletableFuture<RoomReport> report(RoomKey key) {
    lock.lock();
    try {
      Room room = rooms.get(key);
      return room == null ? CompletableFuture.completedFuture(new RoomReport(key, List.of())) : room.media().report();
    } finally {
      lock.unlock();
    }
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
