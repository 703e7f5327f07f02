package io.ringcast.signaling.http;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.signaling.session.Publishing;
import io.ringcast.signaling.session.RoomView;
import io.ringcast.signaling.session.Sessions;
import io.ringcast.signaling.session.Session;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/rooms} and {@code GET /v1/rooms/{roomId}}: rooms and their figures, as docs/http-api.md describes them. */
public final class RoomsDoor {
  private static final String LIST = "/v1/rooms";
  private static final String ONE = LIST + "/{roomId}";
  private static final Duration REPORT_WAIT = Duration.ofSeconds(2);

  private final Sessions rooms;
  private final TokenGate gate;
  private final Scheduler scheduler;

  public RoomsDoor(Sessions rooms, TokenGate gate, Scheduler scheduler) {
    this.rooms = rooms;
    this.gate = gate;
    this.scheduler = scheduler;
  }

  record RoomList(List<RoomLine> rooms) {}

  record RoomLine(String roomId, int publishers, int watchers, List<String> streams) {
    static RoomLine of(RoomView room) {
      List<String> streams = room.publishers().stream().map(publisher -> publisher.stream().streamId()).toList();
      return new RoomLine(room.key().roomId(), streams.size(), room.sessions().size() - streams.size(), streams);
    }
  }

  record RoomDetail(String roomId, List<SpeakerDetail> speakers, List<ParticipantDetail> participants) {}

  record SpeakerDetail(String publicationId, int level) {}

  /**
   * @param role {@code publisher} or {@code watcher}
   * @param remoteAddress null for a caller that only takes part
   */
  record ParticipantDetail(
      String userId,
      String role,
      String streamId,
      String peerId,
      String state,
      @Nullable String remoteAddress,
      double rttMs,
      List<PublicationDetail> publications,
      List<SubscriptionDetail> subscriptions,
      Map<DropReason, Long> drops) {}

  record PublicationDetail(
      String publicationId, MediaKind kind, Codec codec, boolean muted, int audioLevel, List<LayerReport> layers) {
    static PublicationDetail of(PublicationReport report) {
      return new PublicationDetail(
          report.publication().value(), report.kind(), report.codec(), report.muted(), report.audioLevel(), report.layers());
    }
  }

  record SubscriptionDetail(
      long subscriptionId,
      String publicationId,
      Layer wanted,
      @Nullable Layer sending,
      long packets,
      long bytes,
      long bitrateBps,
      double fractionLost,
      double jitterMs,
      long nacksReceived,
      long packetsRetransmitted,
      long keyframesRequested) {
    static SubscriptionDetail of(SubscriptionReport report) {
      return new SubscriptionDetail(
          report.subscription().value(), report.publication().value(), report.wanted(), report.sending(), report.packets(),
          report.bytes(), report.bitrateBps(), report.fractionLost(), report.jitterMs(), report.nacksReceived(),
          report.packetsRetransmitted(), report.keyframesRequested());
    }
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(LIST, this::list)
        .route(RequestPredicates.path(LIST), Handling.only("GET"))
        .GET(ONE, this::one)
        .route(RequestPredicates.path(ONE), Handling.only("GET"))
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    Access access = gate.access(request);
    if (!access.token().roomList()) {
      throw Problem.forbidden("may-not-list", "Get a token whose video grant has roomList.").exception();
    }
    return Handling.on(scheduler, () -> rooms.roomsOf(access.appId()))
        .flatMap(views -> json(new RoomList(
            views.stream().map(RoomLine::of).sorted(Comparator.comparing(RoomLine::roomId)).toList())));
  }

  private Mono<ServerResponse> one(ServerRequest request) {
    Access access = gate.access(request);
    String roomId = request.pathVariable("roomId");
    boolean operator = access.token().roomList() || access.administers(roomId);
    RoomKey key = operator ? new RoomKey(access.appId(), roomId) : access.toJoin(roomId);
    return Handling.on(scheduler, () -> rooms.room(key)
            .orElseThrow(() -> Problem.notFound("no-such-room", "Room " + roomId + " has nobody in it: it opens with its first publisher.")
                .exception()))
        .flatMap(view -> Mono.fromFuture(() -> rooms.report(key)).timeout(REPORT_WAIT)
            .flatMap(report -> json(detail(view, report, operator))));
  }

  private static RoomDetail detail(RoomView view, RoomReport report, boolean operator) {
    Map<PeerId, PeerReport> peers = report.peers().stream().collect(Collectors.toMap(PeerReport::peer, Function.identity(), (a, b) -> a));
    return new RoomDetail(
        view.key().roomId(),
        view.speakers().stream().map(speaker -> new SpeakerDetail(speaker.publication().value(), speaker.level())).toList(),
        view.sessions().stream().map(session -> participant(session, peers.get(session.peer()), operator)).toList());
  }

  private static ParticipantDetail participant(Session session, @Nullable PeerReport found, boolean operator) {
    PeerReport report = found != null
        ? found
        : new PeerReport(session.peer(), "UNKNOWN", "", -1, List.of(), List.of(), Map.of());
    return new ParticipantDetail(
        session.userId(),
        session instanceof Publishing ? "publisher" : "watcher",
        session.stream().streamId(),
        session.peer().value(),
        report.state(),
        operator ? report.remoteAddress() : null,
        report.rttMs(),
        report.publications().stream().map(PublicationDetail::of).toList(),
        report.subscriptions().stream().map(SubscriptionDetail::of).toList(),
        report.drops());
  }

  private static Mono<ServerResponse> json(Object body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Json.bytes(body));
  }
}
