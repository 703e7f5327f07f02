package io.ringcast.signaling.livekit;

import io.ringcast.signaling.room.DataFault;
import io.ringcast.signaling.room.DataMessage;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.host.CallFailedException;
import io.ringcast.signaling.room.host.Home;
import java.util.Map;
import java.util.stream.Collectors;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.RpcError;
import livekit.LivekitModels.RpcResponse;
import livekit.LivekitRtc.DataChannelReceiveState;
import livekit.LivekitRtc.SyncState;

/** What one client sends on data channels, to others and to the server. */
final class Messaging {
  private final Home home;
  private final Participant who;

  Messaging(Home home, Participant who) {
    this.home = home;
    this.who = who;
  }

  private Room room() {
    return home.room();
  }

  /** @param done runs once the packet is needed no longer */
  void onPacket(Delivery delivery, byte[] bytes, Runnable done) {
    DataPacket packet = DataPackets.parse(bytes);
    if (packet == null) {
      drop(DataFault.MALFORMED, done);
      return;
    }
    switch (packet.getValueCase()) {
      // There are no agents here, who alone may say what somebody else said.
      case TRANSCRIPTION -> drop(DataFault.NOT_AN_AGENT, done);
      // What SDKs measure is for the server, which does not use it.
      case METRICS -> done.run();
      case USER, STREAM_HEADER -> {
        if (DataPackets.isReserved(packet)) {
          drop(DataFault.RESERVED_TOPIC, done);
        } else {
          send(packet, delivery, done);
        }
      }
      default -> {
        if (who.permissions().publishData() && isForServer(packet)) {
          done.run();
        } else {
          send(packet, delivery, done);
        }
      }
    }
  }

  private void send(DataPacket packet, Delivery delivery, Runnable done) {
    if (DataPackets.isForged(packet, who)) {
      room().counters().onFault(DataFault.FORGED_SENDER);
    }
    DataMessage message = DataPackets.message(packet, who, delivery);
    room().data().send(message, home.nowMs(), done);
  }

  private void drop(DataFault why, Runnable done) {
    room().counters().onFault(why);
    done.run();
  }

  /** Whether it answers a call that the server made. */
  private boolean isForServer(DataPacket packet) {
    return switch (packet.getValueCase()) {
      case RPC_ACK -> home.host().calls().acknowledged(who, packet.getRpcAck().getRequestId());
      case RPC_RESPONSE -> onResponse(packet.getRpcResponse());
      default -> false;
    };
  }

  private boolean onResponse(RpcResponse response) {
    if (!response.hasError()) {
      return home.host().calls().answered(who, response.getRequestId(), response.getPayload(), null);
    }
    RpcError error = response.getError();
    String text = error.getData().isEmpty() ? error.getMessage() : error.getMessage() + ": " + error.getData();
    return home.host().calls().answered(who, response.getRequestId(), "", new CallFailedException(error.getCode(), text));
  }

  /** A client that is back says what it heard last of each sender. */
  void sync(SyncState state) {
    Map<String, Long> lastBySender = state.getDatachannelReceiveStatesList().stream().collect(Collectors.toMap(
        DataChannelReceiveState::getPublisherSid, received -> Integer.toUnsignedLong(received.getLastSeq()), Math::max));
    if (!lastBySender.isEmpty()) {
      room().data().repeat(who, lastBySender, home.nowMs());
    }
  }
}
