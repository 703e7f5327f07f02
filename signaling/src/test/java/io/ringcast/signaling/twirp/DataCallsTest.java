package io.ringcast.signaling.twirp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import io.ringcast.signaling.room.host.CallFailedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.support.FakeAlarm;
import io.ringcast.signaling.support.FakeSfu;
import io.ringcast.signaling.twirp.TwirpClient.Answer;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitRoom.SendDataRequest;
import livekit.LivekitRoom.SendDataResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@SuppressWarnings("deprecation")
class DataCallsTest {
  private static final RoomKey KEY = new RoomKey("app", "r");
  private static final String CALL = "{\"room\":\"r\",\"destination_identity\":\"ann\",\"method\":\"m\",\"payload\":\"p\"";

  private final FakeAlarm alarm = new FakeAlarm();
  private final Rooms rooms = new Rooms(new FakeSfu(), Runnable::run, alarm, new Random(3), RoomLimits.DEFAULT);
  private final TwirpClient client = new TwirpClient(rooms);
  private final Inbox annsInbox = new Inbox();
  private final Inbox bobsInbox = new Inbox();
  private Participant ann;

  /** What was delivered. */
  private static final class Inbox implements RoomMedia {
    private final BlockingQueue<DataPacket> packets = new ArrayBlockingQueue<>(1_000);
    private boolean full;

    @Override
    public boolean deliver(Delivery delivery, byte[] message) {
      try {
        return !full && packets.add(DataPacket.parseFrom(message));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    DataPacket next() throws InterruptedException {
      DataPacket packet = packets.poll(20, TimeUnit.SECONDS);
      assertThat(packet).isNotNull();
      return packet;
    }
  }

  @BeforeEach
  void meet() throws Exception {
    ann = join("ann", annsInbox);
    join("bob", bobsInbox);
  }

  private Participant join(String userId, Inbox inbox) throws Exception {
    Permissions permissions = new Permissions(true, true, true, Set.of(), false, false, false);
    Profile profile = new Profile("", "", Map.of());
    return rooms.enter(KEY, RoomSettings.DEFAULT, (host, room) -> {
      Participant who = room.join(new JoinRequest(userId, Presence.USER, permissions, profile, true, Seat.DEAF, inbox), host.nowMs());
      room.data().reach(who, host.nowMs());
      return who;
    });
  }

  @ParameterizedTest
  @EnumSource(BodyFormat.class)
  void dataReachParticipants(BodyFormat format) throws Exception {
    SendDataRequest toAll = SendDataRequest.newBuilder()
        .setRoom("r").setData(ByteString.copyFromUtf8("all")).setKind(DataPacket.Kind.LOSSY).setTopic("t").build();
    client.call(format, "SendData", toAll, SendDataResponse.getDefaultInstance());
    SendDataRequest toBob = toAll.toBuilder().setData(ByteString.copyFromUtf8("bob")).addDestinationIdentities("bob")
        .setKind(DataPacket.Kind.RELIABLE).setNonce(ByteString.copyFrom(new byte[16])).build();
    client.call(format, "SendData", toBob, SendDataResponse.getDefaultInstance());
    client.call(format, "SendData", toBob, SendDataResponse.getDefaultInstance());
    DataPacket heard = annsInbox.next();
    assertThat(heard.getUser().getPayload().toStringUtf8()).isEqualTo("all");
    assertThat(heard.getUser().getTopic()).isEqualTo("t");
    assertThat(heard.getKind()).isEqualTo(DataPacket.Kind.LOSSY);
    assertThat(heard.getParticipantIdentity()).isEmpty();
    assertThat(annsInbox.packets).isEmpty();
    assertThat(bobsInbox.next().getUser().getPayload().toStringUtf8()).isEqualTo("all");
    assertThat(bobsInbox.next().getDestinationIdentitiesList()).containsExactly("bob");
    assertThat(bobsInbox.packets).as("a nonce counts once").isEmpty();
  }

  @Test
  void dataThatCannotBeSentAreRefused() {
    assertThat(client.json("SendData", TwirpClient.with(), "{\"room\":\"r\",\"data\":\"aGk=\"}").status()).isEqualTo(403);
    assertThat(client.json("SendData", TwirpClient.ofAnotherApp(), "{\"room\":\"r\",\"data\":\"aGk=\"}").text()).contains("not_found");
    String large = "A".repeat(400_000);
    assertThat(client.json("SendData", TwirpClient.all(), "{\"room\":\"r\",\"data\":\"" + large + "\"}").text())
        .contains("invalid_argument");
    annsInbox.full = true;
    String some = "{\"room\":\"r\",\"data\":\"" + "A".repeat(200_000) + "\"}";
    Answer answer = client.json("SendData", TwirpClient.all(), some);
    for (int i = 0; i < 20 && answer.status() == 200; i++) {
      answer = client.json("SendData", TwirpClient.all(), some);
    }
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).contains("resource_exhausted");
  }

  /** Calls Ann's method from another thread, since the call waits; then does something with the request that she got. */
  private Answer call(String body, BiConsumer<RoomHost, DataPacket> then) throws Exception {
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
        () -> client.json("PerformRpc", TwirpClient.all(), body), task -> Thread.ofVirtual().start(task));
    DataPacket request = annsInbox.next();
    rooms.enterOpen(KEY, (host, room) -> {
      then.accept(host, request);
      return true;
    });
    return answer.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aCallIsAnswered() throws Exception {
    Answer answer = call(CALL + ",\"response_timeout_ms\":3000}", (host, packet) -> {
      String id = packet.getRpcRequest().getId();
      assertThat(packet.getRpcRequest().getMethod() + packet.getRpcRequest().getPayload()).isEqualTo("mp");
      assertThat(packet.getRpcRequest().getResponseTimeoutMs()).isEqualTo(3_000);
      assertThat(packet.getParticipantIdentity()).as("to whom the answer goes").isEqualTo(id);
      assertThat(host.calls().acknowledged(ann, id)).isTrue();
      assertThat(host.calls().answered(ann, "another", "x", null)).isFalse();
      assertThat(host.calls().answered(ann, id, "fine", null)).isTrue();
      assertThat(host.calls().answered(ann, id, "again", null)).isFalse();
    });
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"payload\":\"fine\"}");
    assertThat(bobsInbox.packets).isEmpty();
  }

  @Test
  void nobodyElseAnswers() throws Exception {
    Answer answer = call(CALL + "}", (host, packet) -> {
      Participant bob = host.room().user("bob");
      assertThat(bob).isNotNull();
      assertThat(host.calls().acknowledged(bob, packet.getRpcRequest().getId())).isFalse();
      assertThat(host.calls().answered(bob, packet.getRpcRequest().getId(), "mine", null)).isFalse();
      host.calls().answered(ann, packet.getRpcRequest().getId(), "hers", null);
    });
    assertThat(answer.text()).contains("hers");
  }

  @Test
  void anErrorOfTheParticipantIsToldWithItsNumber() throws Exception {
    Answer answer = call(CALL + "}", (host, packet) ->
        host.calls().answered(ann, packet.getRpcRequest().getId(), "", new CallFailedException(1234, "not today: data")));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).contains("\"internal\"").contains("RpcError 1234: not today: data");
    assertThat(call(CALL + "}", (host, packet) ->
        host.calls().answered(ann, packet.getRpcRequest().getId(), "", new CallFailedException(1400, "Method not supported"))).text())
        .contains("invalid_argument");
  }

  @Test
  void timeOutsAreLiveKits() throws Exception {
    Answer unheard = call(CALL + "}", (host, packet) -> alarm.advance(2_000));
    assertThat(unheard.status()).isEqualTo(408);
    assertThat(unheard.text()).contains("\"canceled\"").contains("RpcError 1501: Connection timeout");
    Answer late = call(CALL + "}", (host, packet) -> {
      host.calls().acknowledged(ann, packet.getRpcRequest().getId());
      alarm.advance(10_000);
    });
    assertThat(late.text()).contains("RpcError 1502: Response timeout");
    Answer gone = call(CALL + "}", (host, packet) -> {
      host.room().leave(ann, LeaveReason.LEFT, host.nowMs());
      host.calls().gone(ann);
    });
    assertThat(gone.status()).isEqualTo(503);
    assertThat(gone.text()).contains("RpcError 1503: Recipient disconnected");
  }

  @Test
  void callsThatCannotBeMadeAreRefused() {
    assertThat(client.json("PerformRpc", TwirpClient.with(), CALL + "}").status()).isEqualTo(403);
    assertThat(client.json("PerformRpc", TwirpClient.all(), CALL.replace("ann", "zoe") + "}").status()).isEqualTo(404);
    assertThat(client.json("PerformRpc", TwirpClient.all(), "{\"room\":\"r\",\"method\":\"m\"}").text()).contains("destination_identity");
    assertThat(client.json("PerformRpc", TwirpClient.all(), CALL + ",\"response_timeout_ms\":4000000000}").text())
        .contains("invalid_argument");
    String large = CALL.replace("\"p\"", "\"" + "x".repeat(DataCalls.PAYLOAD_BYTES_MAX + 1) + "\"");
    assertThat(client.json("PerformRpc", TwirpClient.all(), large + "}").text()).contains("malformed").contains("RpcError 1402");
    assertThat(annsInbox.packets).isEmpty();
  }
}
