package io.ringcast.signaling.room;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.signaling.room.Seat.Speaking;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One room and its rules: who is in it, what they publish, who may know and receive what. It knows no protocol, thread or clock; it is
 * owned by the queue of its host, and what it tells by {@link Seat} and {@link RoomMedia} never comes back into it meanwhile.
 *
 * <p>Each duty is a collaborator's: {@link Members} who is there, {@link Admission} who comes in, {@link Arrivals} how,
 * {@link Publications} what is published, {@link Subscriptions} who receives it, {@link Demands} which layers of it are wanted,
 * {@link Notices} what the members are told, {@link HeadCount} how many they are, {@link DataRelay} what they send each other,
 * {@link Stage} who comes onto the stage and goes back, {@link Gazette} what they are told of that.
 *
 * <p>A session begins with the first join and ends with the last leave; the room itself waits for another one for its departure grace.
 */
public final class Room {
  private static final long NEVER = Long.MAX_VALUE;

  private final RoomKey key;
  private final RoomSettings settings;
  private final Residence residence;
  private final Sids sids;
  private final long createdAtMs;
  private final Members members = new Members();
  private final HeadCount headCount = new HeadCount(members);
  private final Admission admission;
  private final Arrivals arrivals;
  private final Demands demands = new Demands();
  private final Chronicle chronicle;
  private final Subscriptions subscriptions;
  private final RoomCounters counters;
  private final DataRelay data;
  private final Notices notices = new Notices(members);
  private final Publications publications;
  private final Gazette gazette = new Gazette(members);
  private final RoomAttributes attributes = new RoomAttributes(gazette);
  private final Stage stage;
  private final RoomLinks links;
  private long joins;
  private String sessionId;
  private RoomMode mode;
  private String metadata;
  private long endsAtMs;
  private boolean ended;

  /** A room that keeps nobody out, of which nobody keeps a chronicle, and that counts for itself. */
  public Room(RoomKey key, RoomSettings settings, RoomLimits limits, RandomGenerator random, long nowMs) {
    this(key, settings, limits, Outside.nothing(), random, nowMs);
  }

  public Room(RoomKey key, RoomSettings settings, RoomLimits limits, Outside outside, RandomGenerator random, long nowMs) {
    this.key = key;
    residence = outside.residence();
    this.settings = settings;
    chronicle = outside.chronicle();
    sids = new Sids(random);
    admission = new Admission(key, settings, limits, outside.exclusions(), members);
    subscriptions = new Subscriptions(members.all(), demands, chronicle);
    publications = new Publications(limits, sids, subscriptions, notices, chronicle);
    counters = outside.counters();
    data = new DataRelay(members.all(), counters);
    arrivals = new Arrivals(new Arrivals.Scene(key, members, admission, residence, chronicle, notices, subscriptions), this::leave);
    stage = new Stage(key, members, this::change, gazette, chronicle, sids);
    links = new RoomLinks(key, members, gazette, chronicle);
    createdAtMs = nowMs;
    metadata = settings.metadata();
    mode = modeOf(null);
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

  /** What kind of room it is until everybody has left. */
  public RoomMode mode() {
    return mode;
  }

  /** As it was prepared, as the first one wishes, or a meeting. */
  private RoomMode modeOf(@Nullable RoomMode wished) {
    return settings.mode() != null ? settings.mode() : Objects.requireNonNullElse(wished, RoomMode.MEETING);
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

  /** Who comes onto the stage and goes back. */
  public Stage stage() {
    return stage;
  }

  /** The links of its hosts. */
  public RoomLinks links() {
    return links;
  }

  /** What is to be told beyond what each protocol has words for. */
  public Gazette gazette() {
    return gazette;
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

  /** Those whom everybody may know, in the order in which they came into sight. */
  public Collection<Participant> visible() {
    return members.visible();
  }

  /** Those whom a member may know, without itself. */
  public List<Participant> others(Participant viewer) {
    return members.others(viewer);
  }

  /** The member with this sid, null when there is none. */
  public @Nullable Participant member(String sid) {
    return members.bySid(sid);
  }

  /** The member that is this user, null when there is none. */
  public @Nullable Participant user(String userId) {
    return members.user(userId);
  }

  /** Users of a live room's audience that came after the one of that number, oldest first. */
  public List<Participant> audience(long after, int limit) {
    return members.audience(after, limit);
  }

  /** How many users may publish. */
  public int hosts() {
    return members.hosts();
  }

  /** How many there are, as everybody may know. */
  public int headCount() {
    return members.counted();
  }

  public boolean recorded() {
    return members.recorders() > 0;
  }

  /** A publication of anybody, null when there is none. */
  public @Nullable Publication publication(String publicationSid) {
    return publications.bySid(publicationSid);
  }

  /** Who speaks now, loudest first. */
  public List<Speaking> speaking() {
    return notices.speaking();
  }

  /** Whether somebody would be taken in now; refuses as {@link #join} would, but for its pace. */
  public void check(JoinRequest request, long nowMs) throws RoomRefusedException {
    requirePlace(request, nowMs);
    arrivals.check(request);
  }

  /** Takes somebody in; the same user's earlier stay ends. What it may receive is commanded before this returns. */
  public Participant join(JoinRequest request, long nowMs) throws RoomRefusedException {
    chronicle.requireOpen();
    RoomMode now = members.isEmpty() ? modeOf(request.mode()) : mode;
    admission.admit(request, now, nowMs);
    Participant before = members.before(request);
    String sid = sids.next(Sids.PARTICIPANT);
    arrivals.enter(request, sid);
    if (members.isEmpty()) {
      sessionId = sids.next(Sids.ROOM);
      mode = now;
    }
    Participant joined = new Participant(sid, request, mode, ++joins, nowMs);
    members.add(joined);
    headCount.joined();
    endsAtMs = NEVER;
    if (before != null) {
      leave(before, LeaveReason.REPLACED, nowMs);
    }
    chronicle.onJoined(this, joined);
    notices.joined(joined);
    subscriptions.settle(joined);
    return joined;
  }

  /** Takes in a device that has waited here, as the user that it is, by the connection that it has. */
  public void letIn(Participant waiting, Permissions permissions, long nowMs) throws RoomRefusedException {
    arrivals.letIn(waiting, permissions, mode, nowMs);
  }

  /** Whether there would be a place now for somebody who comes from another room. */
  public void requirePlace(JoinRequest request, long nowMs) throws RoomRefusedException {
    chronicle.requireOpen();
    admission.check(request, members.isEmpty() ? modeOf(request.mode()) : mode, nowMs);
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
    publications.unpublishForbidden(who);
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
    publications.silence(publication);
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
  public void update(Participant who, Profile profile, long nowMs) throws RoomRefusedException {
    if (!who.permissions().updateOwn()) {
      throw new RoomRefusedException(RoomRefusal.UPDATING_NOT_ALLOWED, "The token has no canUpdateOwnMetadata.", List.of());
    }
    set(who, profile, nowMs);
  }

  /** Refuses what no participant may show. */
  public void require(Profile profile) throws RoomRefusedException {
    admission.require(profile);
  }

  /** Changes what a participant shows, in an administrator's name. */
  public void set(Participant who, Profile profile, long nowMs) throws RoomRefusedException {
    chronicle.requireOpen();
    admission.show(who, profile, nowMs);
    Profile before = who.profile();
    who.profile(profile);
    chronicle.onProfile(who, before);
    notices.changed(who);
    who.seat().onPermitted();
  }

  /** Gives a participant another role of this room, and what it may do in it. */
  public void change(Participant who, RoleChange change, long nowMs) throws RoomRefusedException {
    if (change.role().mode() != mode.mode()) {
      throw new RoomRefusedException(RoomRefusal.NO_SUCH_ROLE, "Room " + key.roomId() + " has the roles " + mode.role(true) + " and "
          + mode.role(false) + ", not " + change.role() + ".", List.of());
    }
    Permissions next = change.applied(who.permissions());
    if (!next.equals(who.permissions())) {
      permit(who, next, nowMs);
    }
  }

  /** Changes what a participant may do; publications it may no longer have end. */
  public void permit(Participant who, Permissions permissions, long nowMs) throws RoomRefusedException {
    admission.permit(who, permissions, mode, nowMs);
    boolean wasVisible = who.visible();
    Permissions before = who.permissions();
    members.permit(who, permissions);
    chronicle.onPermitted(who, before);
    stage.permitted(who, before);
    links.lost(who);
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
    notices.room(this);
  }

  /** What the members share, as it changes. */
  public Map<String, String> attributes() {
    return attributes.all();
  }

  /** A participant changes what all share: an audience may not. */
  public void change(Participant by, AttributeChange change, long nowMs) throws RoomRefusedException {
    attributes.change(by, change, nowMs);
  }

  /** The same in an administrator's name. */
  public void change(AttributeChange change, long nowMs) throws RoomRefusedException {
    attributes.change(null, change, nowMs);
  }

  /** Takes a participant out; one that is out already stays so. */
  public void leave(Participant who, LeaveReason reason, long nowMs) {
    if (!remove(who, reason)) {
      return;
    }
    data.gone(who, nowMs);
    if (members.isEmpty()) {
      attributes.clear();
      endsAtMs = nowMs + settings.departureGraceMs();
      ended |= settings.departureGraceMs() == 0;
    }
  }

  /** Takes everybody out; nobody can join any more. */
  public void end(LeaveReason reason) {
    ended = true;
    attributes.clear();
    data.end();
    stage.clear();
    List.copyOf(members.all()).forEach(member -> remove(member, reason));
  }

  private boolean remove(Participant who, LeaveReason reason) {
    if (!members.remove(who)) {
      return false;
    }
    if (who.presence() == Presence.USER) {
      residence.leave(key, who.userId(), who.sid());
    }
    publications.dismiss(who);
    chronicle.onLeft(who, reason);
    stage.left(who);
    links.lost(who);
    gazette.departed(who, reason);
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
    long tellingMs = Math.min(Math.min(headCount.nextDueMs(), stage.nextDueMs()), data.nextDueMs());
    return Math.min(Math.min(endsAtMs, tellingMs), Math.min(publications.nextDueMs(), demands.nextDueMs()));
  }

  /** Lets time pass: after everything that happens to the room, and when {@link #nextDeadlineMs} has come. */
  public void advance(long nowMs) {
    demands.advance(nowMs);
    publications.advance(nowMs);
    stage.advance(nowMs);
    if (headCount.advance(nowMs)) {
      notices.room(this);
      gazette.count(mode, headCount());
    }
    data.advance(nowMs).forEach(stalled -> leave(stalled, LeaveReason.MEDIA_LOST, nowMs));
    ended |= members.isEmpty() && nowMs >= endsAtMs;
  }
}
