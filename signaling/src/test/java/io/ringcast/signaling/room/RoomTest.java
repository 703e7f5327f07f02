package io.ringcast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.RecordingMedia;
import io.ringcast.signaling.support.RecordingSeat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final Permissions ALL = new Permissions(true, true, true, Set.of(), true, false, false);
  private static final Permissions HIDDEN = new Permissions(false, true, true, Set.of(), true, true, false);

  private final Room room = room(RoomSettings.DEFAULT);

  private static Room room(RoomSettings settings) {
    return new Room(KEY, settings, RoomLimits.DEFAULT, new Random(1), 0);
  }

  /** A user with what it hears and receives. */
  private record User(Participant who, RecordingSeat seat, RecordingMedia media) {
    List<String> heard() {
      List<String> all = List.copyOf(seat.heard);
      seat.heard.clear();
      return all;
    }
  }

  private static User join(Room room, String userId, Permissions permissions, boolean autoSubscribe) throws RoomRefusedException {
    RecordingSeat seat = new RecordingSeat();
    RecordingMedia media = new RecordingMedia();
    Participant who = room.join(new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, autoSubscribe, seat, media), 0);
    return new User(who, seat, media);
  }

  private User join(String userId) throws RoomRefusedException {
    return join(room, userId, ALL, true);
  }

  private static PublicationSpec spec(MediaKind kind, String streamId) throws SdpException {
    return PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), streamId).publications().stream()
        .filter(spec -> spec.kind() == kind).findFirst().orElseThrow();
  }

  private Publication publish(User user, MediaKind kind) throws RoomRefusedException, SdpException {
    Publication publication = room.announce(user.who(), TrackDetails.plain(kind), false, 0);
    room.live(publication, spec(kind, publication.streamId()));
    return publication;
  }

  private static RoomRefusal refusal(ThrowingCallable call) {
    return catchThrowableOfType(RoomRefusedException.class, call).refusal();
  }

  @Test
  void aSessionBeginsWithTheFirstJoinAndTheRoomOutlivesItByItsGrace() throws Exception {
    User ann = join("ann");
    String first = room.sessionId();
    join("bob");
    assertThat(room.sessionId()).isEqualTo(first);
    room.leave(ann.who(), LeaveReason.LEFT, 1_000);
    room.leave(room.user("bob"), LeaveReason.LEFT, 2_000);
    assertThat(room.nextDeadlineMs()).isEqualTo(22_000);
    room.advance(21_999);
    assertThat(room.ended()).isFalse();
    join("ann");
    assertThat(room.sessionId()).isNotEqualTo(first);
    room.leave(room.user("ann"), LeaveReason.LEFT, 30_000);
    room.advance(50_000);
    assertThat(room.ended()).isTrue();
  }

  @Test
  void aRoomThatNobodyJoinsEnds() {
    assertThat(room.nextDeadlineMs()).isEqualTo(300_000);
    room.advance(300_000);
    assertThat(room.ended()).isTrue();
  }

  @Test
  void aSecondJoinOfOneUserReplacesTheFirst() throws Exception {
    User before = join("ann");
    User bob = join("bob");
    Publication camera = publish(before, MediaKind.VIDEO);
    bob.heard();
    User after = join("ann");
    assertThat(before.heard()).last().isEqualTo("removed REPLACED");
    assertThat(after.heard()).noneMatch(line -> line.startsWith("removed"));
    assertThat(room.users()).containsExactly(bob.who(), after.who());
    assertThat(bob.media().received).doesNotContain(camera.sid());
    assertThat(bob.heard()).anyMatch(line -> line.startsWith("participant ann LEFT"));
  }

  @Test
  void aFullRoomTakesBackItsOwnButNobodyElse() throws Exception {
    Room small = room(new RoomSettings(300_000, 20_000, 2, ""));
    join(small, "ann", ALL, true);
    join(small, "bob", HIDDEN, true);
    assertThat(refusal(() -> join(small, "cid", ALL, true))).isEqualTo(RoomRefusal.TOO_MANY_PARTICIPANTS);
    join(small, "ann", ALL, true);
    assertThat(small.users()).hasSize(2);
  }

  @Test
  void publicationsReachWhoeverSubscribesWithoutAskingAndWhoAsks() throws Exception {
    User ann = join("ann");
    User bob = join("bob");
    User cid = join(room, "cid", ALL, false);
    Publication microphone = publish(ann, MediaKind.AUDIO);
    assertThat(bob.media().received).containsExactly(microphone.sid());
    assertThat(cid.media().received).isEmpty();
    room.subscribe(cid.who(), microphone, true);
    room.subscribe(bob.who(), microphone, false);
    assertThat(cid.media().received).containsExactly(microphone.sid());
    assertThat(bob.media().received).isEmpty();
    assertThat(ann.heard()).filteredOn(line -> line.startsWith("subscribed")).containsExactly("subscribed " + microphone.sid());
    User dan = join("dan");
    assertThat(dan.media().received).containsExactly(microphone.sid());
    room.unpublish(microphone);
    assertThat(cid.media().received).isEmpty();
    assertThat(dan.media().received).isEmpty();
  }

  @Test
  void whatIsNotAllowedIsNotPublished() throws Exception {
    User viewer = join(room, "ann", new Permissions(false, true, true, Set.of(), true, false, false), true);
    assertThat(refusal(() -> publish(viewer, MediaKind.AUDIO))).isEqualTo(RoomRefusal.PUBLISHING_NOT_ALLOWED);
    User speaker = join(room, "bob", new Permissions(true, true, true, Set.of(Source.MICROPHONE), true, false, false), true);
    publish(speaker, MediaKind.AUDIO);
    assertThat(refusal(() -> publish(speaker, MediaKind.VIDEO))).isEqualTo(RoomRefusal.PUBLISHING_NOT_ALLOWED);
  }

  @Test
  void whoMayNoLongerPublishLosesItsPublications() throws Exception {
    User ann = join("ann");
    User bob = join("bob");
    Publication camera = publish(ann, MediaKind.VIDEO);
    Publication microphone = publish(ann, MediaKind.AUDIO);
    ann.heard();
    room.permit(ann.who(), new Permissions(true, true, true, Set.of(Source.MICROPHONE), true, false, false), 0);
    assertThat(ann.heard()).contains("unpublished " + camera.sid()).doesNotContain("unpublished " + microphone.sid());
    assertThat(bob.media().received).containsExactly(microphone.sid());
  }

  @Test
  void nobodyHearsOfTheHidden() throws Exception {
    User ann = join("ann");
    ann.heard();
    User eve = join(room, "eve", HIDDEN, true);
    Publication camera = publish(ann, MediaKind.VIDEO);
    room.activate(eve.who());
    room.leave(eve.who(), LeaveReason.LEFT, 0);
    assertThat(eve.media().received).contains(camera.sid());
    assertThat(ann.heard()).noneMatch(line -> line.contains("eve") || line.startsWith("subscribed"));
    assertThat(room.visible()).containsExactly(ann.who());
  }

  @Test
  void whoBecomesHiddenIsSeenLeaving() throws Exception {
    User ann = join("ann");
    User eve = join("eve");
    Publication camera = publish(eve, MediaKind.VIDEO);
    ann.heard();
    room.permit(eve.who(), new Permissions(true, true, true, Set.of(), true, true, false), 0);
    assertThat(ann.heard()).containsExactly("hidden eve");
    assertThat(ann.media().received).doesNotContain(camera.sid());
  }

  @Test
  void aPublisherChoosesWhoMayHaveWhat() throws Exception {
    User ann = join("ann");
    User bob = join("bob");
    User cid = join("cid");
    Publication camera = publish(ann, MediaKind.VIDEO);
    Publication microphone = publish(ann, MediaKind.AUDIO);
    bob.heard();
    room.admit(ann.who(), new SubscriberPolicy(false, Set.of("cid"), Map.of("bob", Set.of(microphone.sid()))));
    assertThat(bob.media().received).containsExactly(microphone.sid());
    assertThat(cid.media().received).containsExactlyInAnyOrder(microphone.sid(), camera.sid());
    assertThat(bob.heard()).containsExactly("permission " + camera.sid() + " false");
    room.subscribe(bob.who(), camera, true);
    assertThat(bob.media().received).containsExactly(microphone.sid());
    assertThat(bob.heard()).containsExactly("permission " + camera.sid() + " false");
  }

  @Test
  void aPublisherHearsOfMoreAtOnceAndOfLessWhenItStaysSo() throws Exception {
    User ann = join("ann");
    User bob = join("bob");
    Publication camera = publish(ann, MediaKind.VIDEO);
    room.advance(0);
    ann.heard();
    room.adjust(bob.who(), camera, new Reception(false, Layer.SMALL));
    room.advance(10);
    assertThat(demands(ann)).isEmpty();
    room.advance(10 + Demand.LESS_AFTER_MS);
    assertThat(demands(ann)).containsExactly("demand " + camera.sid() + " SMALL");
    room.adjust(bob.who(), camera, new Reception(true, Layer.SMALL));
    room.advance(20_000);
    room.advance(20_000 + Demand.LESS_AFTER_MS);
    assertThat(demands(ann)).containsExactly("demand " + camera.sid() + " null");
    room.adjust(bob.who(), camera, new Reception(false, Layer.BIG));
    assertThat(demands(ann)).containsExactly("demand " + camera.sid() + " BIG");
  }

  private static List<String> demands(User user) {
    return user.heard().stream().filter(line -> line.startsWith("demand")).toList();
  }

  @Test
  void whatIsAnnouncedAndNeverComesIsTakenBack() throws Exception {
    User ann = join("ann");
    room.announce(ann.who(), TrackDetails.plain(MediaKind.VIDEO), false, 500);
    assertThat(room.nextDeadlineMs()).isEqualTo(500 + Publications.ANNOUNCED_MAX_MS);
    room.advance(500 + Publications.ANNOUNCED_MAX_MS);
    assertThat(ann.who().publications()).isEmpty();
    assertThat(ann.heard()).anyMatch(line -> line.startsWith("unpublished"));
  }

  @Test
  void aSecondCameraIsAStreamOfItsOwn() throws Exception {
    User ann = join("ann");
    assertThat(publish(ann, MediaKind.VIDEO).streamId()).isEqualTo("ann_main");
    assertThat(publish(ann, MediaKind.AUDIO).streamId()).isEqualTo("ann_main");
    assertThat(publish(ann, MediaKind.VIDEO).streamId()).startsWith("ann_TR_");
  }

  private static TrackDetails tagged(MediaKind kind, String tag) {
    TrackDetails plain = TrackDetails.plain(kind);
    return new TrackDetails(kind, plain.source(), "", 0, 0, List.of(), tag, plain.encryption(), Set.of(), false, "", "");
  }

  @Test
  void aTrackMayNameItsStream() throws Exception {
    User ann = join("ann");
    assertThat(room.announce(ann.who(), tagged(MediaKind.VIDEO, "slides"), false, 0).streamId()).isEqualTo("ann_slides");
    assertThat(room.announce(ann.who(), tagged(MediaKind.AUDIO, "slides"), false, 0).streamId()).isEqualTo("ann_slides");
    assertThat(room.announce(ann.who(), tagged(MediaKind.VIDEO, "slides"), false, 0).streamId()).startsWith("ann_TR_");
    assertThat(room.announce(ann.who(), tagged(MediaKind.VIDEO, "not a tag"), false, 0).streamId()).isEqualTo("ann_main");
  }

  @Test
  void nobodyTakesTheNameOfAnothersStream() throws Exception {
    User ann = join("ann");
    Publication unnamed = room.announce(
        ann.who(),
        new TrackDetails(MediaKind.VIDEO, Source.UNKNOWN, "", 0, 0, List.of(), "", TrackDetails.Encryption.NONE, Set.of(), false, "", ""),
        false, 0);
    User forger = join("ann_TR");
    Publication forged = room.announce(forger.who(), tagged(MediaKind.VIDEO, unnamed.sid().substring("TR_".length())), false, 0);
    assertThat(forged.id()).isNotEqualTo(unnamed.id());
  }

  @Test
  void onlyAnothersMuteIsToldToThePublisher() throws Exception {
    User ann = join("ann");
    Publication microphone = publish(ann, MediaKind.AUDIO);
    room.mute(microphone, true, true);
    assertThat(ann.media().muted).containsExactly(microphone.sid());
    assertThat(ann.heard()).noneMatch(line -> line.startsWith("muted"));
    room.mute(microphone, false, true);
    room.mute(microphone, true, false);
    assertThat(ann.heard()).contains("muted " + microphone.sid());
  }

  @Test
  void whoSpeaksIsToldAndWhoFellSilent() throws Exception {
    User ann = join("ann");
    User bob = join("bob");
    Publication microphone = publish(ann, MediaKind.AUDIO);
    bob.heard();
    room.speakers(List.of(new Speaker(microphone.id(), 90)));
    room.speakers(List.of());
    assertThat(bob.heard()).containsExactly("speaks ann 90", "speaks ann 0");
  }

  @Test
  void attributesAndNamesHaveTheirLimits() throws Exception {
    User ann = join("ann");
    assertThat(refusal(() -> room.update(ann.who(), new Profile("x".repeat(257), "", Map.of()), 0)))
        .isEqualTo(RoomRefusal.NAME_TOO_LONG);
    assertThat(refusal(() -> room.update(ann.who(), new Profile("", "x".repeat(64_001), Map.of()), 0)))
        .isEqualTo(RoomRefusal.METADATA_TOO_LARGE);
    assertThat(refusal(() -> room.update(ann.who(), new Profile("", "", Map.of("k", "x".repeat(64_000))), 0)))
        .isEqualTo(RoomRefusal.ATTRIBUTES_TOO_LARGE);
    User bob = join(room, "bob", new Permissions(true, true, true, Set.of(), false, false, false), true);
    assertThat(refusal(() -> room.update(bob.who(), Profile.EMPTY, 0))).isEqualTo(RoomRefusal.UPDATING_NOT_ALLOWED);
    assertThat(ann.who().profile()).isEqualTo(Profile.EMPTY);
  }

  @Test
  void aViewShowsEachWhatItMayKnow() throws Exception {
    User ann = join("ann");
    publish(ann, MediaKind.VIDEO);
    join(room, "eve", HIDDEN, true);
    RoomView whole = RoomView.of(room);
    assertThat(whole.members()).extracting(RoomView.Member::userId).containsExactly("ann", "eve");
    assertThat(whole.publishers()).extracting(RoomView.Member::userId).containsExactly("ann");
    assertThat(whole.seenBy("bob").members()).extracting(RoomView.Member::userId).containsExactly("ann");
    assertThat(whole.seenBy("eve").members()).extracting(RoomView.Member::userId).containsExactly("ann", "eve");
  }
}
