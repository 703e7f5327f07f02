package io.ringcast.signaling.whip;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.IceServer;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.sdp.PlayNegotiation;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SentStream;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.session.Caller;
import io.ringcast.signaling.session.Sessions;
import io.ringcast.signaling.session.Stream;
import io.ringcast.signaling.session.Watching;
import io.ringcast.signaling.session.Watching.Subscribed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** WHEP (draft-ietf-wish-whep-04): one POST watches a room's stream; with the layer extension of the draft's earlier revisions. */
public final class WhepDoor {
  private static final String DOOR = "/whep";
  private static final String ENDPOINT = DOOR + "/{roomId}";
  private static final String STREAM = ENDPOINT + "/{streamId}";
  private static final String RESOURCE = ENDPOINT + "/{sessionId}";
  private static final String LAYER = RESOURCE + "/layer";
  private static final String LAYER_RELATION = "urn:ietf:params:whep:ext:core:layer";

  private final Sessions rooms;
  private final RoomMixes mixes;
  private final TokenGate gate;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final List<IceServer> iceServers;
  private final boolean transportCc;
  private final SessionResource resource;
  private final LayerResource layers;

  /** @param transportCc whether viewers that offer transport-wide feedback are asked for it */
  public WhepDoor(Sessions rooms, RoomMixes mixes, TokenGate gate, Scheduler scheduler, RandomGenerator random,
      List<IceServer> iceServers, boolean transportCc) {
    this.rooms = rooms;
    this.mixes = mixes;
    this.gate = gate;
    this.scheduler = scheduler;
    this.random = random;
    this.iceServers = List.copyOf(iceServers);
    this.transportCc = transportCc;
    this.resource = new SessionResource(rooms, gate, scheduler, Watching.class);
    this.layers = new LayerResource(rooms, resource, scheduler);
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST(ENDPOINT, request -> post(request, null))
        .OPTIONS(ENDPOINT, request -> WhipDoor.options(HttpHeaders.ALLOW, "POST, OPTIONS"))
        .route(RequestPredicates.path(ENDPOINT), Handling.only("POST, OPTIONS"))
        .POST(STREAM, request -> post(request, request.pathVariable("streamId")))
        .PATCH(RESOURCE, resource::patch)
        .DELETE(RESOURCE, resource::delete)
        .OPTIONS(RESOURCE, request -> WhipDoor.options(HttpHeaders.ALLOW, "POST, PATCH, DELETE, OPTIONS"))
        .route(RequestPredicates.path(RESOURCE), Handling.only("POST, PATCH, DELETE, OPTIONS"))
        .GET(LAYER, layers::get)
        .POST(LAYER, layers::post)
        .route(RequestPredicates.path(LAYER), Handling.only("GET, POST"))
        .build();
  }

  private Mono<ServerResponse> post(ServerRequest request, @Nullable String streamId) {
    Access access = gate.access(request);
    RoomKey room = access.toSubscribe(request.pathVariable("roomId"));
    return Bodies.text(request, Offered.SDP, SessionDescription.SIZE_CHARS_MAX)
        .flatMap(offer -> Handling.on(scheduler, () -> watch(room, streamId, Offered.by(request, access.token()), offer)))
        .flatMap(created -> created.response(DOOR, links(created)));
  }

  private List<String> links(Created created) {
    List<String> links = new ArrayList<>(iceServers.stream().map(IceServer::link).toList());
    links.add("<" + created.path(DOOR) + "/layer>; rel=\"" + LAYER_RELATION + "\"");
    return links;
  }

  private Created watch(RoomKey room, @Nullable String streamId, Caller who, String offer) {
    try {
      SessionDescription description = SessionDescription.parse(offer);
      if (streamId == null) {
        mixes.onWatched(room);
      }
      Stream stream = rooms.stream(room, streamId);
      PlayNegotiation negotiation = PlayNegotiation.of(description, stream.publications(), transportCc);
      Watching session = rooms.watch(room, who, stream, negotiation.remote(), negotiation.subscriptions());
      return new Created(session, negotiation.answer(session.local(), random.nextLong(Long.MAX_VALUE), sent(session)));
    } catch (SdpException e) {
      throw Offered.refused(e);
    } catch (RoomRefusedException e) {
      throw Offered.refused(e);
    }
  }

  private static Map<String, SentStream> sent(Watching session) {
    Map<String, SentStream> sent = new HashMap<>();
    Stream stream = session.stream();
    for (Subscribed one : session.subscriptions()) {
      sent.put(one.mid(), new SentStream(
          stream.streamId(), one.publication().id().value(), stream.cname(), one.handle().ssrc(), one.handle().rtxSsrc()));
    }
    return sent;
  }
}
