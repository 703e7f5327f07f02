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
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import io.ringcast.signaling.support.FakeSfu.FakeSubscription;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.SessionDescription;
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
    SignalClient.Line line = client.new Line();
    client.line = line;
    JoinWish wish = new JoinWish(singlePeer, false, "", true, 16, null, List.of(), null);
    int before = sfu.rooms.isEmpty() ? 0 : sfu.rooms.getFirst().peers.size();
    client.session = sessions.enter(new SignalSessions.Guest(KEY, client.token, "10.0.0.1", PAIR), wish, line);
    List<FakePeer> peers = sfu.rooms.getFirst().peers;
    client.peers.addAll(peers.subList(before, peers.size()));
    return client;
  }

  private static void say(SignalClient client, SignalRequest.Builder request) {
    SignalSession session = client.session;
    SignalClient.Line line = client.line;
    assertThat(session).isNotNull();
    assertThat(line).isNotNull();
    session.home().ask(() -> {
      session.onRequest(request.build(), line);
      return true;
    }).join();
  }

  private static void offer(SignalClient client) {
    say(client, SignalRequest.newBuilder().setOffer(SessionDescription.newBuilder().setType("offer").setSdp(client.offer())));
  }

  /** Negotiates as often as there is something to negotiate. */
  private static void receive(SignalClient client) {
    for (int i = 0; i < 4; i++) {
      if (client.singlePeer && client.hasSections()) {
        offer(client);
      } else if (client.offered != null) {
        say(client, SignalRequest.newBuilder().setAnswer(
            SessionDescription.newBuilder().setType("answer").setSdp(client.answer()).setId(client.offered.getId())));
      }
    }
  }

  private static AddTrackRequest.Builder video(String cid) {
    return AddTrackRequest.newBuilder().setCid(cid).setType(TrackType.VIDEO).setSource(TrackSource.CAMERA);
  }

  private static SimulcastCodec codec(String name) {
    return SimulcastCodec.newBuilder().setCodec(name).build();
  }

  private static String publishInVp9(SignalClient ann) {
    ann.sends(false);
    say(ann, SignalRequest.newBuilder().setAddTrack(video("camera").addSimulcastCodecs(codec("vp9")).addSimulcastCodecs(codec("vp8"))));
    offer(ann);
    return ann.own.keySet().iterator().next();
  }

  private static void publishBackup(SignalClient ann, String sid) {
    ann.sends(false);
    say(ann, SignalRequest.newBuilder().setAddTrack(video("camera in vp8").setSid(sid).addSimulcastCodecs(codec("vp8"))));
    offer(ann);
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
    receive(bob);
    assertThat(bob.over).as("bob is in").isFalse();
    assertThat(received(bob)).containsExactly(Codec.VP9);
    assertThat(ann.backups).as("nobody needs it yet").isEmpty();
    receive(cid);
    assertThat(received(cid)).isEmpty();
    assertThat(ann.backups).containsExactly(sid);
    publishBackup(ann, sid);
    receive(cid);
    receive(bob);
    assertThat(received(cid)).containsExactly(Codec.VP8);
    assertThat(received(bob)).containsExactly(Codec.VP9);

    say(ann, SignalRequest.newBuilder().setMute(MuteTrackRequest.newBuilder().setSid(sid).setMuted(true)));
    assertThat(ann.peers.getFirst().muted).as("both are muted").hasSize(2);
    say(ann, SignalRequest.newBuilder().setLeave(LeaveRequest.getDefaultInstance()));
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
      say(ann, SignalRequest.newBuilder().setAddTrack(request));
      assertThat(ann.refused).hasSize(before + 1);
    }
    assertThat(ann.own).hasSize(1);
  }
}
