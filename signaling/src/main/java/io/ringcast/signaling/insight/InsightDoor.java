package io.ringcast.signaling.insight;

import io.ringcast.http.Fields;
import io.ringcast.http.Handling;
import io.ringcast.http.Json;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.RoomProblems;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.insight.InsightPages.MemberPage;
import io.ringcast.signaling.insight.InsightPages.Overview;
import io.ringcast.signaling.insight.InsightPages.RoomLine;
import io.ringcast.signaling.insight.InsightPages.RoomPage;
import io.ringcast.signaling.insight.InsightPages.Sort;
import io.ringcast.signaling.insight.InsightPages.Wish;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code /v1/insight…}: rooms, their members by trouble, and one member, who can be taken out, as docs/dashboard.md describes them. */
public final class InsightDoor {
  private static final String ALL = "/v1/insight";
  private static final String ROOM = ALL + "/rooms/{roomId}";
  private static final String MEMBER = ROOM + "/members/{participantId}";
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(2);
  static final int ROOMS_MAX = 500;
  private static final int MEMBERS_USUAL = 100;
  private static final int MEMBERS_MAX = 500;

  private final Rooms rooms;
  private final TokenGate gate;
  private final Scheduler scheduler;
  private final Insights insights;

  /** @param executor does the sums of rooms, which take a few milliseconds in large ones */
  public InsightDoor(Rooms rooms, TokenGate gate, Scheduler scheduler, Executor executor) {
    this.rooms = rooms;
    this.gate = gate;
    this.scheduler = scheduler;
    insights = new Insights(executor);
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(ALL, this::overview)
        .route(RequestPredicates.path(ALL), Handling.only("GET"))
        .GET(ROOM, this::room)
        .route(RequestPredicates.path(ROOM), Handling.only("GET"))
        .GET(MEMBER, this::member)
        .DELETE(MEMBER, this::remove)
        .route(RequestPredicates.path(MEMBER), Handling.only("GET, DELETE"))
        .build();
  }

  private Mono<ServerResponse> overview(ServerRequest request) {
    Access access = operator(request);
    List<RoomHost> all = rooms.of(access.appId());
    return Flux.fromIterable(insights.inTurn(all).stream().limit(ROOMS_MAX).toList())
        .flatMap(host -> snapshot(host).map(RoomLine::of).onErrorComplete())
        .collectSortedList(Comparator.comparing(RoomLine::roomId))
        .flatMap(lines -> json(new Overview(access.appId(), lines, all.size() - lines.size())));
  }

  private Mono<ServerResponse> room(ServerRequest request) {
    RoomHost host = host(request);
    Wish wish = new Wish(sort(request), request.queryParam("find").orElse(""), number(request, "offset", 0, Integer.MAX_VALUE, 0),
        number(request, "limit", 1, MEMBERS_MAX, MEMBERS_USUAL));
    return snapshot(host).flatMap(snapshot -> json(RoomPage.of(snapshot, wish)));
  }

  private Mono<ServerResponse> member(ServerRequest request) {
    RoomHost host = host(request);
    String participantId = request.pathVariable("participantId");
    return snapshot(host).flatMap(snapshot -> json(MemberPage.of(snapshot, participantId).orElseThrow(InsightDoor::nobody)));
  }

  /** Ends one stay, by whatever door it came in: WHEP players too, whom other calls do not name. */
  private Mono<ServerResponse> remove(ServerRequest request) {
    Access access = gate.access(request);
    String roomId = request.pathVariable("roomId");
    String participantId = request.pathVariable("participantId");
    if (!access.administers(roomId)) {
      throw Problem.forbidden("may-not-administer", "Get a token whose video grant has roomAdmin for this room.").exception();
    }
    RoomKey key = new RoomKey(access.appId(), roomId);
    return Handling.on(scheduler, () -> rooms.change(key, (host, room) -> {
      Participant who = room.member(participantId);
      if (who == null || !who.presence().told()) {
        throw nobody();
      }
      room.leave(who, LeaveReason.REMOVED, host.nowMs());
      return true;
    }).orElseThrow(() -> notOpen(roomId)))
        .onErrorMap(RoomRefusedException.class, RoomProblems::of)
        .flatMap(done -> ServerResponse.noContent().build());
  }

  private static ProblemException nobody() {
    return Problem.notFound("no-such-participant", "Nobody in the room has this participantId: who comes again has another.").exception();
  }

  private static ProblemException notOpen(String roomId) {
    return Problem.notFound("no-such-room", "Room " + roomId + " is not open.").exception();
  }

  private Access operator(ServerRequest request) {
    Access access = gate.access(request);
    if (!access.token().roomList()) {
      throw Problem.forbidden("may-not-list", "Get a token whose video grant has roomList.").exception();
    }
    return access;
  }

  /** A room of the token's own app. */
  private RoomHost host(ServerRequest request) {
    String roomId = request.pathVariable("roomId");
    return rooms.find(new RoomKey(operator(request).appId(), roomId)).orElseThrow(() -> notOpen(roomId));
  }

  private Mono<Snapshot> snapshot(RoomHost host) {
    return Mono.fromFuture(() -> insights.of(host), true).timeout(ANSWER_WAIT).publishOn(scheduler)
        .onErrorMap(RoomHost.BusyException.class, e -> Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "room-busy",
            "The room has too much to do", "Try again in a moment.").exception());
  }

  private static Sort sort(ServerRequest request) {
    String name = request.queryParam("sort").orElse(Sort.TROUBLE.name());
    for (Sort sort : Sort.values()) {
      if (sort.name().equals(name.toUpperCase(Locale.ROOT))) {
        return sort;
      }
    }
    throw Fields.bad("sort", "one of trouble, loss, rtt, repeats, below, rate, name, joined");
  }

  private static int number(ServerRequest request, String name, int min, int max, int missing) {
    String text = request.queryParam(name).orElse(String.valueOf(missing));
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw Fields.bad(name, "a number from " + min + " to " + max);
  }

  private static Mono<ServerResponse> json(Object body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore()).bodyValue(Json.bytes(body));
  }
}
