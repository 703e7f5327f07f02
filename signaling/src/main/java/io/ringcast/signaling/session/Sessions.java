package io.ringcast.signaling.session;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.api.UnknownPublicationException;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomCounters;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.PendingPlaces.Place;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.session.Watching.Subscribed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of one request each: a stream published, a stream watched. In the room a publisher is a participant that hears nothing, a
 * watcher one that nobody sees; a user who publishes its stream again replaces its earlier stay; when a stream ends, so do the sessions
 * that watch it.
 *
 * <p>Any thread may call; one plain lock guards what is known of sessions here. Rooms have queues of their own, which never wait for the
 * lock: what they tell goes to the control executor, which runs one at a time.
 */
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  /** 128 bits: a session's id is also a secret. */
  private static final int ID_BYTES = 16;

  private static final Permissions PUBLISHER = new Permissions(true, false, false, Set.of(), false, false, false);
  private static final Permissions VIEWER = new Permissions(false, true, false, Set.of(), false, true, false);

  private final Rooms rooms;
  private final Executor control;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RoomKey, SessionRoom> byRoom = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<PeerId, Place> pending = new HashMap<>();

  /**
   * Sessions in rooms.
   *
   * @param control runs what rooms and the media plane cause, in order
   * @param random makes ids that must not be guessed: a secure generator outside of tests
   */
  public Sessions(Rooms rooms, Executor control, RandomGenerator random) {
    this.rooms = rooms;
    this.control = control;
    this.random = random;
  }

  public RoomCounters counters() {
    return rooms.counters();
  }

  /** Sessions and participants that were asked for and have not connected yet. */
  public int pendingSessions() {
    return rooms.pending().size();
  }

  private RoomRefusedException refused(RoomRefusal reason, String detail) {
    return refused(reason, detail, List.of());
  }

  private RoomRefusedException refused(RoomRefusal reason, String detail, List<String> streams) {
    rooms.counters().onRefused(reason);
    return new RoomRefusedException(reason, detail, streams);
  }

  /** What is done with a place among those that have not connected yet. */
  @FunctionalInterface
  private interface Admission<T extends Session> {
    T admit() throws RoomRefusedException;
  }

  /** Keeps the place for the session until it connects; gives it back when there will be none. */
  private <T extends Session> T admit(RoomKey key, Caller who, Admission<T> admission) throws RoomRefusedException {
    Place place = rooms.pending().take(key.appId(), who.address());
    T session = null;
    try {
      session = admission.admit();
      pending.put(session.peer(), place);
      return session;
    } finally {
      if (session == null) {
        place.release();
      }
    }
  }

  /** Publishes a user's stream, in a new room if there is none; the user's earlier stay in the room ends. */
  public Publishing publish(RoomKey key, Caller who, String tag, RemoteTransport remote, List<PublicationSpec> publications)
      throws RoomRefusedException {
    Publishing session;
    lock.lock();
    try {
      session = admit(key, who, () -> publishNow(key, who, tag, remote, publications));
    } finally {
      lock.unlock();
    }
    return written(session);
  }

  /** Waits, without the lock, until the session's coming is durable; one whose coming cannot be written ends. */
  private <T extends Session> T written(T session) throws RoomRefusedException {
    RoomHost host = rooms.find(session.room()).orElse(null);
    if (host != null && !host.written().join()) {
      leave(session);
      throw refused(RoomRefusal.EVENTS_UNWRITABLE, "What happens cannot be written down now: try again in a moment.");
    }
    return session;
  }

  private Publishing publishNow(RoomKey key, Caller who, String tag, RemoteTransport remote, List<PublicationSpec> publications)
      throws RoomRefusedException {
    String streamId = Stream.idOf(who.userId(), tag);
    SessionRoom existing = byRoom.get(key);
    Publishing before = existing == null ? null : existing.publisherOf(streamId);
    if (before == null && existing != null && existing.publishers().size() >= rooms.limits().publishersPerRoom()) {
      throw refused(RoomRefusal.TOO_MANY_PUBLISHERS,
          "Room " + key.roomId() + " has " + rooms.limits().publishersPerRoom() + " publishers already: wait until one leaves.");
    }
    Entered entered = rooms.enter(key, RoomSettings.UNTIL_EMPTY, (host, room) -> publishIn(host, room, who, tag, publications));
    if (before != null && existing != null) {
      end(existing, before, CloseReason.REQUESTED);
    }
    entered.peer().remote(remote);
    Stream stream = new Stream(streamId, who.userId(), entered.participant().sid(), publications);
    Publishing session = new Publishing(
        newId(), key, who.userId(), stream, new IceGeneration(newId(), remote.ice()), entered.peer(), entered.participant());
    join(entered.host(), session);
    return session;
  }

  private record Entered(RoomHost host, Participant participant, Peer peer, List<Subscribed> subscriptions) {}

  /** On the room's queue: the user is a participant that hears nothing and is commanded little. */
  private Entered publishIn(RoomHost host, Room room, Caller who, String tag, List<PublicationSpec> publications)
      throws RoomRefusedException {
    Ear ear = new Ear();
    Peer peer = host.connect(ear);
    ear.bind(peer.id());
    Participant participant = joined(host, room, new JoinRequest(
        who.userId(), Presence.USER, PUBLISHER, Profile.EMPTY, false, ear, new PeerMedia(peer), who.mode()), peer);
    try {
      for (PublicationSpec spec : publications) {
        Publication publication = room.announce(participant, TrackDetails.plain(spec.kind()).called(tag), false, host.nowMs());
        peer.publish(spec);
        room.live(publication, spec);
      }
    } catch (RoomRefusedException e) {
      room.leave(participant, LeaveReason.LEFT, host.nowMs());
      throw e;
    }
    return new Entered(host, participant, peer, List.of());
  }

  private static Participant joined(RoomHost host, Room room, JoinRequest request, Peer peer) throws RoomRefusedException {
    try {
      return room.join(request, host.nowMs());
    } catch (RoomRefusedException e) {
      peer.close(CloseReason.REQUESTED);
      throw e;
    }
  }

  /** Hears of one peer and its participant on the room's queue, and has the control executor do what follows. */
  private final class Ear implements RoomHost.PeerEar, Seat {
    private @Nullable PeerId peer;
    private @Nullable Stream watched;

    void bind(PeerId bound) {
      peer = bound;
    }

    void watch(Stream stream) {
      watched = stream;
    }

    @Override
    public void onConnected() {
      control.execute(() -> connected(peer));
    }

    @Override
    public void onClosed(CloseReason reason) {
      control.execute(() -> closed(peer, reason));
    }

    @Override
    public void onParticipant(Participant changed) {
      Stream stream = watched;
      if (stream != null && stream.cname().equals(changed.sid()) && !lives(stream, changed)) {
        control.execute(() -> closed(peer, CloseReason.REQUESTED));
      }
    }

    @Override
    public void onHidden(Participant gone) {
      Stream stream = watched;
      if (stream != null && stream.cname().equals(gone.sid())) {
        control.execute(() -> closed(peer, CloseReason.REQUESTED));
      }
    }

    /** A publisher that publishes nothing any more is no session. */
    @Override
    public void onUnpublished(Publication own) {
      if (own.owner().publications().isEmpty()) {
        control.execute(() -> closed(peer, CloseReason.REQUESTED));
      }
    }

    @Override
    public void onRemoved(LeaveReason reason) {
      CloseReason cause = reason == LeaveReason.SERVER_CLOSED ? CloseReason.SERVER_CLOSED : CloseReason.REQUESTED;
      control.execute(() -> closed(peer, cause));
    }
  }

  private static boolean lives(Stream stream, Participant owner) {
    return !owner.left() && stream.publications().stream().allMatch(
        spec -> owner.publications().stream().anyMatch(publication -> spec.equals(publication.spec())));
  }

  /** The media of one participant that publishes by one request. */
  private record PeerMedia(Peer peer) implements RoomMedia {
    @Override
    public void mute(Publication own, boolean muted) {
      peer.mute(own.id(), muted);
    }

    @Override
    public void unpublish(Publication own) {
      peer.unpublish(own.id());
    }

    @Override
    public void close(CloseReason reason) {
      peer.close(reason);
    }

    @Override
    public List<PeerId> peers() {
      return List.of(peer.id());
    }
  }

  private void connected(@Nullable PeerId peer) {
    lock.lock();
    try {
      if (peer != null) {
        release(peer);
      }
    } finally {
      lock.unlock();
    }
  }

  private void release(PeerId peer) {
    Place place = pending.remove(peer);
    if (place != null) {
      place.release();
    }
  }

  private void closed(@Nullable PeerId peer, CloseReason reason) {
    lock.lock();
    try {
      for (SessionRoom room : List.copyOf(byRoom.values())) {
        Session session = peer == null ? null : room.session(peer);
        if (session != null) {
          end(room, session, reason);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The stream to watch: the named one, or the room's mix, or its only one when {@code streamId} is null. */
  public Stream stream(RoomKey key, @Nullable String streamId) throws RoomRefusedException {
    List<Stream> streams = rooms.enterOpen(key, (host, room) -> Streams.of(room)).orElse(List.of());
    if (streams.isEmpty()) {
      throw refused(
          RoomRefusal.NOBODY_PUBLISHES, "Nobody publishes in room " + key.roomId() + ": try again when somebody does.");
    }
    List<String> streamIds = streams.stream().map(Stream::streamId).toList();
    Optional<Stream> mix = streams.stream().filter(stream -> stream.userId().equals(Presence.MIX_USER)).findFirst();
    if (streamId == null && mix.isPresent()) {
      return mix.get();
    }
    if (streamId == null && streams.size() > 1) {
      throw refused(RoomRefusal.SEVERAL_STREAMS,
          "Room " + key.roomId() + " has " + streams.size() + " streams: name one of them.", streamIds);
    }
    for (Stream stream : streams) {
      if (streamId == null || stream.streamId().equals(streamId)) {
        return stream;
      }
    }
    throw refused(
        RoomRefusal.NO_SUCH_STREAM, "Room " + key.roomId() + " has no stream " + streamId + ": name one of its streams.", streamIds);
  }

  /** Watches a stream of a room. */
  public Watching watch(RoomKey key, Caller who, Stream stream, RemoteTransport remote, List<SubscriptionSpec> wanted)
      throws RoomRefusedException {
    Watching session;
    lock.lock();
    try {
      SessionRoom existing = byRoom.get(key);
      if (existing != null && existing.watchers().size() >= rooms.limits().watchersPerRoom()) {
        throw refused(RoomRefusal.TOO_MANY_WATCHERS,
            "Room " + key.roomId() + " has " + rooms.limits().watchersPerRoom() + " watchers already: wait until one leaves.");
      }
      session = admit(key, who, () -> watchNow(key, who, stream, remote, wanted));
    } finally {
      lock.unlock();
    }
    return written(session);
  }

  private Watching watchNow(RoomKey key, Caller who, Stream stream, RemoteTransport remote, List<SubscriptionSpec> wanted)
      throws RoomRefusedException {
    Entered entered = rooms.enterOpen(key, (host, room) -> watchIn(host, room, who, stream, wanted)).orElseThrow(() -> gone(stream));
    entered.peer().remote(remote);
    Watching session = new Watching(newId(), key, who.userId(), stream, new IceGeneration(newId(), remote.ice()), entered.peer(),
        entered.participant(), entered.subscriptions());
    join(entered.host(), session);
    return session;
  }

  private static RoomRefusedException gone(Stream stream) {
    return new RoomRefusedException(
        RoomRefusal.NO_SUCH_STREAM, "The publisher of " + stream.streamId() + " has just left: try again.", List.of());
  }

  /** On the room's queue: a viewer whom nobody sees, and who is nobody's second self. */
  private Entered watchIn(RoomHost host, Room room, Caller who, Stream stream, List<SubscriptionSpec> wanted) throws RoomRefusedException {
    if (!Streams.of(room).contains(stream)) {
      throw gone(stream);
    }
    Ear ear = new Ear();
    Peer peer = host.connect(ear);
    ear.bind(peer.id());
    ear.watch(stream);
    List<Subscribed> subscriptions = subscribe(peer, stream, wanted);
    Participant viewer = joined(host, room, new JoinRequest(
        who.userId(), Presence.VIEWER, VIEWER, Profile.EMPTY, false, ear, new PeerMedia(peer), who.mode()), peer);
    return new Entered(host, viewer, peer, subscriptions);
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
      throw gone(stream);
    }
    return subscriptions;
  }

  private void join(RoomHost host, Session session) {
    SessionRoom room = byRoom.computeIfAbsent(session.room(), absent -> new SessionRoom(host));
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
      SessionRoom room = byRoom.get(session.room());
      Session current = sessions.get(session.sessionId());
      if (room == null || current == null || current.ice().remote().equals(remote)) {
        return Optional.ofNullable(current);
      }
      current.connection().renewIce();
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
    RoomHost host = null;
    lock.lock();
    try {
      SessionRoom room = byRoom.get(session.room());
      if (room != null && sessions.containsKey(session.sessionId())) {
        end(room, session, CloseReason.REQUESTED);
        host = room.host();
      }
    } finally {
      lock.unlock();
    }
    if (host != null) {
      host.written().join();
    }
  }

  /** Takes a session out and everything that hangs on it. */
  private void end(SessionRoom room, Session session, CloseReason reason) {
    if (room.remove(session.peer()) == null) {
      return;
    }
    sessions.remove(session.sessionId());
    release(session.peer());
    rooms.counters().onEnded(reason);
    LOG.info("room {}: {} left ({}), peer {}", session.room().roomId(), session.userId(), reason, session.peer());
    if (session instanceof Publishing) {
      room.watchers().stream().filter(watcher -> watcher.stream().equals(session.stream()))
          .forEach(watcher -> end(room, watcher, CloseReason.REQUESTED));
    }
    RoomHost host = room.host();
    host.tell(() -> host.room().leave(session.participant(), leaving(reason), host.nowMs()));
    if (room.isEmpty()) {
      byRoom.remove(session.room(), room);
    }
  }

  private static LeaveReason leaving(CloseReason reason) {
    return switch (reason) {
      case REQUESTED, REMOTE_CLOSED -> LeaveReason.LEFT;
      case ROOM_CLOSED -> LeaveReason.ROOM_DELETED;
      case SERVER_CLOSED -> LeaveReason.SERVER_CLOSED;
      case CONSENT_EXPIRED, SETUP_TIMEOUT, HANDSHAKE_FAILED, FINGERPRINT_MISMATCH -> LeaveReason.MEDIA_LOST;
    };
  }

  /** The media plane's figures of a room; one without peers when there is no such room. */
  public CompletableFuture<RoomReport> report(RoomKey key) {
    return rooms.find(key).map(host -> host.media().report())
        .orElseGet(() -> CompletableFuture.completedFuture(new RoomReport(key, List.of())));
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
