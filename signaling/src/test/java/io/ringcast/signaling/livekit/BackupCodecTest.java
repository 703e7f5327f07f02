package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakeSubscription;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SimulcastCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A track in VP9 that its publisher would send in VP8 too. */
class BackupCodecTest {
  private static final RoomKey KEY = new RoomKey("a", "r");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for everybody");

  private final FakeSfu sfu = new FakeSfu();
  private final FakeAlarm alarm = new FakeAlarm();
  private final Rooms rooms = new Rooms(sfu, Runnable::run, alarm, new Random(1), RoomLimits.DEFAULT);
  private final SignalSessions sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(1));

  private SignalClient join(String user, boolean singlePeer, boolean old) throws RoomRefusedException {
    SignalClient client = new SignalClient(KEY, RoomToken.joining(user, KEY.roomId(), Instant.MAX), singlePeer, old);
    client.enter(sessions, rooms, PAIR);
    return client;
  }

  private static AddTrackRequest.Builder video(String cid) {
    return AddTrackRequest.newBuilder().setCid(cid).setType(TrackType.VIDEO).setSource(TrackSource.CAMERA);
  }

  private static SimulcastCodec codec(String name) {
    return SimulcastCodec.newBuilder().setCodec(name).build();
  }

  private static String publishInVp9(SignalClient ann) {
    ann.sends(false);
    ann.say(SignalRequest.newBuilder().setAddTrack(video("camera").addSimulcastCodecs(codec("vp9")).addSimulcastCodecs(codec("vp8"))));
    ann.sendOffer();
    return ann.own.keySet().iterator().next();
  }

  private static void publishBackup(SignalClient ann, String sid) {
    ann.sends(false);
    ann.say(SignalRequest.newBuilder().setAddTrack(video("camera in vp8").setSid(sid).addSimulcastCodecs(codec("vp8"))));
    ann.sendOffer();
  }

  private static List<Codec> received(SignalClient client) {
    return client.peers.stream().flatMap(peer -> peer.subscribed.stream()).filter(one -> !one.closed).map(FakeSubscription::codec).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoCannotPlayTheFirstGetsTheSecond(boolean singlePeer) throws Exception {
    SignalClient ann = join("ann", true, false);
    SignalClient bob = join("bob", singlePeer, false);
    SignalClient cid = join("cid", singlePeer, true);
    String sid = publishInVp9(ann);
    bob.negotiate();
    assertThat(bob.over).as("bob is in").isFalse();
    assertThat(received(bob)).containsExactly(Codec.VP9);
    assertThat(ann.backups).as("nobody needs it yet").isEmpty();
    cid.negotiate();
    assertThat(received(cid)).isEmpty();
    assertThat(ann.backups).containsExactly(sid);
    publishBackup(ann, sid);
    cid.negotiate();
    bob.negotiate();
    assertThat(received(cid)).containsExactly(Codec.VP8);
    assertThat(received(bob)).containsExactly(Codec.VP9);

    ann.say(SignalRequest.newBuilder().setMute(MuteTrackRequest.newBuilder().setSid(sid).setMuted(true)));
    assertThat(ann.peers.getFirst().muted).as("both are muted").hasSize(2);
    ann.say(SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
    assertThat(received(cid)).isEmpty();
    assertThat(received(bob)).isEmpty();
  }

  @Test
  void whatIsNotItsBackupIsRefused() throws Exception {
    SignalClient ann = join("ann", true, false);
    String sid = publishInVp9(ann);
    for (AddTrackRequest.Builder request : List.of(
        video("x").setSid(sid).addSimulcastCodecs(codec("av1")), video("x").setSid(sid), video("x").setSid("TR_others"))) {
      int before = ann.refused.size();
      ann.say(SignalRequest.newBuilder().setAddTrack(request));
      assertThat(ann.refused).hasSize(before + 1);
    }
    assertThat(ann.own).hasSize(1);
  }
}
