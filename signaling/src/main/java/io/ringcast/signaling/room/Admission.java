package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;
import java.util.List;
import java.util.Map;

/** Who is let into one room, and what may be shown there. */
final class Admission {
  /** What a participant may be shown as. */
  static final int NAME_CHARS_MAX = 256;

  private final RoomKey key;
  private final RoomSettings settings;
  private final RoomLimits limits;
  private final Exclusions exclusions;
  private final Members members;
  private final JoinPace joins = new JoinPace();

  Admission(RoomKey key, RoomSettings settings, RoomLimits limits, Exclusions exclusions, Members members) {
    this.key = key;
    this.exclusions = exclusions;
    this.settings = settings;
    this.limits = limits;
    this.members = members;
  }

  /** Whether a user could come in now. */
  void requirePlace(String userId, long nowMs) throws RoomRefusedException {
    exclusions.require(key, userId, nowMs);
    requirePlace(userId);
  }

  private void requirePlace(String userId) throws RoomRefusedException {
    int count = members.userCount() - (members.user(userId) == null ? 0 : 1);
    if (count >= participantsMax()) {
      throw refused(RoomRefusal.TOO_MANY_PARTICIPANTS,
          "Room " + key.roomId() + " has " + count + " participants already: wait until one leaves.");
    }
  }

  /** Whether somebody may come in now; counts as one join if so. */
  void admit(JoinRequest request, long nowMs) throws RoomRefusedException {
    exclusions.require(key, request.userId(), nowMs);
    if (request.presence() == Presence.FORWARDED && members.user(request.userId()) != null) {
      throw refused(RoomRefusal.USER_IS_THERE, request.userId() + " is in room " + key.roomId() + " already.");
    }
    if (request.takesIdentity()) {
      requirePlace(request.userId());
    }
    require(request.profile());
    if (request.takesIdentity() && !joins.allows(request.userId(), nowMs)) {
      throw refused(RoomRefusal.TOO_MANY_JOINS, request.userId() + " joined too often within seconds: wait before the next join.");
    }
  }

  private int participantsMax() {
    int wanted = settings.participantsMax();
    return wanted > 0 ? Math.min(wanted, limits.participantsPerRoom()) : limits.participantsPerRoom();
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
