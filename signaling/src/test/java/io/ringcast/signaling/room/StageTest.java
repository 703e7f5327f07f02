package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.stage.Hand;
import io.ringcast.signaling.room.stage.Hands;
import io.ringcast.signaling.room.stage.Invitation;
import io.ringcast.signaling.room.stage.Invitations;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** How the audience comes onto the stage and goes back, and who is told. */
class StageTest {
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), true, false, false);
  private static final long TIMEOUT_MS = 30_000;

  private final Room room = room(RoomMode.LIVE_VIDEO);
  private final Participant ann;
  private final Participant eve;

  StageTest() throws RoomRefusedException {
    ann = join(room, "ann", HOST);
    eve = join(room, "eve", HOST.publishing(false));
  }

  private static Room room(RoomMode mode) {
    return new Room(new RoomKey("app", "r"), RoomSettings.DEFAULT.in(mode), RoomLimits.DEFAULT.with(new RoomLimits.Hosts(4, 4)),
        new Random(1), 0);
  }

  private static Participant join(Room room, String userId, Permissions permissions) throws RoomRefusedException {
    return room.join(new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), 0);
  }

  private static Actor as(Participant who) {
    return new Actor(who, false);
  }

  private static @Nullable RoomRefusal refusal(ThrowingCallable call) {
    RoomRefusedException refused = catchThrowableOfType(RoomRefusedException.class, call);
    return refused == null ? null : refused.refusal();
  }

  /** What a stay was told since this was asked last. */
  private static List<String> told(Participant who, List<Gazette.Notice> notices) {
    return notices.stream().filter(notice -> notice.isFor(who.sid())).map(notice -> line(notice.news())).toList();
  }

  private static String line(News news) {
    return switch (news) {
      case News.HandRaised raised -> "hand " + raised.hand().userId();
      case News.HandLowered lowered -> "down " + lowered.hand().userId() + " " + lowered.reason();
      case News.Invited invited -> "invited " + invited.invitation().userId();
      case News.InvitationEnded ended -> "ended " + ended.invitation().userId() + " " + ended.outcome();
      case News.RoleChanged changed -> changed.userId() + " " + changed.role();
      case News.AttributesChanged changed -> "attributes by " + changed.by();
      case News.CountChanged changed -> "count " + changed.count() + " " + changed.audience();
      case News.LinkChanged changed -> "link " + changed.step();
      case News.MixChanged changed -> "mix " + changed.step();
    };
  }

  private List<Gazette.Notice> issue() {
    return room.gazette().take().notices();
  }

  private Invitation invite(Participant by, Participant who) throws RoomRefusedException {
    return room.stage().invite(as(by), who.userId(), TIMEOUT_MS, 0).invitation();
  }

  @Test
  void aHandIsRaisedAnsweredWithAnInvitationAndThatWithYes() throws Exception {
    Participant fay = join(room, "fay", HOST.publishing(false));
    issue();
    Hand hand = room.stage().raise(eve, 5);
    assertThat(room.stage().raise(eve, 9)).isSameAs(hand);
    List<Gazette.Notice> raised = issue();
    assertThat(told(ann, raised)).containsExactly("hand eve");
    assertThat(told(eve, raised)).containsExactly("hand eve");
    assertThat(told(fay, raised)).isEmpty();
    Invitation invitation = invite(ann, eve);
    assertThat(room.stage().invite(as(ann), "eve", TIMEOUT_MS, 10)).isEqualTo(new Stage.Sent(invitation, false));
    room.stage().answer(eve, invitation.invitationId(), true, 10);
    assertThat(eve.role()).isEqualTo(Role.HOST);
    assertThat(room.stage().hands()).isEmpty();
    assertThat(room.stage().invitations()).isEmpty();
    List<Gazette.Notice> accepted = issue();
    assertThat(told(ann, accepted)).containsExactly("invited eve", "down eve ON_STAGE", "eve HOST", "ended eve ACCEPTED");
    assertThat(told(fay, accepted)).containsExactly("eve HOST");
    assertThat(room.announce(eve, TrackDetails.plain(MediaKind.VIDEO), false, 0)).isNotNull();
    room.stage().back(as(ann), "eve", 11);
    assertThat(eve.role()).isEqualTo(Role.AUDIENCE);
    assertThat(eve.publications()).isEmpty();
    assertThat(told(fay, issue())).containsExactly("eve AUDIENCE");
  }

  @Test
  void noTakesTheHandDownToo() throws Exception {
    room.stage().raise(eve, 0);
    Invitation invitation = invite(ann, eve);
    issue();
    room.stage().answer(eve, invitation.invitationId(), false, 1);
    assertThat(eve.role()).isEqualTo(Role.AUDIENCE);
    assertThat(told(ann, issue())).containsExactly("ended eve REJECTED", "down eve REJECTED");
    room.stage().raise(eve, 2);
    issue();
    room.stage().decline(as(ann), "eve");
    room.stage().decline(as(ann), "eve");
    room.stage().decline(as(ann), "nobody");
    assertThat(told(eve, issue())).containsExactly("down eve DECLINED");
    room.stage().raise(eve, 3);
    room.stage().lower(eve);
    room.stage().lower(eve);
    assertThat(told(ann, issue())).containsExactly("hand eve", "down eve LOWERED");
  }

  @Test
  void anInvitationThatTimedOutIsAnsweredToNobody() throws Exception {
    Invitation invitation = invite(ann, eve);
    issue();
    assertThat(room.nextDeadlineMs()).isLessThanOrEqualTo(TIMEOUT_MS);
    room.advance(TIMEOUT_MS - 1);
    assertThat(room.stage().invitations()).containsExactly(invitation);
    assertThat(refusal(() -> room.stage().answer(eve, invitation.invitationId(), true, TIMEOUT_MS)))
        .isEqualTo(RoomRefusal.NO_SUCH_INVITATION);
    assertThat(eve.role()).isEqualTo(Role.AUDIENCE);
    assertThat(told(eve, issue())).contains("ended eve TIMED_OUT").doesNotContain("eve HOST");
  }

  @Test
  void onlyTheInvitedAnswersAndOnce() throws Exception {
    Participant fay = join(room, "fay", HOST.publishing(false));
    Invitation invitation = invite(ann, eve);
    String id = invitation.invitationId();
    issue();
    assertThat(refusal(() -> room.stage().answer(fay, id, true, 0))).isEqualTo(RoomRefusal.NO_SUCH_INVITATION);
    assertThat(refusal(() -> room.stage().answer(eve, "IV_guess", true, 0))).isEqualTo(RoomRefusal.NO_SUCH_INVITATION);
    assertThat(issue()).isEmpty();
    room.stage().answer(eve, id, true, 0);
    assertThat(refusal(() -> room.stage().answer(eve, id, false, 0))).isEqualTo(RoomRefusal.NO_SUCH_INVITATION);
    assertThat(refusal(() -> room.stage().withdraw(as(ann), id, 0))).isEqualTo(RoomRefusal.NO_SUCH_INVITATION);
    assertThat(eve.role()).isEqualTo(Role.HOST);
  }

  @Test
  void whoMayNotChangesNothing() throws Exception {
    Participant fay = join(room, "fay", HOST.publishing(false));
    Participant ghost = join(room, "ghost", new Permissions(false, true, true, Set.of(), true, true, false));
    Participant spy = join(room, "spy", new Permissions(true, true, true, Set.of(), true, true, false));
    Invitation invitation = invite(ann, fay);
    issue();
    Stage stage = room.stage();
    assertThat(refusal(() -> stage.invite(as(eve), "fay", TIMEOUT_MS, 0))).isEqualTo(RoomRefusal.HOSTS_ONLY);
    assertThat(refusal(() -> stage.invite(as(spy), "eve", TIMEOUT_MS, 0))).isEqualTo(RoomRefusal.HOSTS_ONLY);
    assertThat(refusal(() -> stage.invite(as(ann), "ann", TIMEOUT_MS, 0))).isEqualTo(RoomRefusal.INVITING_ONESELF);
    assertThat(refusal(() -> stage.invite(as(ann), "nobody", TIMEOUT_MS, 0))).isEqualTo(RoomRefusal.NO_SUCH_USER);
    assertThat(refusal(() -> stage.invite(as(ann), "ghost", TIMEOUT_MS, 0))).isEqualTo(RoomRefusal.NO_SUCH_USER);
    assertThat(refusal(() -> stage.decline(as(eve), "fay"))).isEqualTo(RoomRefusal.HOSTS_ONLY);
    assertThat(refusal(() -> stage.withdraw(as(fay), invitation.invitationId(), 0))).isEqualTo(RoomRefusal.HOSTS_ONLY);
    assertThat(refusal(() -> stage.back(as(eve), "ann", 0))).isEqualTo(RoomRefusal.HOSTS_ONLY);
    assertThat(refusal(() -> stage.back(as(eve), "nobody", 0))).as("nobody learns who is there").isEqualTo(RoomRefusal.HOSTS_ONLY);
    assertThat(refusal(() -> stage.raise(ann, 0))).isEqualTo(RoomRefusal.ALREADY_ON_STAGE);
    assertThat(refusal(() -> stage.raise(ghost, 0))).isEqualTo(RoomRefusal.HIDDEN);
    assertThat(stage.invitations()).containsExactly(invitation);
    assertThat(stage.hands()).isEmpty();
    assertThat(issue()).isEmpty();
  }

  @Test
  void aMeetingHasNoStage() throws Exception {
    Room meeting = room(RoomMode.MEETING);
    Participant ann = join(meeting, "ann", HOST);
    Participant eve = join(meeting, "eve", HOST.publishing(false));
    assertThat(refusal(() -> meeting.stage().raise(eve, 0))).isEqualTo(RoomRefusal.WRONG_MODE);
    assertThat(refusal(() -> meeting.stage().invite(as(ann), "eve", TIMEOUT_MS, 0))).isEqualTo(RoomRefusal.WRONG_MODE);
    assertThat(refusal(() -> meeting.stage().back(as(ann), "ann", 0))).isEqualTo(RoomRefusal.WRONG_MODE);
    meeting.permit(eve, HOST, 0);
    assertThat(meeting.gazette().take().notices()).isEmpty();
  }

  @Test
  void aStageThatIsFullLeavesTheInvitationOpen() throws Exception {
    Invitation invitation = invite(ann, eve);
    for (String name : List.of("bob", "cid", "dan")) {
      join(room, name, HOST);
    }
    issue();
    assertThat(refusal(() -> room.stage().answer(eve, invitation.invitationId(), true, 0))).isEqualTo(RoomRefusal.ROOM_FULL_OF_HOSTS);
    assertThat(room.stage().invitations()).containsExactly(invitation);
    assertThat(issue()).isEmpty();
    room.stage().back(as(ann), "dan", 0);
    room.stage().answer(eve, invitation.invitationId(), true, 1);
    assertThat(eve.role()).isEqualTo(Role.HOST);
  }

  @Test
  void whatIsMootEnds() throws Exception {
    Participant bob = join(room, "bob", HOST);
    Participant fay = join(room, "fay", HOST.publishing(false));
    invite(ann, eve);
    invite(bob, eve);
    invite(bob, fay);
    room.stage().raise(eve, 0);
    issue();
    room.change(eve, RoleChange.to(Role.HOST), 0);
    assertThat(told(ann, issue())).containsExactly("down eve ON_STAGE", "ended eve MOOT", "ended eve MOOT", "eve HOST");
    room.stage().back(as(bob), "bob", 0);
    assertThat(told(fay, issue())).containsExactly("ended fay MOOT", "bob AUDIENCE");
    invite(ann, fay);
    room.stage().raise(fay, 0);
    issue();
    room.leave(fay, LeaveReason.LEFT, 0);
    assertThat(told(ann, issue())).containsExactly("down fay LEFT", "ended fay MOOT");
    assertThat(room.stage().hands()).isEmpty();
    assertThat(room.stage().invitations()).isEmpty();
  }

  @Test
  void invitationsCrossWithoutHarm() throws Exception {
    Participant bob = join(room, "bob", HOST);
    Invitation first = invite(ann, eve);
    Invitation second = invite(bob, eve);
    assertThat(first).isNotEqualTo(second);
    room.stage().answer(eve, second.invitationId(), true, 0);
    assertThat(refusal(() -> room.stage().answer(eve, first.invitationId(), false, 0))).isEqualTo(RoomRefusal.NO_SUCH_INVITATION);
    assertThat(eve.role()).isEqualTo(Role.HOST);
    assertThat(refusal(() -> room.stage().invite(as(eve), "ann", TIMEOUT_MS, 0))).isEqualTo(RoomRefusal.ALREADY_ON_STAGE);
  }

  @Test
  void administratorsInviteInNobodysName() throws Exception {
    Invitation invitation = room.stage().invite(new Actor(null, true), "eve", TIMEOUT_MS, 0).invitation();
    assertThat(invitation.by()).isNull();
    assertThat(room.stage().invite(new Actor(null, true), "eve", TIMEOUT_MS, 0).fresh()).isFalse();
    room.stage().withdraw(new Actor(null, true), invitation.invitationId(), 0);
    assertThat(told(eve, issue())).contains("invited eve", "ended eve WITHDRAWN");
  }

  /** Ten thousand raise their hands within a second: so many are told as the pace allows, the others hear why. */
  @Test
  void aFloodOfHandsIsTold() throws Exception {
    Room large = room(RoomMode.LIVE_VIDEO);
    join(large, "ann", HOST);
    int raised = 0;
    int refused = 0;
    for (int i = 0; i < 9_999; i++) {
      Participant who = join(large, "u" + i, HOST.publishing(false));
      long nowMs = i / 10;
      RoomRefusal refusal = refusal(() -> large.stage().raise(who, nowMs));
      assertThat(refusal).isIn(null, RoomRefusal.TOO_MANY_STAGE_REQUESTS);
      raised += refusal == null ? 1 : 0;
      refused += refusal == null ? 0 : 1;
    }
    int inOneSecond = Stage.HANDS_OF_ALL_AT_HAND + (int) (1_000 / Stage.ANOTHER_HAND_OF_ANY_AFTER_MS);
    assertThat(raised).isLessThanOrEqualTo(inOneSecond).isGreaterThanOrEqualTo(Stage.HANDS_OF_ALL_AT_HAND);
    assertThat(raised + refused).isEqualTo(9_999);
    assertThat(large.stage().hands()).hasSize(raised);
    assertThat(large.gazette().take().notices()).hasSize(raised);
  }

  @Test
  void noMoreHandsThanHostsLookThrough() throws Exception {
    Room large = room(RoomMode.LIVE_VIDEO);
    for (int i = 0; i < Hands.UP_MAX; i++) {
      large.stage().raise(join(large, "u" + i, HOST.publishing(false)), i * 1_000L);
    }
    Participant late = join(large, "late", HOST.publishing(false));
    assertThat(refusal(() -> large.stage().raise(late, 10_000_000))).isEqualTo(RoomRefusal.TOO_MANY_HANDS);
    assertThat(large.stage().hands()).hasSize(Hands.UP_MAX);
  }

  @Test
  void oneHandUpAndDownHasItsPace() throws Exception {
    for (int i = 0; i < Stage.HAND_MOVES_AT_HAND; i++) {
      room.stage().raise(eve, 0);
      room.stage().lower(eve);
    }
    assertThat(refusal(() -> room.stage().raise(eve, 0))).isEqualTo(RoomRefusal.TOO_MANY_STAGE_REQUESTS);
    assertThat(room.stage().raise(eve, Stage.ANOTHER_HAND_MOVE_AFTER_MS)).isNotNull();
  }

  @Test
  void invitationsHaveTheirLimits() throws Exception {
    int asked = 0;
    for (int i = 0; asked < Invitations.OPEN_MAX; i++) {
      Participant who = join(room, "u" + i, HOST.publishing(false));
      long nowMs = i * Stage.ANOTHER_INVITATION_AFTER_MS;
      room.stage().invite(as(ann), who.userId(), 10_000_000, nowMs);
      asked++;
    }
    long lateMs = 1_000_000;
    assertThat(refusal(() -> room.stage().invite(as(ann), "eve", TIMEOUT_MS, lateMs))).isEqualTo(RoomRefusal.TOO_MANY_INVITATIONS);
    room.stage().withdraw(as(ann), room.stage().invitations().getFirst().invitationId(), lateMs);
    room.stage().invite(as(ann), "eve", TIMEOUT_MS, lateMs);
    Participant bob = join(room, "bob", HOST);
    for (int i = 0; i < Stage.INVITATIONS_AT_HAND; i++) {
      room.stage().withdraw(as(ann), room.stage().invitations().getFirst().invitationId(), lateMs);
      room.stage().invite(as(bob), "u" + (100 + i), TIMEOUT_MS, lateMs);
    }
    room.stage().withdraw(as(ann), room.stage().invitations().getFirst().invitationId(), lateMs);
    assertThat(refusal(() -> room.stage().invite(as(bob), "u199", TIMEOUT_MS, lateMs))).isEqualTo(RoomRefusal.TOO_MANY_STAGE_REQUESTS);
  }

  @Test
  void theEndOfARoomTakesEverything() throws Exception {
    room.stage().raise(eve, 0);
    invite(ann, eve);
    room.end(LeaveReason.ROOM_DELETED);
    assertThat(room.stage().hands()).isEmpty();
    assertThat(room.stage().invitations()).isEmpty();
    assertThat(room.gazette().take().departed()).containsOnlyKeys(ann.sid(), eve.sid());
  }
}
