package io.ringcast.signaling.mix;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.http.Json;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.mix.RoomMixes.Existing;
import io.ringcast.signaling.push.RoomPushes;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.forward.Forwards;
import io.ringcast.signaling.room.forward.Links;
import io.ringcast.signaling.room.forward.Links.End;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.link.Link.Wish;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Turns;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mixes that nobody asked for: why they begin and end, and whom of linked rooms they take in. */
class AutoMixTest {
  private static final RoomKey HERE = new RoomKey("app", "here");
  private static final RoomKey THERE = new RoomKey("app", "there");
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);

  private final RecordingMixes mixer = new RecordingMixes();
  private final FakeAlarm alarm = new FakeAlarm();
  private final Turns turns = new Turns(1);
  private final Rooms rooms = new Rooms(new FakeSfu(), turns, alarm, new Random(1), RoomLimits.DEFAULT);
  private final RoomMixes mixes = new RoomMixes(rooms, mixer, new RoomPushes(rooms, new Random(7)).list());
  private final Links links = new Links(new Forwards(rooms), turns, alarm, new Random(1));
  private User ann;

  private record User(RoomHost host, Participant who) {
    End end() {
      return End.of(host, who);
    }
  }

  @BeforeEach
  void open() throws RoomRefusedException {
    open(HERE, RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO));
    ann = join(HERE, "ann");
  }

  private void open(RoomKey key, RoomSettings settings) throws RoomRefusedException {
    rooms.enter(key, settings, (host, room) -> true);
  }

  private User join(RoomKey key, String userId) throws RoomRefusedException {
    return rooms.enter(key, RoomSettings.DEFAULT, (host, room) -> new User(host, room.join(
        new JoinRequest(userId, Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), host.nowMs())));
  }

  private static Publication publish(User user, MediaKind kind) throws RoomRefusedException {
    Publication publication =
        user.host().room().announce(user.who(), TrackDetails.plain(kind), false, user.host().nowMs());
    PublicationSpec spec = RoomMixesTest.spec(publication.streamId(), kind);
    user.host().media().connect().publish(spec);
    user.host().room().live(publication, spec);
    return publication;
  }

  private MixState state() throws RoomRefusedException {
    return mixes.state(ann.host());
  }

  private void leave(User user) {
    user.host().tell(() -> user.host().room().leave(user.who(), LeaveReason.LEFT, user.host().nowMs()));
  }

  @Test
  void whoWatchesALiveRoomOfSeveralGetsItsMixUntilNobodyDoes() throws Exception {
    publish(ann, MediaKind.VIDEO);
    mixes.onWatched(HERE);
    assertThat(mixes.count()).as("one stream needs none").isZero();
    publish(join(HERE, "bob"), MediaKind.VIDEO);
    mixes.onWatched(HERE);
    mixes.onWatched(HERE);
    assertThat(mixer.asked).containsExactly("start", "add ann_main", "add bob_main");
    assertThat(state().cause()).isEqualTo(MixCause.WATCHED);
    alarm.advance(10 * MixPlace.IDLE_MS);
    assertThat(mixes.count()).isOne();
    mixer.wanted = false;
    alarm.advance(MixPlace.IDLE_MS / 2);
    mixer.wanted = true;
    alarm.advance(MixPlace.ALONE_AFTER_MS);
    mixer.wanted = false;
    alarm.advance(MixPlace.IDLE_MS);
    assertThat(mixes.count()).as("each absence is counted by itself").isOne();
    alarm.advance(MixPlace.ALONE_AFTER_MS);
    assertThat(mixes.count()).isZero();
  }

  @Test
  void aMeetingIsNotMixedForWhoWatchesIt() throws Exception {
    open(THERE, RoomSettings.DEFAULT.in(RoomMode.MEETING));
    publish(join(THERE, "bob"), MediaKind.VIDEO);
    publish(join(THERE, "cid"), MediaKind.VIDEO);
    mixes.onWatched(THERE);
    assertThat(mixes.count()).isZero();
  }

  @Test
  void whatIsAskedOfItMakesItStay() throws Exception {
    publish(ann, MediaKind.VIDEO);
    publish(join(HERE, "bob"), MediaKind.VIDEO);
    mixes.onWatched(HERE);
    mixer.wanted = false;
    mixes.submit(ann.host(), Json.object("{}"), null, Existing.REPLACED);
    assertThat(state().cause()).isEqualTo(MixCause.ASKED);
    alarm.advance(10 * MixPlace.IDLE_MS);
    assertThat(mixes.count()).isOne();
  }

  @Test
  void aRoomWhoseSettingsSaySoIsMixedWhileAnybodyPublishes() throws Exception {
    open(THERE, RoomSettings.DEFAULT.in(RoomMode.MEETING).mixed(true));
    User bob = join(THERE, "bob");
    join(THERE, "cid");
    publish(bob, MediaKind.AUDIO);
    mixes.onPublished(THERE);
    mixes.onPublished(HERE);
    assertThat(mixes.count()).isOne();
    assertThat(mixes.state(bob.host()).cause()).isEqualTo(MixCause.ROOM_SETTING);
    mixer.wanted = false;
    alarm.advance(2 * MixPlace.IDLE_MS);
    assertThat(mixes.count()).isOne();
    leave(bob);
    alarm.advance(MixPlace.IDLE_MS + 2 * MixPlace.ALONE_AFTER_MS);
    assertThat(mixes.count()).isZero();
    publish(join(THERE, "bob"), MediaKind.AUDIO);
    mixes.onPublished(THERE);
    assertThat(mixes.count()).isOne();
  }

  @Test
  void oneThatSomebodyEndedIsNotBegunAgainInItsSession() throws Exception {
    open(THERE, RoomSettings.DEFAULT.mixed(true));
    User bob = join(THERE, "bob");
    publish(bob, MediaKind.AUDIO);
    mixes.onPublished(THERE);
    mixes.stop(bob.host());
    mixes.onPublished(THERE);
    assertThat(mixes.count()).isZero();
  }

  @Test
  void linkedHostsAreInAutomaticMixesAsTheirLinksSay() throws Exception {
    linkWith("bob", new Wish(true, true));
    linkWith("cid", new Wish(true, false));
    publish(ann, MediaKind.VIDEO);
    mixes.onWatched(HERE);
    assertThat(mixer.sources).extracting(MixSource::streamId).containsExactlyInAnyOrder("ann_main", "bob_main");
    assertThat(mixer.sources).extracting(MixSource::roomId).containsOnly("");
    mixes.submit(ann.host(), Json.object("{}"), null, Existing.REPLACED);
    alarm.advance(1);
    assertThat(mixer.sources.subList(2, mixer.sources.size())).as("who asks says whom")
        .extracting(source -> source.streamId() + " of " + source.roomId())
        .containsExactlyInAnyOrder("bob_main of bobs", "cid_main of cids");
  }

  /** Somebody of a room of its own links with ann. */
  private void linkWith(String userId, Wish wish) throws Exception {
    RoomKey key = new RoomKey("app", userId + "s");
    open(key, RoomSettings.DEFAULT.in(RoomMode.LIVE_VIDEO));
    User other = join(key, userId);
    publish(other, MediaKind.VIDEO);
    String linkId = links.request(other.end(), ann.end(), "", wish).join().link().linkId();
    links.answer(linkId, ann.who().sid(), true, Wish.ALL, "").join();
    assertThat(ann.host().room().user(userId)).isNotNull();
  }

  @Test
  void itEndsWithTheRoom() throws Exception {
    publish(ann, MediaKind.VIDEO);
    publish(join(HERE, "bob"), MediaKind.VIDEO);
    mixes.onWatched(HERE);
    ann.host().tell(() -> ann.host().room().end(LeaveReason.ROOM_DELETED));
    assertThat(mixes.count()).isZero();
    assertThat(List.copyOf(mixer.asked)).endsWith("stop");
  }
}
