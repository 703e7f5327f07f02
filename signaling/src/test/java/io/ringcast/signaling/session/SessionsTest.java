package io.ringcast.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaEvent.ActiveSpeakers;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.PendingLimits;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomView;
import io.ringcast.signaling.room.Tags;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.sdp.PlayNegotiation;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakePeer;
import io.ringcast.signaling.support.FakeSfu.FakeRoom;
import io.ringcast.signaling.support.Offers;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final RoomKey KEY = new RoomKey("app", "r");

  private final FakeSfu sfu = new FakeSfu();
  private final Rooms hosts = hosts(RoomLimits.of(2, 2, 2, PendingLimits.DEFAULT));
  private final Sessions rooms = sessions(hosts);

  private Rooms hosts(RoomLimits limits) {
    return new Rooms(sfu, Runnable::run, new FakeAlarm(), new Random(1), limits);
  }

  private static Sessions sessions(Rooms hosts) {
    return new Sessions(hosts, Runnable::run, new Random(2));
  }

  private List<String> users() {
    return hosts.find(KEY).orElseThrow().ask(RoomView::of).join().members().stream().map(RoomView.Member::userId).toList();
  }

  private Publishing publish(RoomKey key, String userId) throws SdpException, RoomRefusedException {
    String streamId = Stream.idOf(userId, Tags.MAIN);
    PublishNegotiation offer = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), streamId);
    return rooms.publish(key, new Caller(userId, "203.0.113.9"), Tags.MAIN, offer.remote(), offer.publications());
  }

  private Watching watch(String userId, Stream stream) throws SdpException, RoomRefusedException {
    PlayNegotiation offer = PlayNegotiation.of(SessionDescription.parse(Offers.chromiumPlay()), stream.publications(), false);
    return rooms.watch(KEY, new Caller(userId, "203.0.113.9"), stream, offer.remote(), offer.subscriptions());
  }

  private FakeRoom media(int index) {
    return sfu.rooms.get(index);
  }

  private FakePeer peer(int index) {
    return media(0).peers.get(index);
  }

  @Test
  void theFirstPublisherOpensARoomAndTheLastLeaveClosesIt() throws Exception {
    Publishing ann = publish(KEY, "ann");
    Watching eve = watch("eve", ann.stream());
    assertThat(peer(0).published).hasSize(2);
    assertThat(peer(0).remote).isNotNull();
    assertThat(peer(1).subscribed).hasSize(2);

    rooms.leave(eve);
    assertThat(peer(1).closed).isEqualTo(CloseReason.REQUESTED);
    assertThat(media(0).closed).isFalse();
    rooms.leave(ann);
    rooms.leave(ann);
    assertThat(media(0).closed).isTrue();
    assertThat(hosts.find(KEY)).isEmpty();
    assertThat(rooms.session(ann.sessionId())).isEmpty();
  }

  @Test
  void anIceRestartKeepsTheSessionAndChangesItsGeneration() throws Exception {
    Publishing ann = publish(KEY, "ann");
    Watching eve = watch("eve", ann.stream());
    IceCredentials fresh = new IceCredentials("anew", "0123456789012345678901");
    Session renewed = rooms.restartIce(eve, fresh).orElseThrow();

    assertThat(renewed.ice().tag()).isNotEqualTo(eve.ice().tag());
    assertThat(renewed.ice().remote()).isEqualTo(fresh);
    assertThat(rooms.session(eve.sessionId())).contains(renewed);
    assertThat(rooms.restartIce(eve, fresh)).as("the same request once more").contains(renewed);
    assertThat(peer(1).restarts).isEqualTo(1);
    assertThat(peer(0).restarts).isZero();

    rooms.leave(ann);
    assertThat(peer(1).closed).as("still a watcher of the stream").isEqualTo(CloseReason.REQUESTED);
    assertThat(rooms.restartIce(eve, new IceCredentials("late", "0123456789012345678901"))).isEmpty();
  }

  @Test
  void publishingAgainReplacesTheEarlierSessionAndEndsItsWatchers() throws Exception {
    Publishing first = publish(KEY, "ann");
    Watching eve = watch("eve", first.stream());
    Publishing second = publish(KEY, "ann");

    assertThat(sfu.rooms).hasSize(1);
    assertThat(media(0).closed).isFalse();
    assertThat(peer(0).closed).isEqualTo(CloseReason.REQUESTED);
    assertThat(peer(1).closed).isEqualTo(CloseReason.REQUESTED);
    assertThat(rooms.session(first.sessionId())).isEmpty();
    assertThat(rooms.session(eve.sessionId())).isEmpty();
    assertThat(rooms.stream(KEY, null)).isEqualTo(second.stream());
  }

  @Test
  void aPeerTheMediaPlaneLostIsGone() throws Exception {
    Publishing ann = publish(KEY, "ann");
    Watching eve = watch("eve", ann.stream());
    media(0).lose(peer(1), CloseReason.CONSENT_EXPIRED);
    assertThat(rooms.session(eve.sessionId())).isEmpty();
    assertThat(users()).containsExactly("ann");

    Watching bob = watch("bob", ann.stream());
    media(0).lose(peer(0), CloseReason.REMOTE_CLOSED);
    assertThat(rooms.session(bob.sessionId())).isEmpty();
    assertThat(peer(2).closed).isEqualTo(CloseReason.REQUESTED);
    assertThat(media(0).closed).isTrue();
  }

  @Test
  void asksWhichStreamWhenThereAreSeveral() throws Exception {
    assertThat(refusal(() -> rooms.stream(KEY, null)).refusal()).isEqualTo(RoomRefusal.NOBODY_PUBLISHES);
    publish(KEY, "ann");
    Publishing bob = publish(KEY, "bob");
    RoomRefusedException several = refusal(() -> rooms.stream(KEY, null));
    assertThat(several.refusal()).isEqualTo(RoomRefusal.SEVERAL_STREAMS);
    assertThat(several.streams()).containsExactly("ann_main", "bob_main");
    assertThat(rooms.stream(KEY, "bob_main")).isEqualTo(bob.stream());
    assertThat(refusal(() -> rooms.stream(KEY, "x")).refusal()).isEqualTo(RoomRefusal.NO_SUCH_STREAM);
    assertThat(refusal(() -> rooms.stream(new RoomKey("other", "r"), null)).refusal()).isEqualTo(RoomRefusal.NOBODY_PUBLISHES);
  }

  @Test
  void aStreamThatEndedWhileItWasNegotiatedIsRefused() throws Exception {
    Publishing ann = publish(KEY, "ann");
    publish(KEY, "bob");
    rooms.leave(ann);
    assertThat(refusal(() -> watch("eve", ann.stream())).refusal()).isEqualTo(RoomRefusal.NO_SUCH_STREAM);
    assertThat(media(0).peers).hasSize(2);
  }

  @Test
  void limitsHold() throws Exception {
    publish(KEY, "ann");
    publish(KEY, "bob");
    assertThat(refusal(() -> publish(KEY, "cid")).refusal()).isEqualTo(RoomRefusal.TOO_MANY_PUBLISHERS);
    Publishing current = publish(KEY, "ann");
    watch("e1", current.stream());
    watch("e1", current.stream());
    assertThat(refusal(() -> watch("e2", current.stream())).refusal()).isEqualTo(RoomRefusal.TOO_MANY_WATCHERS);
    publish(new RoomKey("app", "r2"), "ann");
    assertThat(refusal(() -> publish(new RoomKey("app", "r3"), "ann")).refusal()).isEqualTo(RoomRefusal.TOO_MANY_ROOMS);
    publish(new RoomKey("app2", "r3"), "ann");
    assertThat(hosts.of("app")).hasSize(2);
  }

  @Test
  void remembersWhoSpeaks() throws Exception {
    publish(KEY, "ann");
    media(0).emit(new ActiveSpeakers(List.of(new Speaker(new PublicationId("ann_main_0"), 90))));
    assertThat(hosts.find(KEY).orElseThrow().speakers()).extracting(Speaker::level).containsExactly(90);
  }

  private static RoomRefusedException refusal(ThrowingCallable call) {
    RoomRefusedException refused = catchThrowableOfType(RoomRefusedException.class, call);
    assertThat(refused).isNotNull();
    return refused;
  }

  @Test
  void sessionsThatNeverConnectAreBoundedByAddressAppAndServerUntilTheyEnd() throws Exception {
    Sessions strict = sessions(hosts(RoomLimits.of(99, 99, 99, new PendingLimits(4, 3, 2))));
    ask(strict, "app", "u1", "203.0.113.1");
    ask(strict, "app", "u2", "203.0.113.1");
    assertThat(refusal(() -> ask(strict, "app", "u3", "203.0.113.1")).refusal()).isEqualTo(RoomRefusal.TOO_MANY_PENDING_OF_ADDRESS);
    ask(strict, "app", "u3", "203.0.113.2");
    assertThat(refusal(() -> ask(strict, "app", "u4", "203.0.113.3")).refusal()).isEqualTo(RoomRefusal.TOO_MANY_PENDING_OF_APP);
    ask(strict, "app2", "u4", "203.0.113.3");
    assertThat(refusal(() -> ask(strict, "app3", "u5", "203.0.113.4")).refusal()).isEqualTo(RoomRefusal.TOO_MANY_PENDING);
    assertThat(strict.pendingSessions()).isEqualTo(4);
    assertThat(strict.counters().refused(RoomRefusal.TOO_MANY_PENDING)).isEqualTo(1);

    media(0).emit(new MediaEvent.PeerConnected(peer(0).id()));
    media(0).lose(peer(1), CloseReason.SETUP_TIMEOUT);
    assertThat(strict.pendingSessions()).isEqualTo(2);
    ask(strict, "app", "u6", "203.0.113.1");
    media(0).lose(peer(0), CloseReason.REMOTE_CLOSED);
    assertThat(strict.counters().ended(CloseReason.SETUP_TIMEOUT)).isEqualTo(1);
    assertThat(strict.pendingSessions()).as("one that had connected held no place").isEqualTo(3);
  }

  private static void ask(Sessions rooms, String appId, String userId, String address) throws SdpException, RoomRefusedException {
    String streamId = Stream.idOf(userId, Tags.MAIN);
    PublishNegotiation offer = PublishNegotiation.of(SessionDescription.parse(Offers.chromiumPublish()), streamId);
    rooms.publish(new RoomKey(appId, "r"), new Caller(userId, address), Tags.MAIN, offer.remote(), offer.publications());
  }
}
