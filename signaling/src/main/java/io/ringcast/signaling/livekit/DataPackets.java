package io.ringcast.signaling.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.Participant;
import java.util.Set;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.UserPacket;
import org.jspecify.annotations.Nullable;

/** What clients send each other, as it is forwarded: it names its true sender, and its channel decides how it travels. */
final class DataPackets {
  private DataPackets() {}

  /** A packet from a client; null when it is none. */
  @SuppressWarnings("deprecation")
  static @Nullable DataMessage read(Participant from, Delivery delivery, byte[] bytes) {
    DataPacket.Builder packet;
    try {
      packet = DataPacket.parseFrom(bytes).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
    String identity = from.permissions().hidden() ? "" : from.userId();
    packet.setKind(delivery == Delivery.RELIABLE ? DataPacket.Kind.RELIABLE : DataPacket.Kind.LOSSY)
        .setParticipantIdentity(identity)
        .setParticipantSid(from.sid());
    Set<String> sids = Set.of();
    if (packet.hasUser()) {
      UserPacket.Builder user = packet.getUserBuilder()
          .setParticipantIdentity(identity)
          .setParticipantSid(identity.isEmpty() ? "" : from.sid());
      if (packet.getDestinationIdentitiesCount() == 0) {
        packet.addAllDestinationIdentities(user.getDestinationIdentitiesList());
      } else {
        user.clearDestinationIdentities().addAllDestinationIdentities(packet.getDestinationIdentitiesList());
      }
      sids = Set.copyOf(user.getDestinationSidsList());
    }
    return new DataMessage(delivery, from, Integer.toUnsignedLong(packet.getSequence()),
        Set.copyOf(packet.getDestinationIdentitiesList()), sids, packet.build().toByteArray());
  }
}
