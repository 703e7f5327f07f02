package io.ringcast.signaling.room;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomKey;
import java.util.List;

/**
 * A room as it was at one moment: everybody in it, by whatever door, oldest first.
 *
 * @param hosts users that may publish
 * @param headCount how many there are, as everybody may know
 */
public record RoomView(RoomKey key, String sessionId, RoomMode mode, int hosts, int headCount, List<Member> members) {

  /**
   * One member.
   *
   * @param visible whether other participants know of it
   * @param streams what it publishes, announced or live
   * @param peers the connections that its media goes over
   */
  public record Member(
      String userId, String sid, Role role, boolean visible, List<String> streams, List<PublicationId> publications,
      List<PeerId> peers, long joinedAtMs) {

    static Member of(Participant participant) {
      return new Member(participant.userId(), participant.sid(), participant.role(), participant.visible(),
          participant.publications().stream().map(Publication::streamId).distinct().toList(),
          participant.publications().stream().map(Publication::id).toList(), participant.media().peers(),
          participant.joinedAtMs());
    }

    public boolean publishes() {
      return !publications.isEmpty();
    }
  }

  public RoomView {
    members = List.copyOf(members);
  }

  /** On the room's queue. */
  public static RoomView of(Room room) {
    return new RoomView(room.key(), room.sessionId(), room.mode(), room.hosts(), room.headCount(),
        room.members().stream().filter(member -> member.presence().told()).map(Member::of).toList());
  }

  public List<Member> publishers() {
    return members.stream().filter(Member::publishes).toList();
  }

  /** What one of its users may know: those that everybody may know, and itself. */
  public RoomView seenBy(String userId) {
    return new RoomView(key, sessionId, mode, hosts, headCount,
        members.stream().filter(member -> member.visible() || member.userId().equals(userId)).toList());
  }
}
