package io.ringcast.signaling.whip;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Problem;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.IceServer;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.live.LiveUrls;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.Tags;
import io.ringcast.signaling.sdp.PublishNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.session.Caller;
import io.ringcast.signaling.session.Publishing;
import io.ringcast.signaling.session.Sessions;
import io.ringcast.signaling.session.Stream;
import java.util.ArrayList;
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
  private static final String STREAM_RELATION = "urn:ringcast:relation:live";
  private static final String ROOM_RELATION = "urn:ringcast:relation:room-live";

  private final Sessions rooms;
  private final TokenGate gate;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final List<IceServer> iceServers;
  private final LiveUrls live;
  private final SessionResource resource;

  public WhipDoor(Sessions rooms, TokenGate gate, Scheduler scheduler, RandomGenerator random, List<IceServer> iceServers,
      LiveUrls live) {
    this.rooms = rooms;
    this.gate = gate;
    this.scheduler = scheduler;
    this.random = random;
    this.iceServers = List.copyOf(iceServers);
    this.live = live;
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
    String tag = tag(request);
    return Bodies.text(request, Offered.SDP, SessionDescription.SIZE_CHARS_MAX)
        .flatMap(offer -> Handling.on(scheduler, () -> publish(room, Offered.by(request, access.token()), tag, offer)))
        .flatMap(created -> created.response(DOOR, links(request, room, Stream.idOf(access.token().userId(), tag))));
  }

  /** What the publisher uses, and where its stream and its room's are played. */
  private List<String> links(ServerRequest request, RoomKey room, String streamId) {
    List<String> links = new ArrayList<>(iceServers.stream().map(IceServer::link).toList());
    links.addAll(live.of(room, streamId, request).links(STREAM_RELATION));
    links.addAll(live.of(room, null, request).links(ROOM_RELATION));
    return links;
  }

  /** What the publisher calls its stream. */
  private static String tag(ServerRequest request) {
    String tag = request.queryParam("tag").orElse(Tags.MAIN);
    if (!Tags.allows(tag)) {
      throw Problem.badRequest("bad-tag", "A tag has 1 to 64 letters, digits, dots and hyphens.").exception();
    }
    return tag;
  }

  private Created publish(RoomKey room, Caller who, String tag, String offer) {
    try {
      PublishNegotiation negotiation = PublishNegotiation.of(SessionDescription.parse(offer), Stream.idOf(who.userId(), tag));
      Publishing session = rooms.publish(room, who, tag, negotiation.remote(), negotiation.publications());
      return new Created(session, negotiation.answer(session.local(), random.nextLong(Long.MAX_VALUE)));
    } catch (SdpException e) {
      throw Offered.refused(e);
    } catch (RoomRefusedException e) {
      throw Offered.refused(e);
    }
  }
}
