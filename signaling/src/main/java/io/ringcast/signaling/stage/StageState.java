package io.ringcast.signaling.stage;

import io.ringcast.identity.RoomWish.Mode;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.signaling.room.Actor;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.stage.Hand;
import io.ringcast.signaling.room.stage.Invitation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room's stage as one of those in the room may know it.
 *
 * @param sequence the last piece of news that is in it
 * @param userId who looks; null for an administrator
 * @param audience those who are not on the stage
 */
record StageState(
    String roomId, String sessionId, Mode mode, long sequence, @Nullable String userId, @Nullable Role role, int count, int audience,
    List<OnStage> hosts, List<Hand> hands, List<Invited> invitations, List<LinkLine> links) {

  /** @param roomId where it publishes; null for the room itself */
  record OnStage(String userId, String participantId, @Nullable String roomId) {}

  /** @param by the host who invites; null for an administrator */
  record Invited(String invitationId, String userId, @Nullable String by, long expiresAtMs) {
    static Invited of(Invitation invitation) {
      return new Invited(invitation.invitationId(), invitation.userId(), invitation.by() == null ? null : invitation.by().userId(),
          invitation.expiresAtMs());
    }
  }

  static StageState of(Room room, Actor by) {
    Participant who = by.member();
    List<OnStage> hosts = room.visible().stream().filter(StageState::stands).map(StageState::onStage).toList();
    return new StageState(room.key().roomId(), room.sessionId(), room.mode().mode(), room.gazette().sequence(),
        who == null ? null : who.userId(), who == null ? null : who.role(), room.headCount(), room.headCount() - hosts.size(), hosts,
        room.stage().hands().stream().filter(hand -> by.hosts() || is(who, hand.participantId())).toList(),
        room.stage().invitations().stream().filter(one -> by.hosts() || is(who, one.participantId())).map(Invited::of).toList(),
        room.links().all().stream().filter(link -> by.hosts() || link.accepted()).map(link -> LinkLine.of(room.key(), link)).toList());
  }

  /** The mix publishes and is nobody. */
  private static boolean stands(Participant member) {
    return member.permissions().publish() && member.presence() != Presence.MIX;
  }

  private static boolean is(@Nullable Participant who, String participantId) {
    return who != null && who.sid().equals(participantId);
  }

  private static OnStage onStage(Participant host) {
    return new OnStage(host.userId(), host.sid(), host.origin() == null ? null : host.origin().roomId());
  }
}
