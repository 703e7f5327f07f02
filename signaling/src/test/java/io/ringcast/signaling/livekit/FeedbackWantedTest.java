package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.StreamState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Through both of LiveKit's doors a subscriber is asked for transport-wide feedback where the media plane finds out what fits, and told
 * what does not.
 */
class FeedbackWantedTest {
  private static final RoomKey KEY = new RoomKey("a", "r");
  private static final KeyPair PAIR = new KeyPair("key", "a secret that is long enough for everybody");
  private static final JoinWish WISH = new JoinWish(false, false, "", true, 16, null, List.of(), null);
  private static final String FEEDBACK = "a=rtcp-fb:\\d+ transport-cc";

  private final FakeSfu sfu = new FakeSfu();
  private final Rooms rooms = new Rooms(sfu, Runnable::run, new FakeAlarm(), new Random(1), RoomLimits.DEFAULT);
  private final SignalSessions sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(1));

  @ParameterizedTest(name = "one peer: {0}, estimates: {1}")
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void asTheMediaPlaneEstimates(boolean singlePeer, boolean estimates) throws RoomRefusedException {
    sfu.estimates = estimates;
    SignalClient ann = join("ann", true);
    publish(ann);
    assertThat(feedbackLines(ann.answered)).as("of what is received there always is").isPositive();
    SignalClient bob = join("bob", singlePeer);
    bob.negotiate();

    List<SubscriptionSpec> got = bob.peers.stream().flatMap(peer -> peer.subscribed.stream()).map(FakeSfu.FakeSubscription::spec).toList();
    assertThat(got).hasSize(2).allSatisfy(spec -> {
      assertThat(spec.codec().transportCc()).isEqualTo(estimates);
      assertThat(spec.extensions().id(HeaderExtension.TRANSPORT_CC) > 0).isEqualTo(estimates);
    });
    String told = singlePeer ? bob.answered : Objects.requireNonNull(bob.offered).getSdp();
    assertThat(feedbackLines(told)).isEqualTo(estimates ? 2 : 0);
    if (estimates) {
      assertThat(got).allSatisfy(spec -> assertThat(told).contains(
          "a=extmap:" + spec.extensions().id(HeaderExtension.TRANSPORT_CC) + " " + HeaderExtension.TRANSPORT_CC.uri(),
          "a=rtcp-fb:" + spec.codec().payloadType() + " transport-cc"));
    }
  }

  @ParameterizedTest(name = "one peer: {0}")
  @ValueSource(booleans = {true, false})
  void whatThePathDoesNotCarryIsTold(boolean singlePeer) throws RoomRefusedException {
    sfu.estimates = true;
    SignalClient ann = join("ann", true);
    publish(ann);
    SignalClient bob = join("bob", singlePeer);
    bob.negotiate();
    pauseByRate(bob, true);
    assertThat(bob.streams).containsExactly(StreamState.PAUSED);
    SignalClient.Line before = Objects.requireNonNull(bob.line);
    SignalSession session = Objects.requireNonNull(bob.session);
    session.home().ask(() -> {
      session.onDisconnected(before);
      return true;
    }).join();
    pauseByRate(bob, false);
    assertThat(bob.streams).as("lost").containsExactly(StreamState.PAUSED);
    bob.line = bob.new Line();
    session.home().ask(() -> session.resume(bob.line, WISH)).join();
    assertThat(bob.streams).containsExactly(StreamState.PAUSED, StreamState.ACTIVE);
    assertThat(ann.streams).isEmpty();
  }

  private void pauseByRate(SignalClient client, boolean paused) {
    FakePeer peer = client.peers.stream().filter(one -> !one.subscribed.isEmpty()).findFirst().orElseThrow();
    sfu.rooms.getFirst().emit(new MediaEvent.PausedByRate(peer.id(), peer.subscribed.getLast().id(), paused));
  }

  private static long feedbackLines(String sdp) {
    return sdp.lines().filter(line -> line.matches(FEEDBACK)).count();
  }

  private SignalClient join(String user, boolean singlePeer) throws RoomRefusedException {
    SignalClient client = new SignalClient(KEY, RoomToken.joining(user, KEY.roomId(), Instant.MAX), singlePeer, false);
    client.enter(sessions, rooms, PAIR);
    return client;
  }

  private static void publish(SignalClient client) {
    client.sends(true);
    client.sends(false);
    client.say(SignalRequest.newBuilder().setAddTrack(
        AddTrackRequest.newBuilder().setCid("audio").setType(TrackType.AUDIO).setSource(TrackSource.MICROPHONE)));
    client.say(SignalRequest.newBuilder().setAddTrack(
        AddTrackRequest.newBuilder().setCid("camera").setType(TrackType.VIDEO).setSource(TrackSource.CAMERA)));
    client.sendOffer();
  }
}
