package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenResult;
import io.ringcast.identity.TokenVerifier;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.forward.Moves;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakeRoom;
import io.ringcast.signaling.support.FakeSfu.FakeSubscription;
import io.ringcast.signaling.support.Turns;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.UpdateParticipantMetadata;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Participants that are taken from one room to another while they are connected. */
class MoveTest {
  private static final RoomKey HERE = new RoomKey("a", "here");
  private static final RoomKey THERE = new RoomKey("a", "there");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for everybody");
  private static final int SEEDS = 200;

  private FakeSfu sfu = new FakeSfu();
  private FakeAlarm alarm = new FakeAlarm();
  private Turns turns = new Turns(1);
  private Rooms rooms = new Rooms(sfu, turns, alarm, new Random(1), RoomLimits.DEFAULT);
  private SignalSessions sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(1));

  private void anew(long seed) {
    sfu = new FakeSfu();
    alarm = new FakeAlarm();
    turns = new Turns(seed);
    rooms = new Rooms(sfu, turns, alarm, new Random(seed), RoomLimits.DEFAULT);
    sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(seed));
  }

  private void move(String user) throws RoomRefusedException {
    new Moves(rooms, sessions).move(HERE, user, THERE);
  }

  private FakeRoom media(RoomKey key) {
    return (FakeRoom) rooms.find(key).orElseThrow().media();
  }

  private SignalClient join(RoomKey key, String user, boolean singlePeer) throws RoomRefusedException {
    SignalClient client = new SignalClient(key, RoomToken.joining(user, key.roomId(), Instant.MAX), singlePeer, false);
    client.enter(sessions, rooms, PAIR);
    return client;
  }

  /** The same with its media up. */
  private SignalClient connected(RoomKey key, String user, boolean singlePeer) throws RoomRefusedException {
    SignalClient client = join(key, user, singlePeer);
    media(key).emit(new MediaEvent.PeerConnected(client.peers.getFirst().id()));
    return client;
  }

  private static String publish(SignalClient client) {
    client.sends(false);
    client.say(SignalRequest.newBuilder().setAddTrack(
        AddTrackRequest.newBuilder().setCid("camera").setType(TrackType.VIDEO).setSource(TrackSource.CAMERA)));
    client.sendOffer();
    return client.own.keySet().iterator().next();
  }

  private static List<String> received(SignalClient client) {
    return client.peers.stream().flatMap(peer -> peer.subscribed.stream()).filter(one -> !one.closed)
        .map(FakeSubscription::publication).map(id -> id.value()).toList();
  }

  private static List<String> seen(SignalClient client) {
    return client.known.values().stream().map(ParticipantInfo::getIdentity).sorted().toList();
  }

  private static RoomRefusal refusal(ThrowingCallable call) {
    return catchThrowableOfType(RoomRefusedException.class, call).refusal();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsMovedIsAnotherInAnotherRoomWithTheSameMedia(boolean singlePeer) throws Exception {
    SignalClient ann = connected(HERE, "ann", singlePeer);
    SignalClient bob = connected(HERE, "bob", singlePeer);
    SignalClient cid = connected(THERE, "cid", singlePeer);
    String camera = publish(ann);
    publish(bob);
    publish(cid);
    ann.negotiate();
    bob.negotiate();
    assertThat(received(ann)).containsExactly("bob_main_1");
    assertThat(received(bob)).containsExactly("ann_main_1");
    String before = ann.sid;

    move("ann");
    ann.negotiate();
    bob.negotiate();
    cid.negotiate();
    assertThat(ann.roomId).isEqualTo("there");
    assertThat(ann.sid).isNotEqualTo(before);
    assertThat(ann.own).containsOnlyKeys(camera);
    assertThat(seen(ann)).containsExactly("ann", "cid");
    assertThat(seen(bob)).containsExactly("bob");
    assertThat(seen(cid)).containsExactly("ann", "cid");
    assertThat(cid.known.get(ann.sid).getTracks(0).getSid()).isEqualTo(camera);
    assertThat(received(ann)).containsExactly("cid_main_1");
    assertThat(received(bob)).isEmpty();
    assertThat(received(cid)).containsExactly("ann_main_1");
    assertThat(media(THERE).peers).containsAll(ann.peers);
    assertThat(ann.peers).allMatch(peer -> peer.closed == null);
    assertThat(new TokenVerifier(new Apps(List.of(new App("a", List.of(PAIR))))).verify(ann.nextToken, Instant.ofEpochMilli(alarm.nowMs())))
        .isInstanceOfSatisfying(TokenResult.Accepted.class, told -> assertThat(told.token().roomId()).isEqualTo("there"));
  }

  @Test
  void aTrackOnASectionThatWasUsedBeforeIsNamedByItsStream() throws Exception {
    SignalClient ann = connected(HERE, "ann", true);
    SignalClient bob = connected(HERE, "bob", false);
    SignalClient cid = connected(HERE, "cid", true);
    String first = publish(ann);
    bob.negotiate();
    assertThat(Objects.requireNonNull(bob.offered).getSdp()).contains("a=msid:" + ann.sid + "|camera " + first);
    ann.say(SignalRequest.newBuilder().setLeave(LeaveRequest.newBuilder()));
    bob.negotiate();
    String second = publish(cid);
    String offer = Objects.requireNonNull(bob.offered).getSdp();
    assertThat(offer).contains("a=msid:" + cid.sid + "|" + second + " " + second);
    assertThat(offer.split("m=video", -1)).hasSize(2);
  }

  @Test
  void itGoesOnThereAsIfItHadJoinedThere() throws Exception {
    SignalClient ann = connected(HERE, "ann", true);
    SignalClient cid = connected(THERE, "cid", true);
    String camera = publish(ann);
    move("ann");
    ann.say(SignalRequest.newBuilder().setMute(MuteTrackRequest.newBuilder().setSid(camera).setMuted(true)));
    assertThat(cid.known.get(ann.sid).getTracks(0).getMuted()).isTrue();
    SignalClient.Line line = ann.new Line();
    ann.line = line;
    JoinWish wish = new JoinWish(true, true, ann.sid, true, 16, null, List.of(), null);
    assertThat(sessions.enter(new SignalSessions.Guest(THERE, ann.token.in("there"), "10.0.0.1", PAIR), wish, line)).isSameAs(ann.session);
    media(THERE).lose(ann.peers.getFirst(), CloseReason.CONSENT_EXPIRED);
    assertThat(ann.over).isTrue();
    assertThat(seen(cid)).containsExactly("cid");
  }

  @Test
  void whoCannotGoStays() throws Exception {
    rooms.enter(THERE, new RoomSettings(300_000, 20_000, 1, ""), (host, room) -> room);
    SignalClient ann = join(HERE, "ann", true);
    assertThat(refusal(() -> move("ann"))).isEqualTo(RoomRefusal.CANNOT_MOVE);
    assertThat(refusal(() -> move("nobody"))).isEqualTo(RoomRefusal.NO_SUCH_USER);
    media(HERE).emit(new MediaEvent.PeerConnected(ann.peers.getFirst().id()));
    connected(HERE, "bob", true);
    move("bob");
    assertThat(refusal(() -> move("ann"))).isEqualTo(RoomRefusal.TOO_MANY_PARTICIPANTS);
    assertThat(ann.over).isFalse();
    assertThat(ann.roomId).isEqualTo("here");
    assertThat(seen(ann)).containsExactly("ann");
  }

  @Test
  void whateverHappensOnTheWayIsDoneOnceAndInOrder() throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      anew(seed);
      Random random = new Random(seed);
      SignalClient ann = connected(HERE, "ann", random.nextBoolean());
      SignalClient bob = connected(HERE, "bob", true);
      SignalClient cid = connected(THERE, "cid", true);
      publish(ann);
      SignalSession session = Objects.requireNonNull(ann.session);
      turns.hold();
      boolean leaves = random.nextInt(4) == 0;
      int moveAt = random.nextInt(10);
      String name = "";
      for (int i = 0; i < 10; i++) {
        if (i == moveAt) {
          var _ = session.moveTo(rooms.find(THERE).orElseThrow());
        }
        name = "name " + i;
        ann.say(SignalRequest.newBuilder().setUpdateMetadata(UpdateParticipantMetadata.newBuilder().setName(name)));
        turns.run(random.nextInt(3));
      }
      if (leaves) {
        ann.say(SignalRequest.newBuilder().setLeave(LeaveRequest.newBuilder()));
      }
      turns.release();
      assertThat(seen(bob)).as("seed %d", seed).containsExactly("bob");
      assertThat(seen(cid)).as("seed %d", seed).isEqualTo(leaves ? List.of("cid") : List.of("ann", "cid"));
      Participant there = rooms.find(THERE).orElseThrow().room().user("ann");
      assertThat(there == null).as("seed %d", seed).isEqualTo(leaves);
      assertThat(ann.refused).as("seed %d: answers in order", seed).hasSize(10);
    }
  }
}
