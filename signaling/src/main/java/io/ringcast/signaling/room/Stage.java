package io.ringcast.signaling.room;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.stage.Hand;
import io.ringcast.signaling.room.stage.Hand.Lowered;
import io.ringcast.signaling.room.stage.Hands;
import io.ringcast.signaling.room.stage.Invitation;
import io.ringcast.signaling.room.stage.Invitation.Inviter;
import io.ringcast.signaling.room.stage.Invitation.Outcome;
import io.ringcast.signaling.room.stage.Invitations;
import java.util.List;

/**
 * How somebody of a live room's audience comes onto its stage and goes back: by hands raised, invitations and their answers. What a role
 * is, and whether there is a place, is the room's. Owned by the room's queue.
 */
public final class Stage {
  /** A hand that goes up and down is told to every host. */
  static final int HAND_MOVES_AT_HAND = 10;
  static final long ANOTHER_HAND_MOVE_AFTER_MS = 1_000;
  /** When a host asks who wants to, many want to at once. */
  static final int HANDS_OF_ALL_AT_HAND = 200;
  static final long ANOTHER_HAND_OF_ANY_AFTER_MS = 20;
  static final int INVITATIONS_AT_HAND = 50;
  static final long ANOTHER_INVITATION_AFTER_MS = 200;
  /** All administrators together, as one who invites; no user has this id. */
  private static final String ADMINISTRATORS = "";

  private final RoomKey key;
  private final Members members;
  private final Roles roles;
  private final Gazette gazette;
  private final Chronicle chronicle;
  private final Sids sids;
  private final Hands hands = new Hands();
  private final Invitations invitations = new Invitations();
  private final UserPace handMoves = new UserPace(HAND_MOVES_AT_HAND, ANOTHER_HAND_MOVE_AFTER_MS);
  private final Pace handsOfAll = new Pace(HANDS_OF_ALL_AT_HAND, ANOTHER_HAND_OF_ANY_AFTER_MS);
  private final UserPace inviting = new UserPace(INVITATIONS_AT_HAND, ANOTHER_INVITATION_AFTER_MS);

  /** Gives somebody another role, as the room's rules allow. */
  @FunctionalInterface
  interface Roles {
    void change(Participant who, RoleChange change, long nowMs) throws RoomRefusedException;
  }

  /** @param fresh false for one that was open already */
  public record Sent(Invitation invitation, boolean fresh) {}

  Stage(RoomKey key, Members members, Roles roles, Gazette gazette, Chronicle chronicle, Sids sids) {
    this.key = key;
    this.members = members;
    this.roles = roles;
    this.gazette = gazette;
    this.chronicle = chronicle;
    this.sids = sids;
  }

  /** The hands that are up, oldest first. */
  public List<Hand> hands() {
    return hands.all();
  }

  /** The invitations that wait for an answer, oldest first. */
  public List<Invitation> invitations() {
    return invitations.all();
  }

  /** A member asks for the stage; a hand that is up stays up. */
  public Hand raise(Participant who, long nowMs) throws RoomRefusedException {
    requireAudience(who);
    if (who.secret()) {
      throw refused(RoomRefusal.HIDDEN, "Nobody knows that " + who.userId() + " is here: it has no hand to raise.");
    }
    Hand up = hands.of(who.sid());
    if (up != null) {
      return up;
    }
    if (hands.full()) {
      throw refused(RoomRefusal.TOO_MANY_HANDS, Hands.UP_MAX + " hands are up already: wait until some are down.");
    }
    if (!handMoves.allows(who.userId(), nowMs) || !handsOfAll.allows(nowMs)) {
      throw tooOften("Hands were raised too often within seconds");
    }
    Hand hand = hands.raise(who.userId(), who.sid(), nowMs);
    gazette.hosts(new News.HandRaised(hand), who.sid());
    return hand;
  }

  /** A member takes its hand back. */
  public void lower(Participant who) {
    lower(who, Lowered.LOWERED);
  }

  /** Somebody's hand is answered with no. */
  public void decline(Actor by, String userId) throws RoomRefusedException {
    by.requireHost();
    Participant who = members.user(userId);
    if (who != null) {
      lower(who, Lowered.DECLINED);
    }
  }

  private void lower(Participant who, Lowered reason) {
    Hand hand = hands.lower(who.sid());
    if (hand != null) {
      gazette.hosts(new News.HandLowered(hand, reason), who.sid());
    }
  }

  /** Somebody of the audience is asked onto the stage; whom the same host has asked already stays asked as it was. */
  public Sent invite(Actor by, String userId, long timeoutMs, long nowMs) throws RoomRefusedException {
    by.requireHost();
    Participant who = known(userId);
    if (by.is(who)) {
      throw refused(RoomRefusal.INVITING_ONESELF, "Nobody invites itself: ask for the stage.");
    }
    requireHere(who);
    requireAudience(who);
    Inviter inviter = by.inviter();
    Invitation open = invitations.find(inviter, who.sid());
    if (open != null) {
      return new Sent(open, false);
    }
    if (invitations.full()) {
      throw refused(RoomRefusal.TOO_MANY_INVITATIONS, Invitations.OPEN_MAX + " invitations wait for an answer: wait for some of them.");
    }
    if (!inviting.allows(inviter == null ? ADMINISTRATORS : inviter.userId(), nowMs)) {
      throw tooOften("Too many were invited within seconds");
    }
    Invitation invitation = new Invitation(sids.next(Sids.INVITATION), userId, who.sid(), inviter, nowMs + timeoutMs);
    invitations.open(invitation);
    chronicle.onInvited(invitation);
    gazette.hosts(new News.Invited(invitation), who.sid());
    return new Sent(invitation, true);
  }

  /** An invitation is taken back. */
  public void withdraw(Actor by, String invitationId, long nowMs) throws RoomRefusedException {
    by.requireHost();
    Invitation open = open(invitationId, nowMs);
    invitations.close(open);
    ended(open, Outcome.WITHDRAWN);
  }

  /** The invited answers: with yes it is on the stage when this returns; while there is no place there, the invitation stays open. */
  public void answer(Participant who, String invitationId, boolean yes, long nowMs) throws RoomRefusedException {
    Invitation open = open(invitationId, nowMs);
    if (!open.participantId().equals(who.sid())) {
      throw noInvitation();
    }
    if (!yes) {
      invitations.close(open);
      ended(open, Outcome.REJECTED);
      lower(who, Lowered.REJECTED);
      return;
    }
    invitations.close(open);
    boolean done = false;
    try {
      roles.change(who, RoleChange.to(who.mode().role(true)), nowMs);
      done = true;
    } finally {
      if (!done) {
        invitations.open(open);
      }
    }
    ended(open, Outcome.ACCEPTED);
  }

  /** Somebody goes back to the audience, itself or sent by a host; who is there already stays what it is. */
  public Participant back(Actor by, String userId, long nowMs) throws RoomRefusedException {
    if (by.member() == null || !by.member().userId().equals(userId)) {
      by.requireHost();
    }
    Participant who = known(userId);
    requireHere(who);
    requireLive(who);
    roles.change(who, RoleChange.to(who.mode().role(false)), nowMs);
    return who;
  }

  /** Somebody whom others may know of, on the stage or not. */
  private Participant known(String userId) throws RoomRefusedException {
    Participant who = members.user(userId);
    if (who == null || who.secret()) {
      throw refused(RoomRefusal.NO_SUCH_USER, userId + " is not in room " + key.roomId() + ", or nobody may know.");
    }
    return who;
  }

  private static void requireHere(Participant who) throws RoomRefusedException {
    if (who.presence() != Presence.USER) {
      throw refused(RoomRefusal.LIVES_ELSEWHERE, who.userId() + " is shown here from another room: end the link, or remove it here.");
    }
  }

  private void requireLive(Participant who) throws RoomRefusedException {
    if (!who.mode().live()) {
      throw refused(RoomRefusal.WRONG_MODE, "Room " + key.roomId() + " is a meeting, and has no stage.");
    }
  }

  private void requireAudience(Participant who) throws RoomRefusedException {
    requireLive(who);
    if (who.permissions().publish()) {
      throw refused(RoomRefusal.ALREADY_ON_STAGE, who.userId() + " is on the stage already.");
    }
  }

  private Invitation open(String invitationId, long nowMs) throws RoomRefusedException {
    advance(nowMs);
    Invitation open = invitations.get(invitationId);
    if (open == null) {
      throw noInvitation();
    }
    return open;
  }

  private static RoomRefusedException noInvitation() {
    return refused(RoomRefusal.NO_SUCH_INVITATION,
        "There is no such invitation: it was answered, withdrawn, has timed out, or is somebody else's.");
  }

  private static RoomRefusedException tooOften(String what) {
    return refused(RoomRefusal.TOO_MANY_STAGE_REQUESTS, what + ": wait before the next.");
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }

  private void ended(Invitation invitation, Outcome outcome) {
    chronicle.onInvitationEnded(invitation, outcome);
    gazette.hosts(new News.InvitationEnded(invitation, outcome), invitation.participantId());
  }

  /** What a member may do has changed, by whatever door. */
  void permitted(Participant who, Permissions before) {
    if (!who.mode().live()) {
      return;
    }
    if (who.permissions().publish() || who.secret()) {
      lower(who, who.secret() ? Lowered.LEFT : Lowered.ON_STAGE);
      moot(invitations.closeOf(who.sid()));
    }
    if (!who.permissions().publish() || who.secret()) {
      moot(invitations.closeBy(who.sid()));
    }
    if (before.publish() != who.permissions().publish()) {
      News news = new News.RoleChanged(who.userId(), who.sid(), who.role());
      if (who.secret()) {
        gazette.only(who.sid(), news);
      } else {
        gazette.everybody(news);
      }
    }
  }

  /** A member is out. */
  void left(Participant who) {
    lower(who, Lowered.LEFT);
    moot(invitations.closeOf(who.sid()));
    moot(invitations.closeBy(who.sid()));
  }

  private void moot(List<Invitation> closed) {
    closed.forEach(one -> ended(one, Outcome.MOOT));
  }

  /** The room ends, and nobody needs be told one by one. */
  void clear() {
    hands.clear();
    invitations.clear();
  }

  long nextDueMs() {
    return invitations.nextDueMs();
  }

  /** Lets time pass. */
  void advance(long nowMs) {
    if (nextDueMs() <= nowMs) {
      invitations.expired(nowMs).forEach(late -> ended(late, Outcome.TIMED_OUT));
    }
  }
}
