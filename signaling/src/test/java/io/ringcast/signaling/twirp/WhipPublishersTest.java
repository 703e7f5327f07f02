package io.ringcast.signaling.twirp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.Tags;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.session.Caller;
import io.ringcast.signaling.session.Publishing;
import io.ringcast.signaling.session.Sessions;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import io.ringcast.signaling.support.Offers;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.MuteRoomTrackResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who publishes by WHIP is a participant to administrators. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class WhipPublishersTest {
  private static final RoomKey KEY = new RoomKey("app", "r");

  private final FakeSfu sfu = new FakeSfu();
  private final Random random = new Random(4);
  private final Rooms rooms = new Rooms(sfu, Runnable::run, new FakeAlarm(), random, RoomLimits.DEFAULT);
  private final Sessions sessions = new Sessions(rooms, Runnable::run, random);
  private final TwirpClient client = new TwirpClient(rooms);
  private String sessionId = "";

  @BeforeEach
  void publish() throws Exception {
    PublishNegotiation offer = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), "ann_main");
    Publishing session = sessions.publish(KEY, new Caller("ann", "203.0.113.9"), Tags.MAIN, offer.remote(), offer.publications());
    sessionId = session.sessionId();
  }

  private FakePeer peer() {
    return sfu.rooms.getFirst().peers.getFirst();
  }

  private ParticipantInfo ann() {
    return client.call(BodyFormat.JSON, "ListParticipants", ListParticipantsRequest.newBuilder().setRoom("r").build(),
        ListParticipantsResponse.getDefaultInstance()).getParticipantsList().getFirst();
  }

  @Test
  void isListedAndMuted() {
    assertThat(ann().getIdentity()).isEqualTo("ann");
    assertThat(ann().getTracksList()).hasSize(2);
    MuteRoomTrackRequest request = MuteRoomTrackRequest.newBuilder()
        .setRoom("r").setIdentity("ann").setTrackSid(ann().getTracks(0).getSid()).setMuted(true).build();
    client.call(BodyFormat.JSON, "MutePublishedTrack", request, MuteRoomTrackResponse.getDefaultInstance());
    assertThat(peer().muted).hasSize(1);
    assertThat(ann().getTracks(0).getMuted()).isTrue();
  }

  @Test
  void isTakenOut() {
    RoomParticipantIdentity who = RoomParticipantIdentity.newBuilder().setRoom("r").setIdentity("ann").build();
    client.call(BodyFormat.JSON, "RemoveParticipant", who, RemoveParticipantResponse.getDefaultInstance());
    assertThat(peer().closed).isEqualTo(CloseReason.REQUESTED);
    assertThat(sessions.session(sessionId)).isEmpty();
  }

  @Test
  void leavesWithItsRoom() {
    client.call(BodyFormat.JSON, "DeleteRoom", DeleteRoomRequest.newBuilder().setRoom("r").build(),
        DeleteRoomResponse.getDefaultInstance());
    assertThat(peer().closed).isEqualTo(CloseReason.REQUESTED);
    assertThat(sessions.session(sessionId)).isEmpty();
    assertThat(rooms.find(KEY)).isEmpty();
  }
}
