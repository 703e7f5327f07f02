package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.identity.RoomWish.Role;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.RecordingMedia;
import io.ringcast.signaling.support.RecordingSeat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modes and roles: who sees whom, who may publish what, and how many of them. */
class RolesTest {
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);
  private static final Permissions AUDIENCE = HOST.publishing(false);
  private static final int CROWD = 10_000;

  private final Room room = new Room(new RoomKey("app", "r"), RoomSettings.DEFAULT, RoomLimits.DEFAULT, new Random(1), 0);

  /** A user with what it hears and receives. */
  private record User(Participant who, RecordingSeat seat, RecordingMedia media) {
    List<String> heard() {
      List<String> all = List.copyOf(seat.heard);
      seat.heard.clear();
      return all;
    }
  }

  private User join(String userId, Permissions permissions, RoomMode mode) throws RoomRefusedException {
    RecordingSeat seat = new RecordingSeat();
    RecordingMedia media = new RecordingMedia();
    Participant who = room.join(new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, seat, media, mode), 0);
    return new User(who, seat, media);
  }

  private User live(String userId, Permissions permissions) throws RoomRefusedException {
    return join(userId, permissions, RoomMode.LIVE_VIDEO);
  }

  private Publication publish(User user, MediaKind kind) throws RoomRefusedException, SdpException {
    Publication publication = room.announce(user.who(), TrackDetails.plain(kind), false, 0);
    PublicationSpec spec = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), publication.streamId())
        .publications().stream().filter(one -> one.kind() == kind).findFirst().orElseThrow();
    room.live(publication, spec);
    return publication;
  }

  private static RoomRefusedException refusal(ThrowingCallable call) {
    return catchThrowableOfType(RoomRefusedException.class, call);
  }

  @Test
  void theFirstOfASessionChoosesTheMode() throws Exception {
    User ann = join("ann", HOST, RoomMode.LIVE_AUDIO);
    assertThat(room.mode()).isEqualTo(RoomMode.LIVE_AUDIO);
    assertThat(refusal(() -> join("bob", HOST, RoomMode.MEETING)).refusal()).isEqualTo(RoomRefusal.WRONG_MODE);
    join("cid", HOST, RoomMode.LIVE_VIDEO);
    join("dan", HOST, null);
    assertThat(room.mode()).isEqualTo(RoomMode.LIVE_AUDIO);
    List.copyOf(room.members()).forEach(member -> room.leave(member, LeaveReason.LEFT, 0));
    join("bob", HOST, null);
    assertThat(room.mode()).isEqualTo(RoomMode.MEETING);
    assertThat(ann.who().role()).isEqualTo(Role.HOST);
  }

  @Test
  void aPreparedRoomStaysAsItWasPrepared() throws Exception {
    Room prepared = new Room(
        new RoomKey("app", "p"), RoomSettings.DEFAULT.in(RoomMode.LIVE_AUDIO), RoomLimits.DEFAULT, new Random(1), 0);
    JoinRequest request = new JoinRequest("ann", Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE);
    assertThat(prepared.mode()).isEqualTo(RoomMode.LIVE_AUDIO);
    assertThat(refusal(() -> prepared.join(request.into(RoomMode.MEETING), 0)).refusal()).isEqualTo(RoomRefusal.WRONG_MODE);
    prepared.leave(prepared.join(request, 0), LeaveReason.LEFT, 0);
    prepared.join(request.into(RoomMode.LIVE_VIDEO), 0);
    assertThat(prepared.mode()).isEqualTo(RoomMode.LIVE_AUDIO);
  }

  @ParameterizedTest
  @CsvSource({"LIVE_AUDIO, 32", "LIVE_VIDEO, 16"})
  void aLiveRoomHasAPlaceForSoManyHosts(RoomMode mode, int places) throws Exception {
    for (int i = 0; i < places; i++) {
      join("host" + i, HOST, mode);
    }
    RoomRefusedException full = refusal(() -> join("late", HOST, mode));
    assertThat(full.refusal()).isEqualTo(RoomRefusal.ROOM_FULL_OF_HOSTS);
    assertThat(full.detail()).contains(places + " hosts");
    User late = join("late", AUDIENCE, mode);
    assertThat(refusal(() -> room.change(late.who(), RoleChange.to(Role.HOST), 0)).refusal()).isEqualTo(RoomRefusal.ROOM_FULL_OF_HOSTS);
    assertThat(late.who().role()).isEqualTo(Role.AUDIENCE);
    join("host0", HOST, mode);
    room.change(room.user("host1"), RoleChange.to(Role.AUDIENCE), 0);
    room.change(late.who(), RoleChange.to(Role.HOST), 0);
    assertThat(room.hosts()).isEqualTo(places);
  }

  @Test
  void aMeetingHasNoSuchLimit() throws Exception {
    for (int i = 0; i < 40; i++) {
      join("user" + i, HOST, RoomMode.MEETING);
    }
    assertThat(room.hosts()).isEqualTo(40);
    assertThat(refusal(() -> room.change(room.user("user1"), RoleChange.to(Role.AUDIENCE), 0)).refusal())
        .isEqualTo(RoomRefusal.NO_SUCH_ROLE);
    room.change(room.user("user1"), RoleChange.to(Role.OBSERVER), 0);
    assertThat(room.user("user1").role()).isEqualTo(Role.OBSERVER);
    assertThat(room.visible()).contains(room.user("user1"));
  }

  @Test
  void aRoomForAudioTakesNoVideo() throws Exception {
    User ann = join("ann", HOST, RoomMode.LIVE_AUDIO);
    RoomRefusedException no = refusal(() -> publish(ann, MediaKind.VIDEO));
    assertThat(no.refusal()).isEqualTo(RoomRefusal.VIDEO_IN_AUDIO_ROOM);
    assertThat(no.detail()).contains("audio");
    publish(ann, MediaKind.AUDIO);
    assertThat(ann.who().publications()).hasSize(1);
  }

  @Test
  void theAudienceIsANumberToOthersAndSeesTheHosts() throws Exception {
    User ann = live("ann", HOST);
    User eve = live("eve", AUDIENCE);
    User fay = live("fay", AUDIENCE);
    room.activate(eve.who());
    assertThat(ann.heard()).isEmpty();
    assertThat(room.others(fay.who())).containsExactly(ann.who());
    assertThat(room.others(ann.who())).isEmpty();
    assertThat(room.headCount()).isEqualTo(3);
    assertThat(eve.heard()).containsExactly("participant eve ACTIVE   {}");
    Publication camera = publish(ann, MediaKind.VIDEO);
    assertThat(fay.media().received).containsExactly(camera.sid());
    room.leave(fay.who(), LeaveReason.LEFT, 0);
    assertThat(ann.heard()).noneMatch(line -> line.contains("fay"));
    assertThat(room.headCount()).isEqualTo(2);
  }

  @Test
  void whoComesOntoTheStageIsSeenAndWhoGoesTakesEverythingAlong() throws Exception {
    User ann = live("ann", HOST);
    User eve = live("eve", AUDIENCE);
    User fay = live("fay", AUDIENCE);
    assertThat(refusal(() -> publish(eve, MediaKind.VIDEO)).refusal()).isEqualTo(RoomRefusal.PUBLISHING_NOT_ALLOWED);
    room.change(eve.who(), RoleChange.to(Role.HOST), 0);
    Publication camera = publish(eve, MediaKind.VIDEO);
    assertThat(ann.heard()).isNotEmpty().allMatch(line -> line.startsWith("participant eve JOINED"));
    assertThat(fay.media().received).containsExactly(camera.sid());
    assertThat(ann.media().received).containsExactly(camera.sid());
    fay.heard();
    eve.heard();
    room.change(eve.who(), RoleChange.to(Role.AUDIENCE), 0);
    assertThat(ann.media().received).isEmpty();
    assertThat(fay.media().received).isEmpty();
    assertThat(fay.heard()).containsExactly("hidden eve");
    assertThat(eve.heard()).contains("unpublished " + camera.sid());
    assertThat(eve.who().publications()).isEmpty();
    assertThat(room.user("eve")).isSameAs(eve.who());
  }

  @Test
  void theSameRoleAgainChangesNothing() throws Exception {
    User ann = live("ann", HOST);
    User eve = live("eve", AUDIENCE);
    eve.heard();
    room.change(eve.who(), RoleChange.to(Role.AUDIENCE), 0);
    assertThat(eve.heard()).isEmpty();
    assertThat(ann.heard()).isEmpty();
  }

  @Test
  void changesOfRolesHaveTheirPace() throws Exception {
    live("ann", HOST);
    User eve = live("eve", AUDIENCE);
    int done = 0;
    RoomRefusedException refused = null;
    for (int i = 0; i < CROWD; i++) {
      try {
        room.change(eve.who(), RoleChange.to(eve.who().role() == Role.HOST ? Role.AUDIENCE : Role.HOST), i / 20);
        done++;
      } catch (RoomRefusedException e) {
        refused = e;
      }
    }
    assertThat(done).isEqualTo(Admission.CHANGES_AT_HAND);
    assertThat(refused.refusal()).isEqualTo(RoomRefusal.TOO_MANY_ROLE_CHANGES);
    Role before = eve.who().role();
    room.change(eve.who(), RoleChange.to(before == Role.HOST ? Role.AUDIENCE : Role.HOST), 1_000);
    assertThat(eve.who().role()).isNotEqualTo(before);
  }

  @Test
  void anAudienceOfTenThousandComesAndGoesAtAFewMessagesEach() throws Exception {
    User host = live("host", HOST);
    publish(host, MediaKind.VIDEO);
    List<User> crowd = new ArrayList<>();
    long nowMs = 0;
    for (int i = 0; i < CROWD - 1; i++) {
      User viewer = new User(null, new RecordingSeat(), new RecordingMedia());
      Participant who = room.join(
          new JoinRequest("viewer" + i, Presence.USER, AUDIENCE, Profile.EMPTY, true, viewer.seat(), viewer.media(), RoomMode.LIVE_VIDEO),
          nowMs);
      room.activate(who);
      crowd.add(new User(who, viewer.seat(), viewer.media()));
      nowMs += 1;
      room.advance(nowMs);
    }
    assertThat(room.headCount()).isEqualTo(CROWD);
    long joining = crowd.stream().mapToLong(viewer -> viewer.heard().size()).sum() + host.heard().size();
    assertThat(joining).as("messages for %d joins", CROWD).isLessThan(4L * CROWD);
    assertThat(crowd.getLast().media().received).hasSize(1);
    long leaving = 0;
    for (User viewer : crowd) {
      room.leave(viewer.who(), LeaveReason.LEFT, nowMs);
      nowMs += 1;
      room.advance(nowMs);
      leaving += viewer.heard().size();
    }
    leaving += host.heard().size();
    assertThat(leaving).as("messages for %d leaves", CROWD).isLessThan(4L * CROWD);
    assertThat(room.headCount()).isEqualTo(1);
  }

  @Test
  void theNumberIsToldSoonAndOnce() throws Exception {
    User ann = live("ann", HOST);
    live("eve", AUDIENCE);
    room.advance(100);
    assertThat(room.nextDeadlineMs()).isEqualTo(100 + HeadCount.EVERY_MS);
    live("fay", AUDIENCE);
    room.advance(100 + HeadCount.EVERY_MS);
    assertThat(ann.heard()).containsExactly("room ");
    room.advance(10_000);
    assertThat(ann.heard()).isEmpty();
    assertThat(room.nextDeadlineMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void viewersOfALiveRoomCountAndThoseOfAMeetingDoNot() throws Exception {
    Permissions watcher = new Permissions(false, true, false, Set.of(), false, true, false);
    JoinRequest request = new JoinRequest("eve", Presence.VIEWER, watcher, Profile.EMPTY, false, Seat.DEAF, RoomMedia.NONE);
    live("ann", HOST);
    room.join(request, 0);
    assertThat(room.headCount()).isEqualTo(2);
    List.copyOf(room.members()).forEach(member -> room.leave(member, LeaveReason.LEFT, 0));
    join("ann", HOST, RoomMode.MEETING);
    room.join(request, 0);
    assertThat(room.headCount()).isEqualTo(1);
  }
}
