package io.ringcast.signaling.stage;

import io.ringcast.http.Fields;
import io.ringcast.http.Problem;
import io.ringcast.identity.RoomWish.Role;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.OpenRooms;
import io.ringcast.signaling.room.Actor;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Stage;
import io.ringcast.signaling.room.stage.Hand;
import io.ringcast.signaling.stage.StageState.Invited;
import java.util.Objects;

/** Hands, invitations and ways back, as JSON asks for them. For threads that may wait. */
final class StageCalls {
  private static final int TIMEOUT_MIN_S = 5;
  private static final int TIMEOUT_USUAL_S = 30;
  private static final int TIMEOUT_MAX_S = 120;
  private static final long MS_PER_S = 1_000;

  private final OpenRooms rooms;

  StageCalls(OpenRooms rooms) {
    this.rooms = rooms;
  }

  /** What somebody is now. */
  record Standing(String userId, String participantId, Role role) {
    static Standing of(Participant who) {
      return new Standing(who.userId(), who.sid(), who.role());
    }
  }

  /** @param fresh false for an invitation that was open already */
  record Sent(boolean fresh, Invited invitation) {}

  StageState state(Access access, String roomId) {
    return rooms.seen(access, roomId, (host, by) -> StageState.of(host.room(), by));
  }

  Hand raise(Access access, String roomId) {
    return rooms.acted(access, roomId, (host, by) -> host.room().stage().raise(member(by, roomId), host.nowMs()));
  }

  boolean lower(Access access, String roomId) {
    return rooms.acted(access, roomId, (host, by) -> {
      host.room().stage().lower(member(by, roomId));
      return true;
    });
  }

  boolean decline(Access access, String roomId, String userId) {
    return rooms.acted(access, roomId, (host, by) -> {
      host.room().stage().decline(by, userId);
      return true;
    });
  }

  Sent invite(Access access, String roomId, String body) {
    Fields fields = Fields.of(body, "userId", "timeoutS");
    String userId = Objects.requireNonNullElse(fields.text("userId"), "");
    long timeoutMs = fields.number("timeoutS", TIMEOUT_MIN_S, TIMEOUT_MAX_S, TIMEOUT_USUAL_S) * MS_PER_S;
    return rooms.acted(access, roomId, (host, by) -> {
      Stage.Sent sent = host.room().stage().invite(by, userId, timeoutMs, host.nowMs());
      return new Sent(sent.fresh(), Invited.of(sent.invitation()));
    });
  }

  boolean withdraw(Access access, String roomId, String invitationId) {
    return rooms.acted(access, roomId, (host, by) -> {
      host.room().stage().withdraw(by, invitationId, host.nowMs());
      return true;
    });
  }

  Standing answer(Access access, String roomId, String invitationId, String body) {
    Boolean accept = Fields.of(body, "accept").flag("accept");
    if (accept == null) {
      throw Fields.bad("accept", "true or false");
    }
    return rooms.acted(access, roomId, (host, by) -> {
      Participant who = member(by, roomId);
      host.room().stage().answer(who, invitationId, accept, host.nowMs());
      return Standing.of(who);
    });
  }

  Standing back(Access access, String roomId, String userId) {
    return rooms.acted(access, roomId, (host, by) -> Standing.of(host.room().stage().back(by, userId, host.nowMs())));
  }

  /** What only somebody in the room can do, not its administrator for it. */
  static Participant member(Actor by, String roomId) {
    if (by.member() == null) {
      throw Problem.forbidden("not-in-room", "Join room " + roomId + " first: this is for those who are in it.").exception();
    }
    return by.member();
  }
}
