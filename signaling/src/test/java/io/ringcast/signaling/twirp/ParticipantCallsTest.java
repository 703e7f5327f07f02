package io.ringcast.signaling.twirp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.TrackDetails;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.Offers;
import io.ringcast.signaling.support.RecordingMedia;
import io.ringcast.signaling.support.RecordingSeat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.ParticipantTracks;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.MuteRoomTrackResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import livekit.LivekitRoom.UpdateParticipantRequest;
import livekit.LivekitRoom.UpdateSubscriptionsRequest;
import livekit.LivekitRoom.UpdateSubscriptionsResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParticipantCallsTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final RoomParticipantIdentity ANN = RoomParticipantIdentity.newBuilder().setRoom("r").setIdentity("ann").build();
  private static final UpdateParticipantRequest UPDATE = UpdateParticipantRequest.newBuilder().setRoom("r").setIdentity("ann").build();

  private final Rooms rooms = new Rooms(new FakeSfu(), Runnable::run, new FakeAlarm(), new Random(3), RoomLimits.DEFAULT);
  private final TwirpClient client = new TwirpClient(rooms);
  private final RecordingSeat annHears = new RecordingSeat();
  private final RecordingSeat bobHears = new RecordingSeat();
  private final RecordingMedia annsMedia = new RecordingMedia();
  private final RecordingMedia bobsMedia = new RecordingMedia();
  private String trackSid = "";

  /** Ann publishes a camera, which Bob gets without asking. */
  @BeforeEach
  void meet() throws Exception {
    Participant ann = join("ann", annHears, annsMedia);
    join("bob", bobHears, bobsMedia);
    PublishNegotiation offer = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), "ann_main");
    rooms.enterOpen(KEY, (host, room) -> {
      Publication camera = room.announce(ann, TrackDetails.plain(offer.publications().getLast().kind()), false, host.nowMs());
      room.live(camera, offer.publications().getLast());
      trackSid = camera.sid();
      return camera;
    });
    assertThat(bobsMedia.received).containsExactly(trackSid);
    annHears.heard.clear();
    bobHears.heard.clear();
  }

  private Participant join(String userId, RecordingSeat seat, RecordingMedia media) throws RoomRefusedException {
    Permissions permissions = new Permissions(true, true, true, Set.of(), false, false, true);
    return rooms.enter(KEY, RoomSettings.DEFAULT, (host, room) -> room.join(
        new JoinRequest(userId, Presence.USER, permissions, new Profile("", "old", Map.of("a", "1", "b", "2")), true, seat, media),
        host.nowMs()));
  }

  private ParticipantInfo update(BodyFormat format, UpdateParticipantRequest.Builder request) {
    return client.call(format, "UpdateParticipant", request.build(), ParticipantInfo.getDefaultInstance());
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfAParticipant(BodyFormat format) {
    ParticipantInfo ann = client.call(format, "GetParticipant", ANN, ParticipantInfo.getDefaultInstance());
    assertThat(ann.getSid()).startsWith("PA_");
    assertThat(ann.getIdentity()).isEqualTo("ann");
    assertThat(ann.getState()).isEqualTo(ParticipantInfo.State.JOINED);
    assertThat(ann.getMetadata()).isEqualTo("old");
    assertThat(ann.getAttributesMap()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "2"));
    assertThat(ann.getIsPublisher()).isTrue();
    assertThat(ann.getTracksList()).singleElement().satisfies(track -> {
      assertThat(track.getSid()).isEqualTo(trackSid);
      assertThat(track.getSource()).isEqualTo(TrackSource.CAMERA);
    });
  }

  @ParameterizedTest
  @EnumSource
  void takesAParticipantOutAndTellsEverybody(BodyFormat format) {
    client.call(format, "RemoveParticipant", ANN, RemoveParticipantResponse.getDefaultInstance());
    assertThat(annHears.heard).contains("removed REMOVED");
    assertThat(bobHears.heard).singleElement().asString().startsWith("participant ann LEFT");
    assertThat(bobsMedia.received).isEmpty();
    assertThat(client.json("GetParticipant", TwirpClient.all(), "{\"room\":\"r\",\"identity\":\"ann\"}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void mutesATrackAndAsksItsPublisher(BodyFormat format) {
    MuteRoomTrackRequest request =
        MuteRoomTrackRequest.newBuilder().setRoom("r").setIdentity("ann").setTrackSid(trackSid).setMuted(true).build();
    MuteRoomTrackResponse answer = client.call(format, "MutePublishedTrack", request, MuteRoomTrackResponse.getDefaultInstance());
    assertThat(answer.getTrack().getSid()).isEqualTo(trackSid);
    assertThat(answer.getTrack().getMuted()).isTrue();
    assertThat(annsMedia.muted).containsExactly(trackSid);
    assertThat(annHears.heard).contains("muted " + trackSid);
    assertThat(bobHears.heard).singleElement().asString().startsWith("participant ann");
  }

  @ParameterizedTest
  @EnumSource
  void changesWhatAParticipantShowsAndTellsEverybody(BodyFormat format) {
    ParticipantInfo changed = update(format, UPDATE.toBuilder()
        .setName("Ann").setMetadata("new").putAttributes("a", "").putAttributes("c", "3"));
    assertThat(changed.getName()).isEqualTo("Ann");
    assertThat(changed.getMetadata()).isEqualTo("new");
    assertThat(changed.getAttributesMap()).containsExactlyInAnyOrderEntriesOf(Map.of("b", "2", "c", "3"));
    assertThat(bobHears.heard).singleElement().asString().startsWith("participant ann JOINED Ann new").contains("b=2", "c=3");
    assertThat(annHears.heard).hasSize(1);

    ParticipantInfo same = update(format, UPDATE.toBuilder());
    assertThat(same).as("what is left empty stays").isEqualTo(changed);
    assertThat(bobHears.heard).as("nothing changed").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void takesPermissionsAwayAndWhatTheyCovered(BodyFormat format) {
    ParticipantPermission listening = ParticipantPermission.newBuilder().setCanSubscribe(true).setCanUpdateMetadata(true).build();
    ParticipantInfo changed = update(format, UPDATE.toBuilder().setPermission(listening));
    assertThat(changed.getPermission()).isEqualTo(listening);
    assertThat(changed.getTracksList()).isEmpty();
    assertThat(annHears.heard).contains("unpublished " + trackSid);
    assertThat(bobsMedia.received).isEmpty();
    assertThat(bobHears.heard).isNotEmpty();
    assertThat(rooms.find(KEY).orElseThrow().room().user("ann").permissions().recorder()).as("as the token said").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void allowsSomeSourcesOnly(BodyFormat format) {
    ParticipantPermission microphone = ParticipantPermission.newBuilder()
        .setCanPublish(true).setCanSubscribe(true).addCanPublishSources(TrackSource.MICROPHONE).build();
    ParticipantInfo changed = update(format, UPDATE.toBuilder().setPermission(microphone));
    assertThat(changed.getPermission()).isEqualTo(microphone);
    assertThat(annHears.heard).as("the camera").contains("unpublished " + trackSid);
  }

  @ParameterizedTest
  @EnumSource
  void choosesWhatAParticipantReceives(BodyFormat format) {
    UpdateSubscriptionsRequest off =
        UpdateSubscriptionsRequest.newBuilder().setRoom("r").setIdentity("bob").addTrackSids(trackSid).addTrackSids("TR_gone").build();
    client.call(format, "UpdateSubscriptions", off, UpdateSubscriptionsResponse.getDefaultInstance());
    assertThat(bobsMedia.received).isEmpty();
    UpdateSubscriptionsRequest on = UpdateSubscriptionsRequest.newBuilder().setRoom("r").setIdentity("bob").setSubscribe(true)
        .addParticipantTracks(ParticipantTracks.newBuilder().addTrackSids(trackSid)).build();
    client.call(format, "UpdateSubscriptions", on, UpdateSubscriptionsResponse.getDefaultInstance());
    assertThat(bobsMedia.received).containsExactly(trackSid);
  }

  @Test
  void refusesWhatIsTooLargeAndChangesNothing() {
    for (UpdateParticipantRequest.Builder tooLarge : new UpdateParticipantRequest.Builder[] {
        UPDATE.toBuilder().setName("x".repeat(257)),
        UPDATE.toBuilder().setMetadata("x".repeat(64_001)),
        UPDATE.toBuilder().putAttributes("c", "x".repeat(64_000))}) {
      UpdateParticipantRequest request = tooLarge.setPermission(ParticipantPermission.getDefaultInstance()).build();
      TwirpClient.Answer answer = client.post("/twirp/livekit.RoomService/UpdateParticipant", TwirpClient.all(), "application/protobuf",
          request.toByteArray());
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("\"code\":\"invalid_argument\"", "t most ");
    }
    assertThat(annHears.heard).isEmpty();
    assertThat(bobsMedia.received).containsExactly(trackSid);
  }
}
