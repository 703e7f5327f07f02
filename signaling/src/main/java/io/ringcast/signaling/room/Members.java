package io.ringcast.signaling.room;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everybody in one room, oldest first, and who of them may know whom. */
final class Members {
  private final Map<String, Participant> bySid = new LinkedHashMap<>();
  private final Map<String, Participant> users = new LinkedHashMap<>();

  /** All of them, as they change. */
  Collection<Participant> all() {
    return Collections.unmodifiableCollection(bySid.values());
  }

  boolean isEmpty() {
    return bySid.isEmpty();
  }

  /** How many are users themselves. */
  int userCount() {
    return users.size();
  }

  /** The member that is this user, null when there is none. */
  @Nullable Participant user(String userId) {
    return users.get(userId);
  }

  List<Participant> users() {
    return bySid.values().stream().filter(Participant::takesIdentity).toList();
  }

  List<Participant> visible() {
    return bySid.values().stream().filter(Participant::visible).toList();
  }

  /** Those whom a member may know, without itself. */
  List<Participant> others(Participant viewer) {
    return bySid.values().stream().filter(member -> member != viewer && member.visible()).toList();
  }

  void add(Participant who) {
    bySid.put(who.sid(), who);
    if (who.takesIdentity()) {
      users.put(who.userId(), who);
    }
  }

  /** False when it is out already. */
  boolean remove(Participant who) {
    users.remove(who.userId(), who);
    return bySid.remove(who.sid()) != null;
  }
}
