package io.ringcast.calls.door;

import io.ringcast.calls.channel.CallJson;
import io.ringcast.calls.records.CallRecords;
import io.ringcast.calls.records.RecordCursor;
import io.ringcast.http.Fields;
import io.ringcast.http.Handling;
import io.ringcast.identity.RoomToken;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A user's history as an app's back end sees it and takes calls out of it: {@code /v1/call-users/{userId}/records}. */
final class RecordsDoor {
  private static final int PAGE_DEFAULT = 20;
  private static final String RECORDS = "/v1/call-users/{userId}/records";

  private final BackEndGate gate;
  private final CallRecords records;
  private final Scheduler scheduler;

  RecordsDoor(BackEndGate gate, CallRecords records, Scheduler scheduler) {
    this.gate = gate;
    this.records = records;
    this.scheduler = scheduler;
  }

  RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(RECORDS, this::list)
        .DELETE(RECORDS, this::delete)
        .route(RequestPredicates.path(RECORDS), Handling.only("GET, DELETE"))
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    String appId = gate.toLook(request);
    String userId = Answers.userId(request);
    CallRecords.Query query = new CallRecords.Query(
        after(request), (int) number(request, "limit", 1, CallRecords.PAGE_MAX, PAGE_DEFAULT), missed(request),
        id(request, "withUserId"), number(request, "fromMs", 0, Long.MAX_VALUE, 0),
        number(request, "toMs", 0, Long.MAX_VALUE, Long.MAX_VALUE));
    return Answers.stored(scheduler, () -> records.list(appId, userId, query)).flatMap(page ->
        Answers.json(CallJson.records(page.records(), page.next() == null ? null : page.next().text())));
  }

  private static @Nullable RecordCursor after(ServerRequest request) {
    String text = request.queryParam("after").orElse(null);
    RecordCursor after = text == null ? null : RecordCursor.of(text);
    if (text != null && after == null) {
      throw Fields.bad("after", "the next of the page before");
    }
    return after;
  }

  private static boolean missed(ServerRequest request) {
    String text = request.queryParam("missed").orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw Fields.bad("missed", "true or false");
    }
    return text.equals("true");
  }

  private static @Nullable String id(ServerRequest request, String name) {
    String id = request.queryParam(name).orElse(null);
    if (id != null && !RoomToken.isId(id)) {
      throw Fields.bad(name, "a text of 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
    return id;
  }

  private static long number(ServerRequest request, String name, long min, long max, long missing) {
    String text = request.queryParam(name).orElse(null);
    if (text == null) {
      return missing;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number that is out of range.
    }
    throw Fields.bad(name, "a whole number from " + min + " to " + max);
  }

  /** Those that are named, or all. */
  private Mono<ServerResponse> delete(ServerRequest request) {
    String appId = gate.toChange(request);
    String userId = Answers.userId(request);
    List<String> callIds = request.queryParams().getOrDefault("callId", List.of());
    if (callIds.size() > CallRecords.PAGE_MAX || !callIds.stream().allMatch(RoomToken::isId)) {
      throw Fields.bad("callId", "the id of a call, at most " + CallRecords.PAGE_MAX + " times");
    }
    return Answers.stored(scheduler, () -> callIds.isEmpty()
            ? records.deleteAll(appId, userId)
            : records.delete(appId, userId, callIds))
        .flatMap(count -> Answers.json(CallJson.deleted(count)));
  }
}
