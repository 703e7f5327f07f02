package io.ringcast.signaling.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.JoinRequest;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomMedia;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import io.ringcast.signaling.room.Seat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import livekit.LivekitModels.ChatMessage;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.DataStream;
import livekit.LivekitModels.RpcRequest;
import livekit.LivekitModels.UserPacket;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation")
class DataPacketsTest {
  private final Room room = new Room(new RoomKey("app", "r"), RoomSettings.DEFAULT, RoomLimits.DEFAULT, new Random(1), 0);

  private Participant join(String userId, boolean hidden) throws RoomRefusedException {
    Permissions permissions = new Permissions(true, true, true, Set.of(), true, hidden, false);
    return room.join(new JoinRequest(userId, Presence.USER, permissions, Profile.EMPTY, true, Seat.DEAF, RoomMedia.NONE), 0);
  }

  private static DataPacket sentOn(DataPacket packet, Participant from, Delivery delivery) throws InvalidProtocolBufferException {
    return DataPacket.parseFrom(DataPackets.message(packet, from, delivery).bytes());
  }

  private static DataPacket.Builder user(String text) {
    return DataPacket.newBuilder().setUser(UserPacket.newBuilder().setPayload(ByteString.copyFromUtf8(text)).setTopic("topic"));
  }

  @Test
  void aPacketNamesItsTrueSenderAndItsChannelsKind() throws Exception {
    Participant ann = join("ann", false);
    DataPacket.Builder forged = user("hi").setParticipantIdentity("bob").setParticipantSid("PA_bob").setKind(DataPacket.Kind.LOSSY);
    forged.getUserBuilder().setParticipantIdentity("bob").setParticipantSid("PA_bob");
    DataPacket sent = sentOn(forged.build(), ann, Delivery.RELIABLE);
    assertThat(DataPackets.isForged(forged.build(), ann)).isTrue();
    assertThat(sent.getParticipantIdentity()).isEqualTo("ann");
    assertThat(sent.getParticipantSid()).isEqualTo(ann.sid());
    assertThat(sent.getUser().getParticipantIdentity()).isEqualTo("ann");
    assertThat(sent.getUser().getParticipantSid()).isEqualTo(ann.sid());
    assertThat(sent.getKind()).isEqualTo(DataPacket.Kind.RELIABLE);
    assertThat(sent.getUser().getTopic()).isEqualTo("topic");
    assertThat(sent.getUser().getPayload().toStringUtf8()).isEqualTo("hi");
    assertThat(DataPackets.isForged(sent, ann)).isFalse();
    assertThat(DataPackets.isForged(user("").build(), ann)).isFalse();
  }

  @Test
  void aHiddenSenderIsNobody() throws Exception {
    Participant spy = join("spy", true);
    DataPacket sent = sentOn(user("hi").setParticipantIdentity("spy").build(), spy, Delivery.LOSSY);
    assertThat(sent.getParticipantIdentity() + sent.getParticipantSid()).isEmpty();
    assertThat(sent.getUser().getParticipantIdentity() + sent.getUser().getParticipantSid()).isEmpty();
    assertThat(sent.toString()).doesNotContain("spy");
  }

  @Test
  void destinationsStandInBothPlaces() throws Exception {
    Participant ann = join("ann", false);
    DataPacket.Builder inside = user("hi");
    inside.getUserBuilder().addAllDestinationIdentities(List.of("bob", "cid")).addDestinationSids("PA_dan");
    DataMessage message = DataPackets.message(inside.build(), ann, Delivery.RELIABLE);
    assertThat(message.users()).containsExactlyInAnyOrder("bob", "cid");
    assertThat(message.sids()).containsExactly("PA_dan");
    assertThat(DataPacket.parseFrom(message.bytes()).getDestinationIdentitiesList()).containsExactly("bob", "cid");

    DataPacket.Builder outside = user("hi").addDestinationIdentities("bob");
    outside.getUserBuilder().addDestinationIdentities("somebody else");
    DataMessage other = DataPackets.message(outside.build(), ann, Delivery.RELIABLE);
    assertThat(other.users()).containsExactly("bob");
    assertThat(DataPacket.parseFrom(other.bytes()).getUser().getDestinationIdentitiesList()).containsExactly("bob");
  }

  @Test
  void whatSdksBuildOnPacketsIsUntouched() throws Exception {
    Participant ann = join("ann", false);
    List<DataPacket.Builder> packets = List.of(
        DataPacket.newBuilder().setStreamHeader(DataStream.Header.newBuilder().setStreamId("s").setTopic("t").setTotalLength(10)),
        DataPacket.newBuilder().setStreamChunk(DataStream.Chunk.newBuilder().setChunkIndex(3).setContent(ByteString.copyFromUtf8("abc"))),
        DataPacket.newBuilder().setStreamTrailer(DataStream.Trailer.newBuilder().setReason("done")),
        DataPacket.newBuilder().setRpcRequest(RpcRequest.newBuilder().setId("1").setMethod("m").setPayload("p").setVersion(1)),
        DataPacket.newBuilder().setChatMessage(ChatMessage.newBuilder().setId("c").setMessage("hello")));
    for (DataPacket.Builder packet : packets) {
      DataPacket given = packet.setSequence(7).addDestinationIdentities("bob").build();
      DataPacket expected = given.toBuilder().setParticipantIdentity("ann").setParticipantSid(ann.sid()).build();
      assertThat(sentOn(given, ann, Delivery.RELIABLE)).isEqualTo(expected);
      assertThat(DataPackets.message(given, ann, Delivery.RELIABLE).sequence()).isEqualTo(7);
    }
  }

  /** What SDKs know that are newer than we goes through. */
  @Test
  void unknownFieldsAreKept() throws Exception {
    Participant ann = join("ann", false);
    byte[] field99 = {(byte) 0x9A, 0x06, 0x02, 'h', 'i'};
    byte[] newer = ByteString.copyFrom(user("x").build().toByteArray()).concat(ByteString.copyFrom(field99)).toByteArray();
    DataPacket packet = DataPackets.parse(newer);
    assertThat(packet).isNotNull();
    assertThat(sentOn(packet, ann, Delivery.RELIABLE).getUnknownFields().hasField(99)).isTrue();
  }

  @Test
  void bytesOfAnyContentAreAPacketOrNone() throws Exception {
    Participant ann = join("ann", false);
    Random random = new Random(5);
    byte[] good = user("hello").setSequence(9).addDestinationIdentities("bob").build().toByteArray();
    int packets = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(60)] : good.clone();
      if (bytes.length != good.length) {
        random.nextBytes(bytes);
      } else {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      DataPacket packet = DataPackets.parse(bytes);
      if (packet != null) {
        packets++;
        assertThat(sentOn(packet, ann, Delivery.LOSSY).getParticipantIdentity()).isEqualTo("ann");
      }
    }
    assertThat(packets).isPositive();
    assertThat(DataPackets.parse(new byte[0])).as("an empty packet says nothing").isNull();
  }
}
