package io.ringcast.signaling.whip;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.IceServer;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.session.Caller;
import io.ringcast.signaling.session.Publishing;
import io.ringcast.signaling.session.Sessions;
import io.ringcast.signaling.session.Stream;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** WHIP (RFC 9725): one POST publishes a stream into a room. */
public final class WhipDoor {
  private static final String DOOR = "/whip";
  private static final String ENDPOINT = DOOR + "/{roomId}";
  private static final String RESOURCE = ENDPOINT + "/{sessionId}";

  private final Sessions rooms;
  private final TokenGate gate;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final List<IceServer> iceServers;
  private final SessionResource resource;

  public WhipDoor(Sessions rooms, TokenGate gate, Scheduler scheduler, RandomGenerator random, List<IceServer> iceServers) {
    this.rooms = rooms;
    this.gate = gate;
    this.scheduler = scheduler;
    this.random = random;
    this.iceServers = List.copyOf(iceServers);
    this.resource = new SessionResource(rooms, gate, scheduler, Publishing.class);
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST(ENDPOINT, this::post)
        .OPTIONS(ENDPOINT, request -> options(HttpHeaders.ALLOW, "POST, OPTIONS"))
        .route(RequestPredicates.path(ENDPOINT), Handling.only("POST, OPTIONS"))
        .PATCH(RESOURCE, resource::patch)
        .DELETE(RESOURCE, resource::delete)
        .OPTIONS(RESOURCE, request -> options(HttpHeaders.ALLOW, "PATCH, DELETE, OPTIONS"))
        .route(RequestPredicates.path(RESOURCE), Handling.only("PATCH, DELETE, OPTIONS"))
        .build();
  }

  static Mono<ServerResponse> options(String header, String value) {
    return ServerResponse.ok()
        .header(header, value)
        .header("Accept-Post", Offered.SDP.toString())
        .header("Accept-Patch", Offered.FRAGMENT.toString())
        .build();
  }

  private Mono<ServerResponse> post(ServerRequest request) {
    Access access = gate.access(request);
    RoomKey room = access.toPublish(request.pathVariable("roomId"));
    return Bodies.text(request, Offered.SDP, SessionDescription.SIZE_CHARS_MAX)
        .flatMap(offer -> Handling.on(scheduler, () -> publish(room, Offered.by(request, access.token()), offer)))
        .flatMap(created -> created.response(DOOR, iceServers.stream().map(IceServer::link).toList()));
  }

  private Created publish(RoomKey room, Caller who, String offer) {
    try {
      String streamId = Stream.mainOf(who.userId());
      PublishNegotiation negotiation = PublishNegotiation.of(SessionDescription.parse(offer), streamId);
      Publishing session = rooms.publish(room, who, streamId, negotiation.remote(), negotiation.publications());
      return new Created(session, negotiation.answer(session.local(), random.nextLong(Long.MAX_VALUE)));
    } catch (SdpException e) {
      throw Offered.refused(e);
    } catch (RoomRefusedException e) {
      throw Offered.refused(e);
    }
  }
}
