package io.ringcast.signaling.twirp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.identity.Grant;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.forward.Traveller;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.twirp.TwirpClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ForwardParticipant and MoveParticipant, from room {@code r}. */
class CrossRoomCallsTest {
  private static final String TO_OTHER = "{\"room\":\"r\",\"identity\":\"ann\",\"destination_room\":\"other\"}";

  private final Rooms rooms = new Rooms(new FakeSfu(), Runnable::run, new FakeAlarm(), new Random(3), RoomLimits.DEFAULT);
  private final List<RoomHost> moved = new ArrayList<>();
  private @Nullable Traveller ann;
  private final TwirpClient client = new TwirpClient(rooms, _ -> ann);

  @BeforeEach
  void join() throws Exception {
    Permissions permissions = new Permissions(true, true, true, Set.of(), false, false, false);
    var _ = rooms.enter(new RoomKey("app", "r"), RoomSettings.DEFAULT, (host, room) -> room.join(new JoinRequest(
        "ann", Presence.USER, permissions, new Profile("Ann", "", Map.of()), true, Seat.DEAF, RoomMedia.NONE), host.nowMs()));
  }

  private void error(Answer answer, int status, String code, String words) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains("\"code\":\"" + code + "\"").contains(words);
  }

  @Test
  void forwardingShowsTheParticipantInARoomThatIsOpenedForIt() {
    assertThat(client.json("ForwardParticipant", TwirpClient.towards("other"), TO_OTHER).status()).isEqualTo(200);
    RoomHost other = rooms.find(new RoomKey("app", "other")).orElseThrow();
    assertThat(other.room().users()).singleElement().satisfies(shown -> {
      assertThat(shown.presence()).isEqualTo(Presence.FORWARDED);
      assertThat(shown.profile().name()).isEqualTo("Ann");
    });
    assertThat(client.json("ListParticipants", TwirpClient.all(), "{\"room\":\"r\"}").text()).doesNotContain("FORWARDED");
  }

  @Test
  void movingHasTheParticipantGo() {
    ann = next -> {
      moved.add(next);
      return CompletableFuture.completedFuture(true);
    };
    assertThat(client.json("MoveParticipant", TwirpClient.towards("other"), TO_OTHER).status()).isEqualTo(200);
    assertThat(moved).extracting(host -> host.key().roomId()).containsExactly("other");
  }

  @Test
  void whoCannotGoIsTold() {
    error(client.json("MoveParticipant", TwirpClient.towards("other"), TO_OTHER), 412, "failed_precondition", "LiveKit's protocol");
    ann = _ -> CompletableFuture.completedFuture(false);
    error(client.json("MoveParticipant", TwirpClient.towards("other"), TO_OTHER), 412, "failed_precondition", "try again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ForwardParticipant", "MoveParticipant"})
  void refusals(String call) {
    String nobody = TO_OTHER.replace("ann", "nobody");
    error(client.json(call, TwirpClient.towards("other"), nobody), 404, "not_found", "nobody is not in room r");
    error(client.json(call, TwirpClient.all(), TO_OTHER), 403, "permission_denied", "destinationRoom");
    error(client.json(call, TwirpClient.towards("third"), TO_OTHER), 403, "permission_denied", "destinationRoom");
    error(client.json(call, TwirpClient.with(Grant.ROOM_CREATE), TO_OTHER), 403, "permission_denied", "roomAdmin");
    error(client.json(call, TwirpClient.towards("other"), TO_OTHER.replace("\"r\"", "\"q\"")), 403, "permission_denied", "another room");
    error(client.json(call, TwirpClient.towards("r"), TO_OTHER.replace("other", "r")), 400, "invalid_argument", "itself");
    assertThat(rooms.find(new RoomKey("app", "other"))).isEmpty();
  }
}
