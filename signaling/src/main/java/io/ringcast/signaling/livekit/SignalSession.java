package io.ringcast.signaling.livekit;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.signaling.livekit.media.MediaSession;
import io.ringcast.signaling.livekit.media.MediaSignals;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Luggage;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.ParticipantState;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.forward.Traveller;
import io.ringcast.signaling.room.host.Home;
import io.ringcast.signaling.room.host.PendingPlaces.Place;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.sdp.SdpException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.SubscriptionError;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.RequestResponse;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SyncState;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One participant's signalling, over one WebSocket after the other. Runs on the queue of the room where its {@link Home} is.
 *
 * <pre>
 * JOINING    join response sent               JOINED
 * JOINED     connection lost                  SUSPENDED   the stay goes on, its media too
 * JOINED     connects again and resumes       JOINED      the earlier connection is closed
 * SUSPENDED  resumes                          JOINED      told what it missed
 * SUSPENDED  {@link #RESUME_WINDOW_MS} later        LEFT        (SIGNAL_LOST)
 * JOINED     is moved                         MOVING      told nothing of the room that it leaves
 * MOVING     arrives                          JOINED      another participant with the same media, on the other room's queue
 * any        leaves, or is taken out          LEFT        told why; nothing follows
 * </pre>
 */
final class SignalSession implements Seat, MediaSignals, Traveller {
  static final long RESUME_WINDOW_MS = 20_000;
  /** Whose media never comes up is not in the room. */
  static final long CONNECT_LIMIT_MS = 45_000;
  /** Departures that a suspended client is told of when it is back; one that missed more joins anew. */
  static final int MISSED_MAX = 1_000;
  /** What waits holds the session, even one that has ended: so nothing waits for the minutes between two tokens. */
  private static final long TOKEN_LOOK_MS = 30_000;
  private static final Logger LOG = LoggerFactory.getLogger(SignalSession.class);

  private final Home home;
  private final JoinAnswers answers;
  private final Place place;
  private final ConcurrentMap<String, SignalSession> bySid;
  private final Map<String, ParticipantInfo> missed = new LinkedHashMap<>();
  private @Nullable Stay stay;
  private ReturnTokens tokens;
  private Outlet outlet;
  private SignalState state = SignalState.JOINING;
  private int connection;
  /** Whether data packets reach its client. */
  private boolean reachable;

  /** What exists once the room has taken the participant in. */
  private record Stay(Participant who, MediaSession media, Publishing publishing, Subscribing subscribing, Messaging messaging) {}

  /**
   * A session that has not begun.
   *
   * @param tokens what the client comes back with
   * @param place what it holds until its media comes up
   * @param bySid where it can be found by its participant's sid from {@link #begin} to its end
   */
  SignalSession(
      Home home, Outlet outlet, JoinAnswers answers, ReturnTokens tokens, Place place, ConcurrentMap<String, SignalSession> bySid) {
    this.home = home;
    this.outlet = outlet;
    this.answers = answers;
    this.tokens = tokens;
    this.place = place;
    this.bySid = bySid;
  }

  /** The room has taken the participant in: the client is told what it found, and what came with its request is done. */
  void begin(Participant who, MediaSession media, JoinWish wish) {
    Room room = home.room();
    Stay begun = new Stay(who, media, new Publishing(home, who, media, this::send), new Subscribing(room, who, this::send),
        new Messaging(home, who));
    stay = begun;
    state = SignalState.JOINED;
    bySid.put(who.sid(), this);
    List<Participant> others = room.others(who);
    send(answers.join(room, who, others, wish));
    renewToken(home.nowMs());
    wish.tracks().forEach(begun.publishing()::add);
    if (wish.offer() != null) {
      negotiate(wish.offer(), media::onOffer);
    }
    if (!heard(room).isEmpty()) {
      send(Responses.speakers(heard(room)));
    }
    media.start();
    if (answers.mustConnect(who, wish)) {
      home.after(CONNECT_LIMIT_MS, () -> {
        if (stay != null && stay.who().state() == ParticipantState.JOINED) {
          leave(LeaveReason.MEDIA_LOST);
        }
      });
    } else {
      place.release();
    }
  }

  /** Tells the client its next token when it is due, and looks again while it stays. */
  private void renewToken(long dueMs) {
    Stay now = stay;
    if (now == null) {
      return;
    }
    boolean due = home.nowMs() >= dueMs;
    if (due) {
      send(Responses.refreshToken(tokens.next(now.who(), home.nowMs())));
    }
    long nextMs = due ? home.nowMs() + ReturnTokens.RENEWED_AFTER.toMillis() : dueMs;
    home.after(TOKEN_LOOK_MS, () -> renewToken(nextMs));
  }

  boolean of(String appId, String roomId, String userId) {
    Stay now = stay;
    return now != null && home.key().appId().equals(appId) && home.key().roomId().equals(roomId) && now.who().userId().equals(userId);
  }

  Home home() {
    return home;
  }

  String participantSid() {
    return stay == null ? "" : stay.who().sid();
  }

  /** The client is back on another connection; false when the stay has ended and it must join anew. */
  boolean resume(Outlet next, JoinWish wish) {
    Stay now = stay;
    if (now == null || state == SignalState.LEFT || missed.size() >= MISSED_MAX) {
      return false;
    }
    outlet.close();
    outlet = next;
    connection++;
    state = SignalState.JOINED;
    send(answers.reconnect(home.room().data().lastSequence(now.who())));
    send(Responses.refreshToken(tokens.next(now.who(), home.nowMs())));
    Room room = home.room();
    List<ParticipantInfo> infos = new ArrayList<>(missed.values());
    missed.clear();
    infos.add(Infos.participant(now.who()));
    room.others(now.who()).forEach(other -> infos.add(Infos.participant(other)));
    send(Responses.update(infos));
    send(answers.room(room));
    send(Responses.speakers(heard(room)));
    onQuality(room.others(now.who()).stream().filter(other -> other.state() == ParticipantState.ACTIVE).toList());
    if (wish.state() != null) {
      sync(now, wish.state());
    }
    room.repeatDemands(now.who());
    now.media().resume();
    LOG.info("room {}: {} resumed", home.key().roomId(), now.who().userId());
    return true;
  }

  private static List<Speaking> heard(Room room) {
    return room.speaking().stream().filter(one -> one.who().visible()).toList();
  }

  private static void sync(Stay now, SyncState state) {
    now.publishing().sync(state);
    now.subscribing().sync(state);
    now.messaging().sync(state);
  }

  /** A connection has ended, whoever ended it. */
  void onDisconnected(Outlet gone) {
    if (!gone.equals(outlet) || state != SignalState.JOINED || stay == null) {
      return;
    }
    state = SignalState.SUSPENDED;
    stay.media().suspend();
    int lost = connection;
    home.after(RESUME_WINDOW_MS, () -> {
      if (state == SignalState.SUSPENDED && connection == lost) {
        leave(LeaveReason.SIGNAL_LOST);
      }
    });
  }

  /** What the client says on one of its connections; an old one's word counts no longer. */
  void onRequest(SignalRequest request, Outlet from) {
    Stay now = stay;
    if (now == null || state != SignalState.JOINED || !from.equals(outlet)) {
      return;
    }
    switch (request.getMessageCase()) {
      case OFFER -> negotiate(request.getOffer(), now.media()::onOffer);
      case ANSWER -> negotiate(request.getAnswer(), now.media()::onAnswer);
      case ADD_TRACK -> now.publishing().add(request.getAddTrack());
      case MUTE -> now.publishing().mute(request.getMute());
      case SUBSCRIPTION -> now.subscribing().update(request.getSubscription());
      case TRACK_SETTING -> now.subscribing().settings(request.getTrackSetting());
      case SUBSCRIPTION_PERMISSION -> now.subscribing().permission(request.getSubscriptionPermission());
      case SYNC_STATE -> sync(now, request.getSyncState());
      case UPDATE_METADATA -> onProfile(now, request.getUpdateMetadata());
      case UPDATE_AUDIO_TRACK -> now.publishing().update(request.getUpdateAudioTrack());
      case UPDATE_VIDEO_TRACK -> now.publishing().update(request.getUpdateVideoTrack());
      case PING -> send(Responses.pong(request.getPing()));
      case PING_REQ -> send(Responses.pong(request.getPingReq(), home.nowMs()));
      case LEAVE -> leave(LeaveReason.LEFT);
      // This side is ICE-lite: the client's checks tell its addresses.
      case TRICKLE -> { }
      default -> LOG.debug("room {}: {} is not known here", home.key().roomId(), request.getMessageCase());
    }
  }

  private interface Negotiation {
    void take(String sdp, int id) throws SdpException;
  }

  private void negotiate(SessionDescription description, Negotiation negotiation) {
    try {
      negotiation.take(description.getSdp(), description.getId());
    } catch (SdpException e) {
      LOG.info("room {}: a description cannot be used: {}", home.key().roomId(), e.detail());
      leave(LeaveReason.MISBEHAVED);
    }
  }

  private void onProfile(Stay now, UpdateParticipantMetadata request) {
    RequestResponse.Builder about = RequestResponse.newBuilder().setRequestId(request.getRequestId()).setUpdateMetadata(request);
    Profile change = new Profile(request.getName(), request.getMetadata(), request.getAttributesMap());
    try {
      home.room().update(now.who(), now.who().profile().changedBy(change), home.nowMs());
      send(Responses.requestDone(about));
    } catch (RoomRefusedException e) {
      send(Responses.requestFailed(about, Refusals.reason(e.refusal()), e.detail()));
    }
  }

  @Override
  public CompletableFuture<Boolean> moveTo(RoomHost next) {
    CompletableFuture<Boolean> arrived = new CompletableFuture<>();
    home.tell(() -> depart(next, arrived));
    return arrived;
  }

  private void depart(RoomHost next, CompletableFuture<Boolean> arrived) {
    Stay now = stay;
    if (now == null || state != SignalState.JOINED || now.who().state() != ParticipantState.ACTIVE) {
      arrived.complete(false);
      return;
    }
    state = SignalState.MOVING;
    Luggage luggage = home.room().depart(now.who(), home.nowMs());
    bySid.remove(now.who().sid(), this);
    home.host().calls().gone(now.who());
    home.depart();
    next.tell(() -> arrived.complete(arrive(now, luggage, next)));
  }

  /** False when the other room has just filled or ended: then the client is in no room any more. */
  private boolean arrive(Stay before, Luggage luggage, RoomHost next) {
    Room room = next.room();
    Participant who;
    try {
      home.arrive(next);
      who = room.arrive(luggage, next.nowMs());
    } catch (RoomRefusedException | IllegalArgumentException e) {
      LOG.info("room {}: {} cannot arrive: {}", next.key().roomId(), before.who().userId(), e.toString());
      before.media().close(CloseReason.REQUESTED);
      state = SignalState.JOINED;
      onRemoved(LeaveReason.REMOVED);
      return false;
    }
    before.publishing().goOnAs(who);
    stay = new Stay(who, before.media(), before.publishing(), new Subscribing(room, who, this::send),
        new Messaging(home, who));
    bySid.put(who.sid(), this);
    tokens = tokens.towards(next.key().roomId());
    state = SignalState.JOINED;
    send(answers.moved(room, tokens.next(who, next.nowMs()), who, room.others(who)));
    send(Responses.speakers(heard(room)));
    onQuality(room.others(who).stream().filter(other -> other.state() == ParticipantState.ACTIVE).toList());
    room.repeatDemands(who);
    if (reachable) {
      room.data().reach(who, next.nowMs());
    }
    LOG.info("room {}: {} came from another room", next.key().roomId(), who.userId());
    return true;
  }

  private void leave(LeaveReason reason) {
    if (stay != null) {
      home.room().leave(stay.who(), reason, home.nowMs());
    }
  }

  private void send(SignalResponse response) {
    if (state == SignalState.JOINED) {
      Outlet to = outlet;
      home.afterWritten(() -> deliver(to, response));
    }
  }

  /** Who is back by another connection meanwhile was told anew. */
  private void deliver(Outlet to, SignalResponse response) {
    if (to.equals(outlet) && !to.send(response)) {
      LOG.info("room {}: a connection takes no more and is closed", home.key().roomId());
      home.tell(() -> onDisconnected(to));
      to.close();
    }
  }

  @Override
  public boolean away() {
    return state == SignalState.SUSPENDED;
  }

  @Override
  public void onParticipant(Participant changed) {
    if (changed.left()) {
      onHidden(changed);
      return;
    }
    send(Responses.update(List.of(Infos.participant(changed))));
  }

  @Override
  public void onQuality(List<Participant> changed) {
    if (!changed.isEmpty()) {
      send(Responses.quality(changed));
    }
  }

  @Override
  public void onPermitted() {
    if (stay != null) {
      send(Responses.refreshToken(tokens.next(stay.who(), home.nowMs())));
      if (reachable) {
        home.room().data().reach(stay.who(), home.nowMs());
      }
    }
  }

  @Override
  public void onHidden(Participant gone) {
    if (state == SignalState.SUSPENDED) {
      missed.put(gone.sid(), Infos.departed(gone));
    }
    send(Responses.update(List.of(Infos.departed(gone))));
  }

  @Override
  public void onRoom(Room room) {
    send(answers.room(room));
  }

  @Override
  public void onSpeakers(List<Speaking> changed) {
    send(Responses.speakers(changed));
  }

  @Override
  public void onMuted(Publication own) {
    send(Responses.muted(own));
  }

  @Override
  public void onUnpublished(Publication own) {
    send(Responses.unpublished(own.sid()));
  }

  @Override
  public void onFirstSubscribed(Publication own) {
    send(Responses.subscribed(own));
  }

  @Override
  public void onDemand(Publication own, @Nullable Layer highest) {
    send(WantedLayers.of(own));
  }

  @Override
  public void onPermission(Publication publication, boolean allowed) {
    send(Responses.permission(publication, allowed));
  }

  @Override
  public void onRemoved(LeaveReason reason) {
    if (reason == LeaveReason.MOVED) {
      return;
    }
    if (reason != LeaveReason.LEFT) {
      boolean again = reason == LeaveReason.SERVER_CLOSED || reason == LeaveReason.MEDIA_LOST || reason == LeaveReason.SIGNAL_LOST;
      send(Responses.leave(Infos.reason(reason), again ? LeaveRequest.Action.RECONNECT : LeaveRequest.Action.DISCONNECT));
    }
    state = SignalState.LEFT;
    place.release();
    home.afterWritten(outlet::close);
    if (stay != null) {
      bySid.remove(stay.who().sid(), this);
      home.host().calls().gone(stay.who());
    }
    LOG.info("room {}: {} left ({})", home.key().roomId(), stay == null ? "?" : stay.who().userId(), reason);
    // Timers that are still armed hold this session, and nothing more.
    stay = null;
    missed.clear();
  }

  @Override
  public void answer(String sdp, int offerId, Map<String, String> trackByMid) {
    send(Responses.answer(sdp, offerId, trackByMid));
  }

  @Override
  public void offer(String sdp, int offerId, Map<String, String> trackByMid) {
    send(Responses.offer(sdp, offerId, trackByMid));
  }

  @Override
  public void requireSections(int audios, int videos) {
    send(Responses.sections(audios, videos));
  }

  @Override
  public boolean fallBack(Publication publication) {
    return stay != null && home.room().fallBack(stay.who(), publication);
  }

  @Override
  public void unplayable(Publication publication) {
    send(Responses.subscriptionFailed(publication.sid(), SubscriptionError.SE_CODEC_UNSUPPORTED));
  }

  @Override
  public void streams(Map<Publication, Boolean> resting) {
    send(Responses.streams(resting));
  }

  @Override
  public void data(Delivery delivery, byte[] packet, Runnable done) {
    if (stay == null) {
      done.run();
    } else {
      stay.messaging().onPacket(delivery, packet, done);
    }
  }

  @Override
  public void reachable() {
    reachable = true;
    if (stay != null) {
      home.room().data().reach(stay.who(), home.nowMs());
    }
  }

  @Override
  public void roomAgain() {
    if (stay != null) {
      home.room().data().roomAgain(stay.who(), home.nowMs());
    }
  }

  @Override
  public void connected() {
    place.release();
    if (stay != null && !stay.who().left()) {
      home.room().activate(stay.who());
    }
  }

  @Override
  public void lost(CloseReason reason) {
    leave(LeaveReason.MEDIA_LOST);
  }
}
