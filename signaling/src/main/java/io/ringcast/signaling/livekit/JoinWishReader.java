package io.ringcast.signaling.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.http.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.WrappedJoinRequest;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads a client's wish from the request that opens its WebSocket: query parameters (v0), a packed message (v1). */
final class JoinWishReader {
  /** An offer with room for dozens of sections. */
  private static final int JOIN_BYTES_MAX = 256 * 1024;

  private JoinWishReader() {}

  static JoinWish read(ServerRequest request, boolean singlePeer) {
    return request.queryParam("join_request").map(packed -> of(unpack(packed), singlePeer)).orElseGet(() -> ofQuery(request, singlePeer));
  }

  private static JoinWish ofQuery(ServerRequest request, boolean singlePeer) {
    return new JoinWish(
        singlePeer,
        isTrue(request, "reconnect", false),
        request.queryParam("sid").orElse(""),
        isTrue(request, "auto_subscribe", true),
        number(request.queryParam("protocol").orElse("")),
        null, List.of(), null);
  }

  private static JoinWish of(JoinRequest join, boolean singlePeer) {
    return new JoinWish(
        singlePeer,
        join.getReconnect(),
        join.getParticipantSid(),
        !join.hasConnectionSettings() || join.getConnectionSettings().getAutoSubscribe(),
        join.getClientInfo().getProtocol(),
        join.hasPublisherOffer() ? join.getPublisherOffer() : null,
        join.getAddTrackRequestsList(),
        join.hasSyncState() ? join.getSyncState() : null);
  }

  private static JoinRequest unpack(String packed) {
    try {
      WrappedJoinRequest wrapped = WrappedJoinRequest.parseFrom(base64(packed));
      byte[] bytes = wrapped.getJoinRequest().toByteArray();
      return JoinRequest.parseFrom(wrapped.getCompression() == WrappedJoinRequest.Compression.GZIP ? inflate(bytes) : bytes);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw unreadable();
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /** URL-safe or not, padded or not: clients differ. */
  private static byte[] base64(String text) {
    return Base64.getUrlDecoder().decode(text.replace('+', '-').replace(' ', '-').replace('/', '_').replace("=", ""));
  }

  private static byte[] inflate(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] inflated = in.readNBytes(JOIN_BYTES_MAX + 1);
      if (inflated.length > JOIN_BYTES_MAX) {
        throw Problem.badRequest("join-too-large", "join_request must not inflate to more than " + JOIN_BYTES_MAX + " bytes.").exception();
      }
      return inflated;
    }
  }

  private static RuntimeException unreadable() {
    return Problem.badRequest("bad-join-request", "join_request cannot be read: send a WrappedJoinRequest in URL-safe base64.").exception();
  }

  private static boolean isTrue(ServerRequest request, String name, boolean missing) {
    return request.queryParam(name).map(value -> value.equals("1") || value.equalsIgnoreCase("true")).orElse(missing);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
