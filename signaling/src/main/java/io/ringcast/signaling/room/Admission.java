package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is let into one room, on its stage, and what may be shown there. */
final class Admission {
  /** What a participant may be shown as. */
  static final int NAME_CHARS_MAX = 256;

  /** Joins for pages that are loaded again and networks that change. */
  static final int JOINS_AT_HAND = 10;
  static final long ANOTHER_JOIN_AFTER_MS = 1_000;
  /** Changes of what one user may do. */
  static final int CHANGES_AT_HAND = 10;
  static final long ANOTHER_CHANGE_AFTER_MS = 1_000;
  /** The same of all users of a room, which a back end may want to send from the stage at once. */
  static final int CHANGES_OF_ALL_AT_HAND = 200;
  static final long ANOTHER_CHANGE_OF_ANY_AFTER_MS = 20;

  /** Changes of what one user shows, each of which may be a large one. */
  static final int PROFILES_AT_HAND = 50;
  static final long ANOTHER_PROFILE_AFTER_MS = 200;

  private final RoomKey key;
  private final RoomSettings settings;
  private final RoomLimits limits;
  private final Exclusions exclusions;
  private final Members members;
  private final UserPace joins = new UserPace(JOINS_AT_HAND, ANOTHER_JOIN_AFTER_MS);
  private final UserPace changes = new UserPace(CHANGES_AT_HAND, ANOTHER_CHANGE_AFTER_MS);
  private final UserPace profiles = new UserPace(PROFILES_AT_HAND, ANOTHER_PROFILE_AFTER_MS);
  private final Pace changesOfAll = new Pace(CHANGES_OF_ALL_AT_HAND, ANOTHER_CHANGE_OF_ANY_AFTER_MS);

  Admission(RoomKey key, RoomSettings settings, RoomLimits limits, Exclusions exclusions, Members members) {
    this.key = key;
    this.exclusions = exclusions;
    this.settings = settings;
    this.limits = limits;
    this.members = members;
  }

  /** Whether somebody may come in now; counts as one join if so. */
  void admit(JoinRequest request, RoomMode mode, long nowMs) throws RoomRefusedException {
    check(request, mode, nowMs);
    if ((request.takesIdentity() || request.presence() == Presence.WAITING) && !joins.allows(request.userId(), nowMs)) {
      throw refused(RoomRefusal.TOO_MANY_JOINS, request.userId() + " joined too often within seconds: wait before the next join.");
    }
  }

  /** The same for somebody who only asks. */
  void check(JoinRequest request, RoomMode mode, long nowMs) throws RoomRefusedException {
    exclusions.require(key, request.userId(), request.waitingAs(), nowMs);
    if (request.mode() != null && request.mode().mode() != mode.mode()) {
      throw refused(RoomRefusal.WRONG_MODE, "Room " + key.roomId() + " is " + described(mode) + " now, and " + described(request.mode())
          + " was expected: join another, or wait until everybody has left this one.");
    }
    if (request.standsForUser() && request.userId().equals(Presence.MIX_USER)) {
      throw refused(RoomRefusal.NAME_RESERVED, "The user " + Presence.MIX_USER + " is every room's mix: join by another name.");
    }
    if (request.takesIdentity() && request.presence() != Presence.USER && members.user(request.userId()) != null) {
      throw refused(RoomRefusal.USER_IS_THERE, request.userId() + " is in room " + key.roomId() + " already.");
    }
    require(request.profile());
    if (!request.presence().takesPlace()) {
      return;
    }
    Participant before = members.user(request.userId());
    if (before != null && before.seat().holdsItsPlace()) {
      throw refused(RoomRefusal.LIVES_ELSEWHERE, request.userId() + " is shown in room " + key.roomId() + " by a link: end that first.");
    }
    int count = members.userCount() - (before == null ? 0 : 1);
    if (count >= participantsMax()) {
      throw refused(RoomRefusal.TOO_MANY_PARTICIPANTS,
          "Room " + key.roomId() + " has " + count + " participants already: wait until one leaves.");
    }
    if (request.permissions().publish()) {
      requireStage(before, mode);
    }
  }

  private static String described(RoomMode mode) {
    return mode.live() ? "a live room" : "a meeting";
  }

  /** Whether there is a place among the hosts, beside or instead of this member. */
  private void requireStage(@Nullable Participant insteadOf, RoomMode mode) throws RoomRefusedException {
    int hosts = members.hosts() - (insteadOf != null && insteadOf.permissions().publish() ? 1 : 0);
    int hostsMax = mode == RoomMode.LIVE_AUDIO ? limits.hosts().audio() : limits.hosts().video();
    if (mode.live() && hosts >= hostsMax) {
      throw refused(RoomRefusal.ROOM_FULL_OF_HOSTS, "Room " + key.roomId() + " has " + hosts + " hosts, as many as a live room for "
          + (mode == RoomMode.LIVE_AUDIO ? "audio" : "video") + " may have: join as audience, or wait until a host goes.");
    }
  }

  /** Whether a participant may be allowed this from now on; counts as one change if so. */
  void permit(Participant who, Permissions next, RoomMode mode, long nowMs) throws RoomRefusedException {
    if (next.publish() && !who.permissions().publish()) {
      requireStage(null, mode);
    }
    if (!changes.allows(who.userId(), nowMs) || !changesOfAll.allows(nowMs)) {
      throw refused(RoomRefusal.TOO_MANY_ROLE_CHANGES,
          "What " + who.userId() + " may do was changed too often within seconds: wait before the next change.");
    }
  }

  private int participantsMax() {
    int wanted = settings.participantsMax();
    return wanted > 0 ? Math.min(wanted, limits.participantsPerRoom()) : limits.participantsPerRoom();
  }

  /** Whether a participant may be shown so from now on; counts as one change if so. */
  void show(Participant who, Profile next, long nowMs) throws RoomRefusedException {
    require(next);
    // Of one who is forwarded the other room has counted it.
    if (who.presence() == Presence.USER && !profiles.allows(who.userId(), nowMs)) {
      throw refused(RoomRefusal.TOO_MANY_ATTRIBUTE_CHANGES,
          "What " + who.userId() + " shows was changed too often within seconds: wait before the next change.");
    }
  }

  /** Whether a participant may be shown so. */
  void require(Profile profile) throws RoomRefusedException {
    if (profile.name().length() > NAME_CHARS_MAX) {
      throw refused(RoomRefusal.NAME_TOO_LONG, "A name has at most " + NAME_CHARS_MAX + " characters.");
    }
    requireMetadata(profile.metadata());
    int chars = profile.attributes().entrySet().stream().mapToInt(Admission::chars).sum();
    if (chars > limits.metadataCharsMax() || profile.attributes().size() > limits.attributesMax()) {
      throw refused(RoomRefusal.ATTRIBUTES_TOO_LARGE,
          "At most " + limits.attributesMax() + " attributes of " + limits.metadataCharsMax() + " characters together.");
    }
  }

  /** Whether a room or a participant may carry this. */
  void requireMetadata(String metadata) throws RoomRefusedException {
    if (metadata.length() > limits.metadataCharsMax()) {
      throw refused(RoomRefusal.METADATA_TOO_LARGE, "Metadata has at most " + limits.metadataCharsMax() + " characters.");
    }
  }

  private static int chars(Map.Entry<String, String> attribute) {
    return attribute.getKey().length() + attribute.getValue().length();
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }
}
