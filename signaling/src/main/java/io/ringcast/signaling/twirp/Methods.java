package io.ringcast.signaling.twirp;

import com.google.protobuf.Message;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.room.RoomRefusedException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be called by which name, and what LiveKit has and this server has not. */
final class Methods {
  static final String ROOM_SERVICE = "livekit.RoomService";
  /** What LiveKit's other services are for. */
  private static final Map<String, String> OTHER_SERVICES = Map.of(
      "livekit.Egress", "recording and streaming of rooms (Egress)",
      "livekit.Ingress", "ingestion of streams (Ingress); publish by WHIP instead",
      "livekit.SIP", "telephony (SIP)",
      "livekit.AgentDispatchService", "the dispatch of agents",
      "livekit.Connector", "connectors to telephony providers",
      "livekit.PhoneNumberService", "phone numbers");

  private final Map<String, Method<?>> calls;

  /** @param calls RoomService's by their names */
  Methods(Map<String, Method<?>> calls) {
    this.calls = Map.copyOf(calls);
  }

  /** What a call does; for threads that may wait. */
  @FunctionalInterface
  interface Call<I extends Message> {
    Message answer(Access access, I request) throws RoomRefusedException;
  }

  /** @param prototype an empty request */
  record Method<I extends Message>(I prototype, Call<I> call) {
    Message answer(Access access, Message request) throws RoomRefusedException {
      return call.answer(access, request(request));
    }

    /** The request is read by the prototype's own parser. */
    @SuppressWarnings("unchecked")
    private I request(Message request) {
      return (I) request;
    }
  }

  /** RoomService's calls that this server has. */
  Set<String> names() {
    return calls.keySet();
  }

  /** The method of a path {@code service/method}; null when neither LiveKit nor this server has it. */
  @Nullable Method<?> find(String service, String name) {
    if (service.equals(ROOM_SERVICE)) {
      return calls.get(name);
    }
    return missing(OTHER_SERVICES.get(service));
  }

  private static @Nullable Method<?> missing(@Nullable String what) {
    return what == null ? null : new Method<>(com.google.protobuf.Empty.getDefaultInstance(), (access, request) -> {
      throw new TwirpException(TwirpCode.UNIMPLEMENTED, "This server does not have " + what + ".");
    });
  }
}
