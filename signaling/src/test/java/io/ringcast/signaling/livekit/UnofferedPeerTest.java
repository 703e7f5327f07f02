package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.Grant;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.support.FakeSfu.FakeRoom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The media plane lets go of a peer that no answer comes for; whether that ends a stay depends on whether an answer was due. */
class UnofferedPeerTest {
  private static final RoomKey KEY = new RoomKey("app", "room");

  private final FakeSfu sfu = new FakeSfu();
  private final Rooms rooms = new Rooms(sfu, Runnable::run, new FakeAlarm(), new Random(1), RoomLimits.DEFAULT);
  private final SignalSessions sessions = new SignalSessions(rooms, new JoinAnswers(List.of()), new Random(1));

  @Test
  void aClientThatDoesNotSubscribeStaysWithoutIt() throws RoomRefusedException {
    assertThat(overWithoutItsPeer(token().without(Grant.CAN_SUBSCRIBE))).isFalse();
  }

  @Test
  void aClientThatSubscribesIsSentAway() throws RoomRefusedException {
    assertThat(overWithoutItsPeer(token())).isTrue();
  }

  private static RoomToken token() {
    return RoomToken.joining("user", KEY.roomId(), Instant.MAX);
  }

  private boolean overWithoutItsPeer(RoomToken token) throws RoomRefusedException {
    SignalClient client = new SignalClient(KEY, token, false, false);
    client.line = client.new Line();
    JoinWish wish = new JoinWish(false, false, "", true, 16, null, List.of(), null);
    client.session = sessions.enter(new SignalSessions.Guest(KEY, token, "10.0.0.1", KeyPair.DEVELOPMENT), wish, client.line);
    FakeRoom room = sfu.rooms.getLast();
    room.lose(room.peers.getLast(), CloseReason.SETUP_TIMEOUT);
    return client.over;
  }
}
