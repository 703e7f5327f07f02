package io.ringcast.signaling.room;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One member of one room. Owned by the room's queue; changed by {@link Room} alone. */
public final class Participant {
  private final String sid;
  private JoinRequest request;
  private final RoomMode mode;
  private final long number;
  private long joinedAtMs;
  private final Map<String, Publication> publications = new LinkedHashMap<>();
  private final Map<String, Reception> receiving = new HashMap<>();
  private final Map<String, Boolean> chosen = new HashMap<>();
  private final Map<String, Reception> preferred = new HashMap<>();
  private final Set<String> inBackup = new HashSet<>();
  private Permissions permissions;
  private Profile profile;
  private SubscriberPolicy policy = SubscriberPolicy.OPEN;
  private ParticipantState state = ParticipantState.JOINED;
  private final LinkMeter link = new LinkMeter();
  private int version = 1;

  Participant(String sid, JoinRequest request, RoomMode mode, long number, long joinedAtMs) {
    this.sid = sid;
    this.request = request;
    this.mode = mode;
    this.number = number;
    this.joinedAtMs = joinedAtMs;
    permissions = request.permissions();
    profile = request.profile();
  }

  /** Names this stay in the room: {@code PA_…}. */
  public String sid() {
    return sid;
  }

  public String userId() {
    return request.userId();
  }

  /** Grows from one join of the room to the next. */
  public long number() {
    return number;
  }

  public Permissions permissions() {
    return permissions;
  }

  public Profile profile() {
    return profile;
  }

  public ParticipantState state() {
    return state;
  }

  public long joinedAtMs() {
    return joinedAtMs;
  }

  /** Grows with every change that others are told of. */
  public int version() {
    return version;
  }

  /** How well its media gets through. */
  public LinkQuality quality() {
    return link.quality();
  }

  /** The same as a number from 0 to 1. */
  public double linkScore() {
    return link.score();
  }

  LinkMeter link() {
    return link;
  }

  /** Announced and live ones, oldest first. */
  public Collection<Publication> publications() {
    return Collections.unmodifiableCollection(publications.values());
  }

  public @Nullable Publication publication(String publicationSid) {
    return publications.get(publicationSid);
  }

  /** Of the room as long as it is there. */
  public RoomMode mode() {
    return mode;
  }

  /** What it is in its room, by what it may do. */
  public Role role() {
    return mode.role(permissions.publish());
  }

  /** Whether others know of it: a live room's audience is a number to them. */
  public boolean visible() {
    return !secret() && (!mode.live() || permissions.publish());
  }

  /** Whether others may not even notice that it is there. */
  public boolean secret() {
    return permissions.hidden() || !request.takesIdentity();
  }

  /** Whether it is one of the number that others know; a live room's viewers are, whoever they are, and its mix is nobody. */
  boolean counted() {
    return presence() != Presence.MIX
        && (request.takesIdentity() ? !permissions.hidden() : mode.live() && presence() == Presence.VIEWER);
  }

  public boolean left() {
    return state == ParticipantState.LEFT;
  }

  /** The request by which another room takes it in as it is now. */
  public JoinRequest again() {
    return new JoinRequest(userId(), presence(), permissions, profile, request.autoSubscribe(), request.seat(), request.media());
  }

  public Presence presence() {
    return request.presence();
  }

  boolean takesIdentity() {
    return request.takesIdentity();
  }

  /** Whether its client has lost its connection, and may be who joins anew. */
  public boolean away() {
    return request.seat().away();
  }

  /** The room where it really is; null for this one. */
  public @Nullable RoomKey origin() {
    return request.seat().origin();
  }

  /** By which name it waits to be let in; null when it does not. */
  public @Nullable String waitingAs() {
    return request.waitingAs();
  }

  JoinRequest request() {
    return request;
  }

  /** It waited until now, and is here from now on. */
  void letIn(JoinRequest as, long nowMs) {
    request = as;
    permissions = as.permissions();
    joinedAtMs = nowMs;
    changed();
  }

  Seat seat() {
    return request.seat();
  }

  RoomMedia media() {
    return request.media();
  }

  /** The connections that its media goes over now. */
  public List<PeerId> peers() {
    return media().peers();
  }

  Map<String, Publication> own() {
    return publications;
  }

  Map<String, Reception> receiving() {
    return receiving;
  }

  SubscriberPolicy policy() {
    return policy;
  }

  boolean wants(Publication publication) {
    boolean unasked = request.autoSubscribe() && publication.owner().presence() != Presence.MIX;
    return chosen.getOrDefault(publication.sid(), unasked);
  }

  boolean choseExplicitly(Publication publication) {
    return chosen.getOrDefault(publication.sid(), false);
  }

  void choose(Publication publication, boolean wanted) {
    chosen.put(publication.sid(), wanted);
  }

  Reception preferred(Publication publication) {
    return preferred.getOrDefault(publication.sid(), Reception.DEFAULT);
  }

  void prefer(Publication publication, Reception reception) {
    preferred.put(publication.sid(), reception);
  }

  /** Whether it cannot play a publication but in its backup codec. */
  boolean needsBackup(Publication publication) {
    return inBackup.contains(publication.sid());
  }

  void needBackup(Publication publication) {
    inBackup.add(publication.sid());
  }

  void forget(Publication publication) {
    chosen.remove(publication.sid());
    preferred.remove(publication.sid());
    inBackup.remove(publication.sid());
  }

  void state(ParticipantState next) {
    state = next;
  }

  void permissions(Permissions next) {
    permissions = next;
  }

  void profile(Profile next) {
    profile = next;
  }

  void policy(SubscriberPolicy next) {
    policy = next;
  }

  void changed() {
    version++;
  }
}
