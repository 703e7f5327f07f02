package io.ringcast.signaling.room;

import io.ringcast.identity.RoomWish.Role;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everybody in one room, oldest first, and who of them may be known; what is asked at every join costs no look at everybody. */
final class Members {
  private final Map<String, Participant> bySid = new LinkedHashMap<>();
  private final Map<String, Participant> users = new LinkedHashMap<>();
  private final Map<String, Participant> visible = new LinkedHashMap<>();
  private int places;
  private int hosts;
  private int counted;
  private int recorders;

  /** All of them, as they change. */
  Collection<Participant> all() {
    return Collections.unmodifiableCollection(bySid.values());
  }

  boolean isEmpty() {
    return bySid.isEmpty();
  }

  int size() {
    return bySid.size();
  }

  boolean contains(Participant who) {
    return bySid.get(who.sid()) == who;
  }

  /** How many are users themselves. */
  int userCount() {
    return places;
  }

  /** How many users may publish. */
  int hosts() {
    return hosts;
  }

  /** How many there are as everybody may know. */
  int counted() {
    return counted;
  }

  int recorders() {
    return recorders;
  }

  @Nullable Participant bySid(String sid) {
    return bySid.get(sid);
  }

  /** The member that is this user, null when there is none. */
  @Nullable Participant user(String userId) {
    return users.get(userId);
  }

  /** Whose place somebody would take: the same user's, or that of the same device if it waits; null when nobody's. */
  @Nullable Participant before(JoinRequest request) {
    if (request.presence() != Presence.WAITING) {
      return request.takesIdentity() ? user(request.userId()) : null;
    }
    return waiting(request.userId()).stream().filter(who -> Objects.equals(who.waitingAs(), request.waitingAs()))
        .findFirst().orElse(null);
  }

  /** A user's devices that wait to be let in. */
  List<Participant> waiting(String userId) {
    return bySid.values().stream().filter(who -> who.presence() == Presence.WAITING && who.userId().equals(userId)).toList();
  }

  /** A user that is really here; null when there is none, and when it is only shown. */
  @Nullable Participant itself(String userId) {
    Participant who = user(userId);
    return who != null && who.presence() == Presence.USER ? who : null;
  }

  /** Users of a live room's audience that came after the one of that number, oldest first. */
  List<Participant> audience(long after, int limit) {
    return users.values().stream()
        .filter(who -> who.number() > after && who.role() == Role.AUDIENCE && !who.secret())
        .limit(limit).toList();
  }

  List<Participant> users() {
    return List.copyOf(users.values());
  }

  /** Those whom everybody may know, in the order in which they came into sight. */
  Collection<Participant> visible() {
    return Collections.unmodifiableCollection(visible.values());
  }

  /** Those whom a member may know, without itself. */
  List<Participant> others(Participant viewer) {
    return visible.values().stream().filter(member -> member != viewer).toList();
  }

  void add(Participant who) {
    bySid.put(who.sid(), who);
    if (who.takesIdentity()) {
      users.remove(who.userId());
      users.put(who.userId(), who);
    }
    count(who, 1);
    show(who);
  }

  /** One who waited is a user from now on. */
  void letIn(Participant who, JoinRequest as, long nowMs) {
    remove(who);
    who.letIn(as, nowMs);
    add(who);
  }

  /** False when it is out already. */
  boolean remove(Participant who) {
    if (!bySid.remove(who.sid(), who)) {
      return false;
    }
    users.remove(who.userId(), who);
    visible.remove(who.sid());
    count(who, -1);
    return true;
  }

  /** What a participant may do changes, and with it what it counts as. */
  void permit(Participant who, Permissions permissions) {
    boolean member = contains(who);
    if (member) {
      count(who, -1);
    }
    who.permissions(permissions);
    if (member) {
      count(who, 1);
      show(who);
    }
  }

  private void count(Participant who, int step) {
    places += who.presence().takesPlace() ? step : 0;
    hosts += who.presence().takesPlace() && who.permissions().publish() ? step : 0;
    counted += who.counted() ? step : 0;
    recorders += who.permissions().recorder() ? step : 0;
  }

  private void show(Participant who) {
    if (who.visible()) {
      visible.putIfAbsent(who.sid(), who);
    } else {
      visible.remove(who.sid());
    }
  }
}
