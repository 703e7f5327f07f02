package io.ringcast.signaling.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.signaling.mix.MixCause;
import io.ringcast.signaling.mix.Mixes;
import io.ringcast.signaling.mix.RecordingMixes;
import io.ringcast.signaling.mix.RoomMixes;
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
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Turns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a room's live stream is made of, whatever is published and however that changes. */
class LivePlacesTest {
  private static final RoomKey ROOM = new RoomKey("app", "r");
  private static final Permissions HOST = new Permissions(true, true, true, Set.of(), false, false, false);

  private final RecordingMixes mixer = new RecordingMixes();
  private final FakeAlarm alarm = new FakeAlarm();
  private final Rooms rooms = new Rooms(new FakeSfu(), new Turns(1), alarm, new Random(1), RoomLimits.DEFAULT);
  private final RoomMixes mixes = new RoomMixes(rooms, mixer, new RoomPushes(rooms, new Random(7)).list());
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final Ear ear = new Ear();

  /** Remembers what the stream was made of, one after the other. */
  private static final class Ear implements LiveEar {
    final List<String> told = new ArrayList<>();
    boolean over;

    @Override
    public void onTracks(MediaRoom media, LiveTracks tracks) {
      told.add(name(tracks));
    }

    @Override
    public void onOver() {
      over = true;
    }
  }

  private static String name(LiveTracks tracks) {
    return tracks.streamId() + (tracks.audio() == null ? "" : " sound") + (tracks.video() == null ? "" : " picture");
  }

  private record User(RoomHost host, Participant who) {
    Publication publish(Codec codec) throws RoomRefusedException {
      MediaKind kind = codec == Codec.OPUS ? MediaKind.AUDIO : MediaKind.VIDEO;
      Publication publication = host.room().announce(who, TrackDetails.plain(kind), false, host.nowMs());
      String stream = publication.streamId();
      PublicationSpec spec = new PublicationSpec(new PublicationId(stream + "_" + codec), stream, codec.name(),
          new CodecParameters(codec, 96, CodecParameters.NO_RTX, "", true, true, false), ExtensionIds.NONE,
          List.of(new StreamSource("", StreamSource.UNKNOWN, StreamSource.UNKNOWN)));
      host.media().connect().publish(spec);
      host.tell(() -> host.room().live(publication, spec));
      return publication;
    }

    void leave() {
      host.tell(() -> host.room().leave(who, LeaveReason.LEFT, host.nowMs()));
    }
  }

  private User join(String userId) throws RoomRefusedException {
    return rooms.enter(ROOM, RoomSettings.DEFAULT.in(RoomMode.MEETING), (host, room) -> new User(host, room.join(
        new JoinRequest(userId, Presence.USER, HOST, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), host.nowMs())));
  }

  private String taken(@Nullable String streamId) throws RoomRefusedException {
    return taken(streamId, mixes);
  }

  private String taken(@Nullable String streamId, RoomMixes by) throws RoomRefusedException {
    return name(new LivePlaces(rooms, by, later::add).take(ROOM, streamId, ear).orElseThrow().tracks());
  }

  private void runLater() {
    for (Runnable next = later.poll(); next != null; next = later.poll()) {
      next.run();
    }
  }

  @Test
  void oneStreamThatLiveStreamsCarryIsTakenAsItIs() throws Exception {
    User ann = join("ann");
    ann.publish(Codec.OPUS);
    ann.publish(Codec.H264);
    assertThat(taken(null)).isEqualTo("ann_main sound picture");
    assertThat(mixes.count()).isZero();
  }

  @Test
  void oneOfAnotherCodecIsMixedUntilNobodyWantsIt() throws Exception {
    User ann = join("ann");
    ann.publish(Codec.VP8);
    assertThat(taken(null)).isEqualTo("mix_main sound picture");
    assertThat(mixes.state(ann.host()).cause()).isEqualTo(MixCause.WATCHED);
    mixer.wanted = false;
    alarm.advance(60_000);
    assertThat(mixes.count()).isZero();
  }

  @Test
  void severalAreMixedInAMeetingToo() throws Exception {
    join("ann").publish(Codec.H264);
    join("bob").publish(Codec.H264);
    assertThat(taken(null)).isEqualTo("mix_main sound picture");
    assertThat(ear.told).containsExactly("mix_main sound picture");
  }

  @Test
  void whoComesWhileItIsPlayedHasItMixed() throws Exception {
    User ann = join("ann");
    ann.publish(Codec.H264);
    assertThat(taken(null)).isEqualTo("ann_main picture");
    User bob = join("bob");
    bob.publish(Codec.H264);
    assertThat(ear.told).containsExactly("ann_main picture", "null");
    runLater();
    assertThat(ear.told).containsExactly("ann_main picture", "null", "mix_main sound picture");
    bob.leave();
    assertThat(ear.told).as("the mix stays").hasSize(3);
  }

  @Test
  void aRoomWithoutPicturesHasNoneUntilSomebodyShowsOne() throws Exception {
    User ann = join("ann");
    ann.publish(Codec.OPUS);
    join("bob").publish(Codec.OPUS);
    assertThat(taken(null)).isEqualTo("mix_main sound");
    Publication picture = ann.publish(Codec.VP8);
    assertThat(ear.told).containsExactly("mix_main sound", "mix_main sound picture");
    ann.host().tell(() -> ann.host().room().unpublish(picture));
    assertThat(ear.told).as("a camera that is switched off is a card").hasSize(2);
  }

  @Test
  void whereNothingCanBeMixedItIsWhatIsCarriedAndOtherwiseRefused() throws Exception {
    RoomMixes none = new RoomMixes(rooms, Mixes.NONE, new RoomPushes(rooms, new Random(7)).list());
    join("ann").publish(Codec.VP8);
    assertThat(taken(null, none)).isEqualTo("ann_main picture");
    join("bob").publish(Codec.H264);
    runLater();
    assertThat(ear.told).containsExactly("ann_main picture", "bob_main picture");
  }

  @Test
  void oneStreamIsTakenByItsNameWhateverElseThereIs() throws Exception {
    join("ann").publish(Codec.VP8);
    join("bob").publish(Codec.H264);
    assertThat(taken("ann_main")).isEqualTo("ann_main picture");
    assertThat(taken("bob_main")).isEqualTo("bob_main picture");
    assertThat(mixes.count()).isZero();
  }

  @Test
  void itIsOverWhenNobodyElseIsThere() throws Exception {
    User ann = join("ann");
    ann.publish(Codec.VP8);
    taken(null);
    ann.leave();
    alarm.advance(5_000);
    assertThat(ear.over).isTrue();
    assertThat(rooms.find(ROOM).map(host -> host.room().members().size()).orElse(0)).isZero();
  }
}
