package io.ringcast.signaling.room;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.signaling.room.Seat.Speaking;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One room and its rules: who is in it, what they publish, who may know and receive what. It knows no protocol, thread or clock; it is
 * owned by the queue of its host, and what it tells by {@link Seat} and {@link RoomMedia} never comes back into it meanwhile.
 *
 * <p>Each duty is a collaborator's: {@link Members} who is there, {@link Admission} who comes in, {@link Publications} what is published,
 * {@link Subscriptions} who receives it, {@link Demands} which layers of it are wanted, {@link Notices} what the members are told,
 * {@link DataRelay} what they send each other.
 *
 * <p>A session begins with the first join and ends with the last leave; the room itself waits for another one for its departure grace.
 */
public final class Room {
  private static final long NEVER = Long.MAX_VALUE;

  private final RoomKey key;
  private final RoomSettings settings;
  private final Sids sids;
  private final long createdAtMs;
  private final Members members = new Members();
  private final Admission admission;
  private final Demands demands = new Demands();
  private final Chronicle chronicle;
  private final Subscriptions subscriptions;
  private final RoomCounters counters;
  private final DataRelay data;
  private final Notices notices = new Notices(members);
  private final Publications publications;
  private String sessionId;
  private String metadata;
  private long endsAtMs;
  private boolean ended;

  /** A room that nobody keeps a chronicle of, and that counts for itself. */
  public Room(RoomKey key, RoomSettings settings, RoomLimits limits, RandomGenerator random, long nowMs) {
    this(key, settings, limits, new RoomCounters(), random, nowMs, Chronicle.NONE);
  }

  public Room(
      RoomKey key, RoomSettings settings, RoomLimits limits, RoomCounters counters, RandomGenerator random, long nowMs,
      Chronicle chronicle) {
    this.key = key;
    this.settings = settings;
    this.chronicle = chronicle;
    sids = new Sids(random);
    admission = new Admission(key.roomId(), settings, limits, members);
    subscriptions = new Subscriptions(members.all(), demands, chronicle);
    publications = new Publications(limits, sids, subscriptions, notices, chronicle);
    this.counters = counters;
    data = new DataRelay(members.all(), counters);
    createdAtMs = nowMs;
    metadata = settings.metadata();
    sessionId = sids.next(Sids.ROOM);
    endsAtMs = nowMs + settings.emptyTimeoutMs();
  }

  public RoomKey key() {
    return key;
  }

  public RoomSettings settings() {
    return settings;
  }

  /** Names what happens between a first join and a last leave: {@code RM_…}. */
  public String sessionId() {
    return sessionId;
  }

  public String metadata() {
    return metadata;
  }

  public long createdAtMs() {
    return createdAtMs;
  }

  public boolean ended() {
    return ended;
  }

  /** What its members send each other. */
  public DataRelay data() {
    return data;
  }

  public RoomCounters counters() {
    return counters;
  }

  /** All members, those whom nobody sees included; oldest first. */
  public Collection<Participant> members() {
    return members.all();
  }

  /** Those that are users themselves, whether others see them or not. */
  public List<Participant> users() {
    return members.users();
  }

  /** Those whom everybody may know. */
  public List<Participant> visible() {
    return members.visible();
  }

  /** Those whom a member may know, without itself. */
  public List<Participant> others(Participant viewer) {
    return members.others(viewer);
  }

  /** The member that is this user, null when there is none. */
  public @Nullable Participant user(String userId) {
    return members.user(userId);
  }

  /** A publication of anybody, null when there is none. */
  public @Nullable Publication publication(String publicationSid) {
    return publications.bySid(publicationSid);
  }

  /** Who speaks now, loudest first. */
  public List<Speaking> speaking() {
    return notices.speaking();
  }

  /** Takes somebody in; the same user's earlier stay ends. What it may receive is commanded before this returns. */
  public Participant join(JoinRequest request, long nowMs) throws RoomRefusedException {
    chronicle.requireOpen();
    admission.admit(request, nowMs);
    Participant before = request.takesIdentity() ? members.user(request.userId()) : null;
    if (members.isEmpty()) {
      sessionId = sids.next(Sids.ROOM);
    }
    Participant joined = new Participant(sids.next(Sids.PARTICIPANT), request, nowMs);
    members.add(joined);
    endsAtMs = NEVER;
    if (before != null) {
      remove(before, LeaveReason.REPLACED);
      data.gone(before, nowMs);
    }
    chronicle.onJoined(this, joined);
    notices.joined(joined);
    subscriptions.settle(joined);
    return joined;
  }

  /** Whether there would be a place for a user now. */
  public void requirePlace(String userId) throws RoomRefusedException {
    chronicle.requireOpen();
    admission.requirePlace(userId);
  }

  /** Takes a participant out that goes on in another room, and its publications with it: both are without owner until they arrive. */
  public Luggage depart(Participant who, long nowMs) {
    Luggage luggage = new Luggage(who.again(), who.policy(), List.copyOf(who.publications()));
    subscriptions.release(who);
    leave(who, LeaveReason.MOVED, nowMs);
    who.own().clear();
    return luggage;
  }

  /** Takes in a participant that comes from another room, with what it publishes. */
  public Participant arrive(Luggage luggage, long nowMs) throws RoomRefusedException {
    if (ended) {
      throw new RoomRefusedException(RoomRefusal.CANNOT_MOVE, "Room " + key.roomId() + " has ended.", List.of());
    }
    Participant who = join(luggage.request(), nowMs);
    who.policy(luggage.policy());
    publications.adopt(who, luggage.publications());
    activate(who);
    return who;
  }

  /** The participant's media can flow. */
  public void activate(Participant who) {
    if (who.state() == ParticipantState.JOINED) {
      who.state(ParticipantState.ACTIVE);
      notices.changed(who);
      notices.active(who);
    }
  }

  /** What the media plane measured of everybody's links. */
  public void measured(RoomReport report) {
    notices.measured(report);
  }

  /** What the media plane hears. */
  public void speakers(List<Speaker> loudestFirst) {
    notices.speakers(loudestFirst);
  }

  /** How loud somebody is who is forwarded here, 0 for silent. */
  public void heard(Participant forwarded, int level) {
    notices.heard(forwarded, level);
  }

  /** How well somebody is connected who is forwarded here, from 0 to 1. */
  public void linked(Participant forwarded, double score) {
    notices.linked(forwarded, score);
  }

  /** Enters a publication that will be negotiated; nobody is told of it yet. */
  public Publication announce(Participant who, TrackDetails details, boolean muted, long nowMs) throws RoomRefusedException {
    return publications.announce(who, details, muted, nowMs);
  }

  /** The publication's media was negotiated: it can be seen and subscribed to. */
  public void live(Publication publication, PublicationSpec spec) {
    publications.live(publication, spec);
  }

  /** A viewer cannot play a publication; false when there is no other codec in which it may come. */
  public boolean fallBack(Participant viewer, Publication publication) {
    boolean another = !publication.details().backupMime().isEmpty();
    if (another) {
      subscriptions.fallBack(viewer, publication);
    }
    return another;
  }

  /** The publication's backup codec was negotiated, or is gone when it is null. */
  public void backup(Publication publication, @Nullable PublicationSpec spec) {
    publications.backup(publication, spec);
  }

  /** What its publisher says of a publication has changed; what kind it is and where it comes from does not. */
  public void describe(Publication publication, TrackDetails details) {
    publications.describe(publication, details);
  }

  public void unpublish(Publication publication) {
    publications.unpublish(publication);
  }

  /** Mutes a publication in an administrator's name. */
  public void silence(Publication publication) throws RoomRefusedException {
    if (publication.owner().presence() == Presence.FORWARDED) {
      throw new RoomRefusedException(RoomRefusal.LIVES_ELSEWHERE,
          publication.owner().userId() + " is forwarded to this room: mute it in its own, or remove it here.", List.of());
    }
    mute(publication, true, false);
  }

  /** @param byOwner whether the publisher itself asked, and needs not be told */
  public void mute(Publication publication, boolean muted, boolean byOwner) {
    publications.mute(publication, muted, byOwner);
  }

  /** The participant wants a publication, or does not, whatever it gets without asking. */
  public void subscribe(Participant viewer, Publication publication, boolean wanted) {
    subscriptions.choose(viewer, publication, wanted);
  }

  public void adjust(Participant viewer, Publication publication, Reception reception) {
    subscriptions.adjust(viewer, publication, reception);
  }

  /** Whom a participant lets have what it publishes. */
  public void admit(Participant owner, SubscriberPolicy policy) {
    subscriptions.policy(owner, policy);
  }

  /** A participant changes what it shows of itself. */
  public void update(Participant who, Profile profile) throws RoomRefusedException {
    if (!who.permissions().updateOwn()) {
      throw new RoomRefusedException(RoomRefusal.UPDATING_NOT_ALLOWED, "The token has no canUpdateOwnMetadata.", List.of());
    }
    set(who, profile);
  }

  /** Changes what a participant shows, in an administrator's name. */
  public void set(Participant who, Profile profile) throws RoomRefusedException {
    admission.require(profile);
    chronicle.requireOpen();
    Profile before = who.profile();
    who.profile(profile);
    chronicle.onProfile(who, before);
    notices.changed(who);
    who.seat().onPermitted();
  }

  /** Changes what a participant may do; publications it may no longer have end. */
  public void permit(Participant who, Permissions permissions) {
    boolean wasVisible = who.visible();
    Permissions before = who.permissions();
    who.permissions(permissions);
    chronicle.onPermitted(who, before);
    publications.unpublishForbidden(who);
    if (wasVisible != who.visible()) {
      who.publications().forEach(subscriptions::settle);
    }
    if (wasVisible && !who.visible()) {
      notices.hidden(who);
    }
    subscriptions.settle(who);
    notices.changed(who);
    who.seat().onPermitted();
  }

  public void metadata(String next) throws RoomRefusedException {
    admission.requireMetadata(next);
    metadata = next;
    members.all().forEach(member -> member.seat().onRoom(this));
  }

  /** Takes a participant out; one that is out already stays so. */
  public void leave(Participant who, LeaveReason reason, long nowMs) {
    if (!remove(who, reason)) {
      return;
    }
    data.gone(who, nowMs);
    if (members.isEmpty()) {
      endsAtMs = nowMs + settings.departureGraceMs();
      ended |= settings.departureGraceMs() == 0;
    }
  }

  /** Takes everybody out; nobody can join any more. */
  public void end(LeaveReason reason) {
    ended = true;
    data.end();
    List.copyOf(members.all()).forEach(member -> remove(member, reason));
  }

  private boolean remove(Participant who, LeaveReason reason) {
    if (!members.remove(who)) {
      return false;
    }
    publications.dismiss(who);
    chronicle.onLeft(who, reason);
    subscriptions.dismiss(who);
    if (reason != LeaveReason.MOVED) {
      who.media().close(CloseReason.REQUESTED);
    }
    who.state(ParticipantState.LEFT);
    who.seat().onRemoved(reason);
    notices.left(who);
    return true;
  }

  /** Tells a participant again what it may have missed of its own videos. */
  public void repeatDemands(Participant who) {
    who.publications().stream().filter(Publication::live).forEach(demands::repeat);
  }

  /** When {@link #advance} has something to do; in milliseconds of the caller's clock. */
  public long nextDeadlineMs() {
    return Math.min(Math.min(endsAtMs, data.nextDueMs()), Math.min(publications.nextDueMs(), demands.nextDueMs()));
  }

  /** Lets time pass: after everything that happens to the room, and when {@link #nextDeadlineMs} has come. */
  public void advance(long nowMs) {
    demands.advance(nowMs);
    publications.advance(nowMs);
    data.advance(nowMs).forEach(stalled -> leave(stalled, LeaveReason.MEDIA_LOST, nowMs));
    ended |= members.isEmpty() && nowMs >= endsAtMs;
  }
}
