package io.ringcast.signaling.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.http.Json;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.Doors;
import io.ringcast.signaling.mix.RoomMixes.Existing;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Reception;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.support.FakeSfu;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mix's place in its room: what it is brought, who gets it, and how it goes. */
class RoomMixesTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);

  private final RecordingMixes mixer = new RecordingMixes();
  private final Doors doors = new Doors(new FakeSfu(), Identity.unkept(new Apps(List.of(new App("app", List.of(KeyPair.DEVELOPMENT))))),
      InstantSource.fixed(Instant.parse("2026-11-29T00:00:00Z")), new Random(7), DoorSettings.DEFAULT.with(mixer));
  private Participant ann;
  private Publication picture;

  @BeforeEach
  void meet() throws RoomRefusedException {
    ann = join("ann", RoomMedia.NONE);
    picture = publish(ann, MediaKind.VIDEO);
  }

  @AfterEach
  void closeDoors() {
    doors.close();
  }

  private <T> T inRoom(Work<T> work) throws RoomRefusedException {
    return doors.rooms().enter(KEY, RoomSettings.DEFAULT, (host, room) -> work.in(host, room));
  }

  private interface Work<T> {
    T in(RoomHost host, Room room) throws RoomRefusedException;
  }

  /** What was told to the room's queue is done when this returns. */
  private void settle() throws RoomRefusedException {
    inRoom((host, room) -> true);
    inRoom((host, room) -> true);
  }

  private Participant join(String userId, RoomMedia media) throws RoomRefusedException {
    return inRoom((host, room) -> room.join(
        new JoinRequest(userId, Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, media), host.nowMs()));
  }

  private Publication publish(Participant who, MediaKind kind) throws RoomRefusedException {
    return inRoom((host, room) -> {
      Publication publication = room.announce(who, TrackDetails.plain(kind), false, host.nowMs());
      room.live(publication, spec(publication.streamId(), kind));
      return publication;
    });
  }

  static PublicationSpec spec(String streamId, MediaKind kind) {
    Codec codec = kind == MediaKind.AUDIO ? Codec.OPUS : Codec.H264;
    String number = kind == MediaKind.AUDIO ? "0" : "1";
    return new PublicationSpec(new PublicationId(streamId + "_" + number), streamId, number,
        new CodecParameters(codec, 96, CodecParameters.NO_RTX, "", true, true, false), ExtensionIds.NONE,
        List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN)));
  }

  private RoomMixes.Submitted submit(@Nullable Long sequence) throws Exception {
    return doors.mixes().submit(host(), Json.object("{}"), sequence, Existing.REPLACED);
  }

  private RoomHost host() {
    return doors.rooms().find(KEY).orElseThrow();
  }

  @Test
  void itIsBroughtWhatIsPublishedAndWhatBecomesOfIt() throws Exception {
    assertThat(submit(null).fresh()).isTrue();
    Participant bob = join("bob", RoomMedia.NONE);
    publish(bob, MediaKind.AUDIO);
    inRoom((host, room) -> {
      room.mute(picture, true, true);
      return true;
    });
    inRoom((host, room) -> {
      room.leave(bob, LeaveReason.LEFT, host.nowMs());
      return true;
    });
    settle();
    assertThat(mixer.asked).containsExactly("start", "add ann_main", "add bob_main", "ann_main muted true", "remove bob_main");
    assertThat(doors.mixes().state(host()).streams()).containsExactly("ann_main");
  }

  @Test
  void itIsNobodyWhoIsCounted() throws Exception {
    submit(null);
    List<Integer> counted = inRoom((host, room) -> List.of(room.headCount(), room.hosts(), room.visible().size()));
    assertThat(counted).containsExactly(1, 1, 2);
  }

  @Test
  void nobodyGetsItWithoutAsking() throws Exception {
    submit(null);
    Receiving receiving = new Receiving();
    Participant vic = join("vic", receiving);
    assertThat(receiving.streams).containsExactly("ann_main");
    inRoom((host, room) -> {
      Participant mix = room.user("mix");
      assertThat(mix).isNotNull();
      mix.publications().forEach(publication -> room.subscribe(vic, publication, true));
      return true;
    });
    assertThat(receiving.streams).containsExactly("ann_main", "mix_main", "mix_main");
  }

  @Test
  void anOlderChangeIsRefusedAndItsNumberIsTheNextOtherwise() throws Exception {
    submit(4L);
    assertThat(submit(null).state().sequence()).isEqualTo(5);
    assertThatThrownBy(() -> submit(5L)).isInstanceOfSatisfying(RoomRefusedException.class,
        e -> assertThat(e.refusal()).isEqualTo(RoomRefusal.STALE_MIX));
    assertThat(submit(9L).state().sequence()).isEqualTo(9);
    assertThat(mixer.asked).containsOnlyOnce("start").filteredOn("configure"::equals).hasSize(2);
  }

  @Test
  void oneThatFailsLeavesTheRoom() throws Exception {
    submit(null);
    mixer.ear().onFailed(MixFault.CODEC);
    settle();
    assertThat(doors.mixes().count()).isZero();
    assertThat(doors.mixes().failed()).isOne();
    List<Participant> members = inRoom((host, room) -> List.copyOf(room.members()));
    assertThat(members).containsExactly(ann);
    assertThat(submit(null).fresh()).isTrue();
  }

  @Test
  void oneThatFailsAndGoesOnStaysAndIsCounted() throws Exception {
    submit(null);
    mixer.ear().onRestarted(MixFault.INTERNAL);
    settle();
    assertThat(doors.mixes().count()).isOne();
    assertThat(doors.mixes().failed()).isZero();
    assertThat(doors.mixes().restarted(MixFault.INTERNAL)).isOne();
    assertThat(doors.mixes().restarted(MixFault.CODEC)).isZero();
  }

  @Test
  void itsNameIsNoUsers() {
    assertThatThrownBy(() -> join("mix", RoomMedia.NONE)).isInstanceOfSatisfying(RoomRefusedException.class,
        e -> assertThat(e.refusal()).isEqualTo(RoomRefusal.NAME_RESERVED));
  }

  /** What somebody receives. */
  private static final class Receiving implements RoomMedia {
    private final List<String> streams = new ArrayList<>();

    @Override
    public void receive(Publication publication, Reception reception) {
      streams.add(publication.streamId());
    }
  }
}
