package io.ringcast.signaling.room;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.signaling.room.Seat.Speaking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One room and its rules: who is in it, what they publish, who may know and receive what. It knows no protocol, thread or clock; it is
 * owned by the queue of its host, and what it tells by {@link Seat} and {@link RoomMedia} never comes back into it meanwhile.
 *
 * <p>A session begins with the first join and ends with the last leave; the room itself waits for another one for its departure grace.
 */
public final class Room {
  /** What a participant may be shown as. */
  static final int NAME_CHARS_MAX = 256;
  /** A client negotiates what it announced within seconds; one that is suspended comes back sooner. */
  static final long ANNOUNCED_MAX_MS = 60_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final RoomKey key;
  private final RoomSettings settings;
  private final RoomLimits limits;
  private final Sids sids;
  private final long createdAtMs;
  private final Map<String, Participant> members = new LinkedHashMap<>();
  private final Demands demands = new Demands();
  private final Subscriptions subscriptions = new Subscriptions(members.values(), demands);
  private final DataRelay data = new DataRelay(members.values());
  private final JoinPace joins = new JoinPace();
  private final Set<Publication> announced = new LinkedHashSet<>();
  private final SpeakerBoard speakers = new SpeakerBoard();
  private String sessionId;
  private String metadata;
  private long endsAtMs;
  private boolean ended;

  public Room(RoomKey key, RoomSettings settings, RoomLimits limits, RandomGenerator random, long nowMs) {
    this.key = key;
    this.settings = settings;
    this.limits = limits;
    sids = new Sids(random);
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

  /** The messages between its members. */
  public DataRelay data() {
    return data;
  }

  /** All members, those whom nobody sees included; oldest first. */
  public Collection<Participant> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** Those that are users themselves, whether others see them or not. */
  public List<Participant> users() {
    return members.values().stream().filter(Participant::takesIdentity).toList();
  }

  /** Those whom everybody may know. */
  public List<Participant> visible() {
    return members.values().stream().filter(Participant::visible).toList();
  }

  /** Those whom a member may know, without itself. */
  public List<Participant> others(Participant viewer) {
    return members.values().stream().filter(member -> member != viewer && member.visible()).toList();
  }

  /** The member that is this user, null when there is none. */
  public @Nullable Participant user(String userId) {
    for (Participant member : members.values()) {
      if (member.takesIdentity() && member.userId().equals(userId)) {
        return member;
      }
    }
    return null;
  }

  /** A publication of anybody, null when there is none. */
  public @Nullable Publication publication(String publicationSid) {
    for (Participant member : members.values()) {
      Publication found = member.publication(publicationSid);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Who speaks now, loudest first. */
  public List<Speaking> speaking() {
    return speakers.current();
  }

  /** Takes somebody in; the same user's earlier stay ends. What it may receive is commanded before this returns. */
  public Participant join(JoinRequest request, long nowMs) throws RoomRefusedException {
    Participant before = request.takesIdentity() ? user(request.userId()) : null;
    int count = users().size() - (before == null ? 0 : 1);
    if (request.takesIdentity() && count >= participantsMax()) {
      throw refused(RoomRefusal.TOO_MANY_PARTICIPANTS,
          "Room " + key.roomId() + " has " + count + " participants already: wait until one leaves.");
    }
    require(request.profile());
    if (request.takesIdentity() && !joins.allows(request.userId(), nowMs)) {
      throw refused(RoomRefusal.TOO_MANY_JOINS, request.userId() + " joined too often within seconds: wait before the next join.");
    }
    if (members.isEmpty()) {
      sessionId = sids.next(Sids.ROOM);
    }
    Participant joined = new Participant(sids.next(Sids.PARTICIPANT), request, nowMs);
    members.put(joined.sid(), joined);
    endsAtMs = NEVER;
    if (before != null) {
      remove(before, LeaveReason.REPLACED);
    }
    broadcast(joined, joined);
    subscriptions.settle(joined);
    return joined;
  }

  private int participantsMax() {
    int wanted = settings.participantsMax();
    return wanted > 0 ? Math.min(wanted, limits.participantsPerRoom()) : limits.participantsPerRoom();
  }

  /** The participant's media can flow. */
  public void activate(Participant who) {
    if (who.state() == ParticipantState.JOINED) {
      who.state(ParticipantState.ACTIVE);
      who.changed();
      broadcast(who, null);
      tellQuality(List.of(who));
      who.seat().onQuality(others(who).stream().filter(other -> other.state() == ParticipantState.ACTIVE).toList());
    }
  }

  /** What the media plane measured of everybody's links. */
  public void measured(RoomReport report) {
    Map<PeerId, PeerReport> peers = report.peers().stream().collect(Collectors.toMap(PeerReport::peer, peer -> peer));
    Map<PublicationId, PublicationReport> published = report.peers().stream().flatMap(peer -> peer.publications().stream())
        .collect(Collectors.toMap(PublicationReport::publication, publication -> publication, (first, second) -> second));
    List<Participant> changed = new ArrayList<>();
    for (Participant member : members.values()) {
      List<PeerReport> own = member.media().peers().stream().map(peers::get).filter(Objects::nonNull).toList();
      if (member.link().take(own, member.publications(), published) && member.state() == ParticipantState.ACTIVE) {
        changed.add(member);
      }
    }
    tellQuality(changed);
  }

  private void tellQuality(List<Participant> changed) {
    for (Participant viewer : members.values()) {
      List<Participant> known = changed.stream().filter(one -> one == viewer || one.visible()).toList();
      if (!known.isEmpty()) {
        viewer.seat().onQuality(known);
      }
    }
  }

  /** Enters a publication that will be negotiated; nobody is told of it yet. */
  public Publication announce(Participant who, TrackDetails details, boolean muted, long nowMs) throws RoomRefusedException {
    if (!who.permissions().allows(details.source())) {
      throw refused(RoomRefusal.PUBLISHING_NOT_ALLOWED, "The token does not allow to publish " + details.source() + ".");
    }
    if (who.own().size() >= limits.publicationsPerParticipant()) {
      throw refused(RoomRefusal.TOO_MANY_PUBLICATIONS,
          "At most " + limits.publicationsPerParticipant() + " publications: end another first.");
    }
    String sid = sids.next(details.kind() == MediaKind.AUDIO ? Sids.AUDIO : Sids.VIDEO);
    Publication publication = new Publication(sid, who, details, streamId(who, details, sid), muted, nowMs);
    who.own().put(sid, publication);
    announced.add(publication);
    return publication;
  }

  /** A stream has at most one audio and one video: a second camera is a stream of its own. */
  private static String streamId(Participant who, TrackDetails details, String sid) {
    String streamId = who.userId() + "_" + details.source().tag(sid);
    boolean taken = who.own().values().stream().anyMatch(own -> own.kind() == details.kind() && own.streamId().equals(streamId));
    return taken ? who.userId() + "_" + sid : streamId;
  }

  /** The publication's media was negotiated: it can be seen and subscribed to. */
  public void live(Publication publication, PublicationSpec spec) {
    announced.remove(publication);
    publication.live(spec);
    if (publication.muted()) {
      publication.owner().media().mute(publication, true);
    }
    changed(publication.owner());
    subscriptions.settle(publication);
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
    publication.backup(spec);
    if (publication.muted()) {
      publication.owner().media().mute(publication, true);
    }
    changed(publication.owner());
    subscriptions.backupChanged(publication);
  }

  /** What its publisher says of a publication has changed; what kind it is and where it comes from does not. */
  public void describe(Publication publication, TrackDetails details) {
    if (!publication.details().equals(details)) {
      publication.details(details);
      changed(publication.owner());
    }
  }

  public void unpublish(Publication publication) {
    Participant owner = publication.owner();
    if (owner.own().remove(publication.sid()) == null) {
      return;
    }
    announced.remove(publication);
    subscriptions.withdraw(publication);
    owner.media().unpublish(publication);
    owner.seat().onUnpublished(publication);
    changed(owner);
  }

  /** @param byOwner whether the publisher itself asked, and needs not be told */
  public void mute(Publication publication, boolean muted, boolean byOwner) {
    if (publication.muted() == muted) {
      return;
    }
    publication.muted(muted);
    publication.owner().media().mute(publication, muted);
    if (!byOwner) {
      publication.owner().seat().onMuted(publication);
    }
    changed(publication.owner());
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
      throw refused(RoomRefusal.UPDATING_NOT_ALLOWED, "The token has no canUpdateOwnMetadata.");
    }
    set(who, profile);
  }

  /** Changes what a participant shows, in an administrator's name. */
  public void set(Participant who, Profile profile) throws RoomRefusedException {
    require(profile);
    who.profile(profile);
    changed(who);
    who.seat().onPermitted();
  }

  /** Changes what a participant may do; publications it may no longer have end. */
  public void permit(Participant who, Permissions permissions) {
    boolean wasVisible = who.visible();
    who.permissions(permissions);
    List.copyOf(who.publications()).stream().filter(own -> !permissions.allows(own.details().source())).forEach(this::unpublish);
    if (wasVisible != who.visible()) {
      who.publications().forEach(subscriptions::settle);
    }
    if (wasVisible && !who.visible()) {
      who.changed();
      members.values().stream().filter(viewer -> viewer != who).forEach(viewer -> viewer.seat().onHidden(who));
    }
    subscriptions.settle(who);
    changed(who);
    who.seat().onPermitted();
  }

  public void metadata(String next) throws RoomRefusedException {
    require(new Profile("", next, Map.of()));
    metadata = next;
    members.values().forEach(member -> member.seat().onRoom(this));
  }

  /** What the media plane hears. */
  public void speakers(List<Speaker> loudestFirst) {
    List<Speaking> changes = speakers.changes(members.values(), loudestFirst);
    for (Participant viewer : members.values()) {
      List<Speaking> known = changes.stream().filter(change -> change.who() == viewer || change.who().visible()).toList();
      if (!known.isEmpty()) {
        viewer.seat().onSpeakers(known);
      }
    }
  }

  /** Takes a participant out; one that is out already stays so. */
  public void leave(Participant who, LeaveReason reason, long nowMs) {
    if (remove(who, reason) && members.isEmpty()) {
      endsAtMs = nowMs + settings.departureGraceMs();
      ended |= settings.departureGraceMs() == 0;
    }
  }

  /** Takes everybody out; nobody can join any more. */
  public void end(LeaveReason reason) {
    ended = true;
    new ArrayList<>(members.values()).forEach(member -> remove(member, reason));
  }

  /** Tells a participant again what it may have missed of its own videos. */
  public void repeatDemands(Participant who) {
    who.publications().stream().filter(Publication::live).forEach(demands::repeat);
  }

  /** When {@link #advance} has something to do; in milliseconds of the caller's clock. */
  public long nextDeadlineMs() {
    long announcedMs = announced.isEmpty() ? NEVER : announced.iterator().next().announcedAtMs() + ANNOUNCED_MAX_MS;
    return Math.min(endsAtMs, Math.min(announcedMs, demands.nextDueMs()));
  }

  /** Lets time pass: after everything that happens to the room, and when {@link #nextDeadlineMs} has come. */
  public void advance(long nowMs) {
    demands.advance(nowMs);
    while (!announced.isEmpty() && announced.iterator().next().announcedAtMs() + ANNOUNCED_MAX_MS <= nowMs) {
      unpublish(announced.iterator().next());
    }
    ended |= members.isEmpty() && nowMs >= endsAtMs;
  }

  private boolean remove(Participant who, LeaveReason reason) {
    if (members.remove(who.sid()) == null) {
      return false;
    }
    who.publications().forEach(subscriptions::withdraw);
    announced.removeAll(who.publications());
    subscriptions.dismiss(who);
    who.media().close(CloseReason.REQUESTED);
    who.state(ParticipantState.LEFT);
    who.changed();
    who.seat().onRemoved(reason);
    speakers.forget(who);
    broadcast(who, null);
    return true;
  }

  private void changed(Participant who) {
    who.changed();
    broadcast(who, null);
  }

  private void broadcast(Participant about, @Nullable Participant except) {
    for (Participant viewer : members.values()) {
      if (viewer != except && (viewer == about || about.visible())) {
        viewer.seat().onParticipant(about);
      }
    }
  }

  private void require(Profile profile) throws RoomRefusedException {
    if (profile.name().length() > NAME_CHARS_MAX) {
      throw refused(RoomRefusal.NAME_TOO_LONG, "A name has at most " + NAME_CHARS_MAX + " characters.");
    }
    if (profile.metadata().length() > limits.metadataCharsMax()) {
      throw refused(RoomRefusal.METADATA_TOO_LARGE, "Metadata has at most " + limits.metadataCharsMax() + " characters.");
    }
    int chars = profile.attributes().entrySet().stream().mapToInt(entry -> entry.getKey().length() + entry.getValue().length()).sum();
    if (chars > limits.metadataCharsMax() || profile.attributes().size() > limits.attributesMax()) {
      throw refused(RoomRefusal.ATTRIBUTES_TOO_LARGE,
          "At most " + limits.attributesMax() + " attributes of " + limits.metadataCharsMax() + " characters together.");
    }
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }
}
