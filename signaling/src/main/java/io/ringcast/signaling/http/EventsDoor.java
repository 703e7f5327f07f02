package io.ringcast.signaling.http;

import io.ringcast.database.StoreException;
import io.ringcast.events.Event;
import io.ringcast.events.Events;
import io.ringcast.events.format.EventJson;
import io.ringcast.events.tail.EventPage;
import io.ringcast.events.tail.EventReader;
import io.ringcast.events.tail.Followed;
import io.ringcast.events.tail.Follower;
import io.ringcast.events.tail.TooManyFollowersException;
import io.ringcast.events.tail.UnknownCursorException;
import io.ringcast.http.Handling;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/events}: an app's events from a cursor on, as pages or as they happen, as docs/http-api.md describes them. */
public final class EventsDoor {
  private static final Logger LOG = LoggerFactory.getLogger(EventsDoor.class);
  private static final String PATH = "/v1/events";
  private static final String CURSOR_HEADER = "Last-Event-ID";
  private static final int PAGE_DEFAULT = 100;
  /** Proxies end a connection that is silent for a minute, some for half of one. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Events events;
  private final TokenGate gate;
  private final Scheduler scheduler;

  public EventsDoor(Events events, TokenGate gate, Scheduler scheduler) {
    this.events = events;
    this.gate = gate;
    this.scheduler = scheduler;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(PATH, this::get)
        .route(RequestPredicates.path(PATH), Handling.only("GET"))
        .build();
  }

  /** The token's own app and no other: nothing in the request names one. */
  private Mono<ServerResponse> get(ServerRequest request) {
    Access access = gate.access(request);
    if (!access.token().roomList()) {
      throw Problem.forbidden("may-not-list", "Get a token whose video grant has roomList.").exception();
    }
    Mono<ServerResponse> answer = request.headers().accept().contains(MediaType.TEXT_EVENT_STREAM)
        ? stream(access.appId(), request)
        : page(access.appId(), request);
    return answer
        .onErrorMap(UnknownCursorException.class, e -> Problem.notFound("unknown-event",
            "The cursor names no event that is kept: start from the oldest, without \"after\".").exception())
        .onErrorMap(StoreException.class, e -> unreadable());
  }

  private static ProblemException unreadable() {
    return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "events-unreadable", "The database does not answer", "Try again in a moment.")
        .exception();
  }

  private static @Nullable String after(ServerRequest request) {
    return request.queryParam("after").filter(cursor -> !cursor.isEmpty()).orElse(null);
  }

  private Mono<ServerResponse> page(String appId, ServerRequest request) {
    int limit = limit(request);
    return Handling.on(scheduler, () -> events.reader().read(appId, after(request), limit))
        .flatMap(page -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore())
            .bodyValue(body(page, after(request)).getBytes(StandardCharsets.UTF_8)));
  }

  private static int limit(ServerRequest request) {
    String text = request.queryParam("limit").orElse(String.valueOf(PAGE_DEFAULT));
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= EventReader.PAGE_MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      LOG.debug("a limit that is no number: {}", text.length());
    }
    throw Problem.badRequest("bad-limit", "limit is a number from 1 to " + EventReader.PAGE_MAX + ".").exception();
  }

  /** The events are JSON already; an empty page goes on from where it was asked. */
  private static String body(EventPage page, @Nullable String after) {
    String all = page.events().stream().map(EventJson::text).collect(Collectors.joining(","));
    String next = page.next().orElse(after);
    return "{\"events\":[" + all + "],\"next\":" + (next == null ? "null" : "\"" + next + "\"") + ",\"more\":" + page.more() + "}";
  }

  private Mono<ServerResponse> stream(String appId, ServerRequest request) {
    String last = request.headers().firstHeader(CURSOR_HEADER);
    String cursor = last == null || last.isEmpty() ? after(request) : last;
    return Handling.on(scheduler, () -> follow(appId, cursor))
        .flatMap(follower -> ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).cacheControl(CacheControl.noStore())
            .header("X-Accel-Buffering", "no")
            .body(BodyInserters.fromServerSentEvents(sent(follower))));
  }

  private Follower follow(String appId, @Nullable String cursor) {
    try {
      return events.tail().follow(appId, cursor);
    } catch (TooManyFollowersException e) {
      throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, "too-many-followers", "As many follow the events as may", "Close one of them first.")
          .exception();
    }
  }

  /** Each request for more waits on a thread of the scheduler's; who goes away wakes it. */
  private Flux<ServerSentEvent<String>> sent(Follower follower) {
    return Flux.<List<ServerSentEvent<String>>>generate(sink -> next(follower, sink))
        .subscribeOn(scheduler)
        .concatMapIterable(list -> list, 1)
        .startWith(comment("following"))
        .doFinally(signal -> follower.close());
  }

  private static void next(Follower follower, SynchronousSink<List<ServerSentEvent<String>>> sink) {
    try {
      switch (follower.next(HEARTBEAT)) {
        case Followed.More more when more.events().isEmpty() -> sink.next(List.of(comment("nothing new")));
        case Followed.More more -> sink.next(more.events().stream().map(EventsDoor::sent).toList());
        case Followed.Ended ended -> {
          sink.next(List.of(comment("ended: " + ended.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
          sink.complete();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sink.complete();
    } catch (StoreException e) {
      LOG.warn("events are followed no further: {}", e.getMessage());
      sink.complete();
    }
  }

  private static ServerSentEvent<String> comment(String text) {
    return ServerSentEvent.<String>builder().comment(text).build();
  }

  private static ServerSentEvent<String> sent(Event event) {
    return ServerSentEvent.<String>builder(EventJson.text(event)).id(event.id()).event(event.happening().label()).build();
  }
}
