package io.ringcast.signaling.twirp;

import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.livekit.DataPackets;
import io.ringcast.signaling.room.Delivery;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.CallFailedException;
import io.ringcast.signaling.room.host.CallFailure;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.UserPacket;
import livekit.LivekitRoom.PerformRpcRequest;
import livekit.LivekitRoom.PerformRpcResponse;
import livekit.LivekitRoom.SendDataRequest;
import livekit.LivekitRoom.SendDataResponse;

/** RoomService's calls that send data to participants, an administrator's. For threads that may wait. */
final class DataCalls {
  /** What SDKs take in one call. */
  static final int PAYLOAD_BYTES_MAX = 15 * 1024;
  static final int ANSWERED_WITHIN_MS = 10_000;
  /** Each waits on a thread of its own. */
  static final int ANSWERED_WITHIN_MS_MAX = 600_000;
  /** What the packet around the data takes, its topic and its destinations left out. */
  private static final int ENVELOPE_BYTES = 256;

  private final Rooms rooms;
  private final RandomGenerator random;

  DataCalls(Rooms rooms, RandomGenerator random) {
    this.rooms = rooms;
    this.random = random;
  }

  @SuppressWarnings("deprecation")
  SendDataResponse send(Access access, SendDataRequest request) throws RoomRefusedException {
    RoomKey key = Admission.toAdminister(access, request.getRoom());
    if (request.getSerializedSize() + ENVELOPE_BYTES > PeerData.MESSAGE_BYTES_MAX) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "A message has at most " + PeerData.MESSAGE_BYTES_MAX + " bytes in all.");
    }
    if (request.getTopic().equals(DataPackets.SERVER_TOPIC)) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "The topic " + DataPackets.SERVER_TOPIC + " is the server's own.");
    }
    UserPacket.Builder user = UserPacket.newBuilder()
        .setPayload(request.getData())
        .addAllDestinationSids(request.getDestinationSidsList())
        .addAllDestinationIdentities(request.getDestinationIdentitiesList())
        .setNonce(request.getNonce());
    if (request.hasTopic()) {
      user.setTopic(request.getTopic());
    }
    Delivery delivery = request.getKind() == DataPacket.Kind.LOSSY ? Delivery.LOSSY : Delivery.RELIABLE;
    boolean sent = rooms.enterOpen(key, (host, room) -> room.data().send(DataPackets.fromServer(user.build(), delivery), host.nowMs()))
        .orElseThrow(() -> new TwirpException(TwirpCode.NOT_FOUND, "There is no room " + request.getRoom() + "."));
    if (!sent) {
      throw new TwirpException(TwirpCode.RESOURCE_EXHAUSTED, "Too many messages wait for slow readers: try again in a moment.");
    }
    return SendDataResponse.getDefaultInstance();
  }

  PerformRpcResponse call(Access access, PerformRpcRequest request) throws RoomRefusedException {
    RoomKey key = Admission.toAdminister(access, request.getRoom());
    String userId = request.getDestinationIdentity();
    if (userId.isEmpty()) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "destination_identity is required.");
    }
    long withinMs = Integer.toUnsignedLong(request.getResponseTimeoutMs());
    if (withinMs > ANSWERED_WITHIN_MS_MAX) {
      throw new TwirpException(TwirpCode.INVALID_ARGUMENT, "response_timeout_ms is at most " + ANSWERED_WITHIN_MS_MAX + ".");
    }
    if (request.getPayload().getBytes(StandardCharsets.UTF_8).length > PAYLOAD_BYTES_MAX) {
      throw failed(new CallFailedException(CallFailure.REQUEST_TOO_LARGE));
    }
    CompletableFuture<String> answer = rooms.enterOpen(key, (host, room) -> {
      Participant who = room.user(userId);
      return who == null ? Optional.<CompletableFuture<String>>empty() : Optional.of(call(host, who, request, withinMs));
    }).flatMap(found -> found)
        .orElseThrow(() -> new TwirpException(TwirpCode.NOT_FOUND, "Nobody with this identity is in room " + request.getRoom() + "."));
    try {
      return PerformRpcResponse.newBuilder().setPayload(answer.join()).build();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CallFailedException failure ? failed(failure) : e;
    }
  }

  private CompletableFuture<String> call(RoomHost host, Participant who, PerformRpcRequest request, long withinMs) {
    String id = "RPC_" + Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX)
        + Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    long answeredWithinMs = withinMs == 0 ? ANSWERED_WITHIN_MS : withinMs;
    return host.calls().call(
        who, id, DataPackets.callFromServer(who, id, request.getMethod(), request.getPayload(), answeredWithinMs), answeredWithinMs);
  }

  /** As LiveKit's server says it: the number in the message, the kind in the code. */
  private static TwirpException failed(CallFailedException e) {
    TwirpCode code = switch (CallFailure.of(e.code())) {
      case CONNECTION_TIMEOUT, RESPONSE_TIMEOUT -> TwirpCode.CANCELED;
      case RECIPIENT_DISCONNECTED -> TwirpCode.UNAVAILABLE;
      case RECIPIENT_NOT_FOUND -> TwirpCode.NOT_FOUND;
      case UNSUPPORTED_METHOD -> TwirpCode.INVALID_ARGUMENT;
      case REQUEST_TOO_LARGE, RESPONSE_TOO_LARGE -> TwirpCode.MALFORMED;
      case UNSUPPORTED_SERVER, UNSUPPORTED_VERSION -> TwirpCode.UNIMPLEMENTED;
      case APPLICATION_ERROR, SEND_FAILED -> TwirpCode.INTERNAL;
    };
    return new TwirpException(code, "RpcError " + e.code() + ": " + e.getMessage());
  }
}
