package io.ringcast.signaling.livekit;

import com.google.protobuf.ByteString;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.Room;
import java.util.List;
import livekit.LivekitModels.Codec;
import livekit.LivekitModels.ServerInfo;
import livekit.LivekitRtc.ICEServer;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.ReconnectResponse;
import livekit.LivekitRtc.RoomMovedResponse;
import livekit.LivekitRtc.RoomUpdate;
import livekit.LivekitRtc.SignalResponse;

/** The first messages on a connection, with what the server says of itself. */
final class JoinAnswers {
  private static final int PING_INTERVAL_S = 5;
  private static final int PING_TIMEOUT_S = 15;
  /** The protocol's version that is spoken here, and the release of LiveKit whose behaviour clients may expect. */
  private static final int PROTOCOL = 16;
  private static final String VERSION = "1.9.12";
  private static final int TRAILER_BYTES = 16;
  private static final List<String> CODECS =
      List.of("audio/opus", "audio/red", "video/VP8", "video/H264", "video/VP9", "video/AV1", "video/H265");

  private final List<ICEServer> iceServers;

  JoinAnswers(List<ICEServer> iceServers) {
    this.iceServers = List.copyOf(iceServers);
  }

  SignalResponse join(Room room, Participant who, List<Participant> others, JoinWish wish) {
    JoinResponse.Builder join = JoinResponse.newBuilder()
        .setRoom(Infos.room(room))
        .setParticipant(Infos.participant(who))
        .addAllIceServers(iceServers)
        .setSubscriberPrimary(mayWaitForOffer(who, wish))
        .setPingInterval(PING_INTERVAL_S)
        .setPingTimeout(PING_TIMEOUT_S)
        .setServerInfo(server())
        .setSifTrailer(ByteString.copyFrom(new byte[TRAILER_BYTES]))
        .setFastPublish(who.permissions().publish());
    others.forEach(other -> join.addOtherParticipants(Infos.participant(other)));
    CODECS.forEach(mime -> join.addEnabledPublishCodecs(Codec.newBuilder().setMime(mime)));
    return SignalResponse.newBuilder().setJoin(older(join)).build();
  }

  private static JoinResponse.Builder older(JoinResponse.Builder join) {
    return join.setServerVersion(VERSION);
  }

  /** Whether the client counts as connected by the peer connection that we offer. */
  static boolean mayWaitForOffer(Participant who, JoinWish wish) {
    return !wish.singlePeer() && receives(who);
  }

  /** Whether it has a peer connection from the start. */
  boolean mustConnect(Participant who, JoinWish wish) {
    return wish.singlePeer() || receives(who);
  }

  /** Who waits has the connection by which it will. */
  private static boolean receives(Participant who) {
    return who.permissions().subscribe() || who.presence() == Presence.WAITING;
  }

  /** @param lastSequence of the reliable data packets that came from the client */
  SignalResponse reconnect(long lastSequence) {
    return SignalResponse.newBuilder()
        .setReconnect(ReconnectResponse.newBuilder()
            .addAllIceServers(iceServers).setServerInfo(server()).setLastMessageSeq((int) lastSequence))
        .build();
  }

  SignalResponse room(Room room) {
    return SignalResponse.newBuilder().setRoomUpdate(RoomUpdate.newBuilder().setRoom(Infos.room(room))).build();
  }

  /** @param token with which the client comes back to the room where it is now */
  SignalResponse moved(Room room, String token, Participant who, List<Participant> others) {
    RoomMovedResponse.Builder moved = RoomMovedResponse.newBuilder()
        .setRoom(Infos.room(room)).setToken(token).setParticipant(Infos.participant(who));
    others.forEach(other -> moved.addOtherParticipants(Infos.participant(other)));
    return SignalResponse.newBuilder().setRoomMoved(moved).build();
  }

  private static ServerInfo.Builder server() {
    return ServerInfo.newBuilder().setEdition(ServerInfo.Edition.Standard).setVersion(VERSION).setProtocol(PROTOCOL);
  }
}
