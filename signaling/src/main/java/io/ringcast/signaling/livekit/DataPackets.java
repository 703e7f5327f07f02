package io.ringcast.signaling.livekit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.Participant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.RpcRequest;
import livekit.LivekitModels.UserPacket;
import org.jspecify.annotations.Nullable;

/**
 * What clients send each other, as it is sent on: it names its true sender, who is nobody when the sender is hidden; its channel decides
 * how it travels; destinations stand in both places where clients of different ages look for them.
 */
@SuppressWarnings("deprecation")
public final class DataPackets {
  /** What the server tells by data packets; nobody else sends on it. */
  public static final String SERVER_TOPIC = "ringcast";
  private static final int RPC_VERSION = 1;

  private DataPackets() {}

  /** A packet as a client sent it; null when it is none. */
  static @Nullable DataPacket parse(byte[] bytes) {
    try {
      DataPacket packet = DataPacket.parseFrom(bytes);
      return packet.getValueCase() == DataPacket.ValueCase.VALUE_NOT_SET ? null : packet;
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** Whether it would be taken for the server's. */
  static boolean isReserved(DataPacket packet) {
    String topic = packet.hasUser() ? packet.getUser().getTopic() : packet.getStreamHeader().getTopic();
    return topic.equals(SERVER_TOPIC);
  }

  /** What the server tells these stays, or everybody where none are named. */
  public static DataMessage news(String json, Set<String> participantSids) {
    UserPacket.Builder user = UserPacket.newBuilder()
        .setTopic(SERVER_TOPIC).setPayload(ByteString.copyFromUtf8(json)).addAllDestinationSids(participantSids);
    return fromServer(user.build(), Delivery.RELIABLE);
  }

  /** Whether it names somebody else than its sender. */
  static boolean isForged(DataPacket packet, Participant from) {
    return isAnother(packet.getParticipantIdentity(), from.userId())
        || isAnother(packet.getParticipantSid(), from.sid())
        || isAnother(packet.getUser().getParticipantIdentity(), from.userId())
        || isAnother(packet.getUser().getParticipantSid(), from.sid());
  }

  private static boolean isAnother(String named, String own) {
    return !named.isEmpty() && !named.equals(own);
  }

  /** A client's packet as it is sent on. */
  static DataMessage message(DataPacket packet, Participant from, Delivery delivery) {
    String identity = from.permissions().hidden() ? "" : from.userId();
    String sid = from.permissions().hidden() ? "" : from.sid();
    DataPacket.Builder sent = packet.toBuilder()
        .setKind(kind(delivery))
        .setParticipantIdentity(identity)
        .setParticipantSid(sid);
    if (packet.hasUser()) {
      sent.getUserBuilder().setParticipantIdentity(identity).setParticipantSid(sid);
    }
    return message(sent, from, delivery);
  }

  /** A packet of the server's own: nobody's. */
  public static DataMessage fromServer(UserPacket user, Delivery delivery) {
    return message(DataPacket.newBuilder().setKind(kind(delivery)).setUser(user), null, delivery);
  }

  /** A call of the server's own to a method of one participant, which answers to the call's id as if that were a participant. */
  public static DataMessage callFromServer(Participant to, String id, String method, String payload, long answeredWithinMs) {
    DataPacket packet = DataPacket.newBuilder()
        .setKind(DataPacket.Kind.RELIABLE)
        .setParticipantIdentity(id)
        .setRpcRequest(RpcRequest.newBuilder()
            .setId(id)
            .setMethod(method)
            .setPayload(payload)
            .setResponseTimeoutMs((int) answeredWithinMs)
            .setVersion(RPC_VERSION))
        .build();
    return new DataMessage(Delivery.RELIABLE, null, 0, "", Set.of(), Set.of(to.sid()), packet.toByteArray());
  }

  private static DataMessage message(DataPacket.Builder packet, @Nullable Participant from, Delivery delivery) {
    List<String> sids = List.of();
    ByteString nonce = ByteString.EMPTY;
    if (packet.hasUser()) {
      UserPacket.Builder user = packet.getUserBuilder();
      if (packet.getDestinationIdentitiesCount() == 0) {
        packet.addAllDestinationIdentities(user.getDestinationIdentitiesList());
      } else {
        user.clearDestinationIdentities().addAllDestinationIdentities(packet.getDestinationIdentitiesList());
      }
      sids = user.getDestinationSidsList();
      nonce = user.getNonce();
    }
    return new DataMessage(delivery, from, Integer.toUnsignedLong(packet.getSequence()), nonce.toString(StandardCharsets.ISO_8859_1),
        Set.copyOf(packet.getDestinationIdentitiesList()), Set.copyOf(sids), packet.build().toByteArray());
  }

  private static DataPacket.Kind kind(Delivery delivery) {
    return delivery == Delivery.RELIABLE ? DataPacket.Kind.RELIABLE : DataPacket.Kind.LOSSY;
  }
}
