package io.ringcast.calls.door;

import io.ringcast.calls.channel.CallJson;
import io.ringcast.calls.channel.HabitsChange;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.calls.push.PushAddresses;
import io.ringcast.http.Bodies;
import io.ringcast.http.Fields;
import io.ringcast.http.Handling;
import io.ringcast.identity.RoomToken;
import java.util.List;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What an app's back end asks of calls in progress and of users: {@code /v1/calls}, {@code /v1/call-users}, as docs/calls.md describes. */
final class BackEndDoor {
  /** Users of one question. */
  static final int USERS_MAX = 1_000;
  private static final int BODY_BYTES_MAX = 64 * 1024;
  private static final int LIST_MAX = 100;
  private static final String CALLS = "/v1/calls";
  private static final String CALL = CALLS + "/{callId}";
  private static final String USERS = "/v1/call-users";
  private static final String QUERY = USERS + "/query";
  private static final String USER = USERS + "/{userId}";
  private static final String HABITS = USER + "/habits";

  private final BackEndGate gate;
  private final Exchanges exchanges;
  private final PushAddresses addresses;
  private final Scheduler scheduler;

  BackEndDoor(BackEndGate gate, Exchanges exchanges, PushAddresses addresses, Scheduler scheduler) {
    this.gate = gate;
    this.exchanges = exchanges;
    this.addresses = addresses;
    this.scheduler = scheduler;
  }

  RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(CALLS, this::calls)
        .route(RequestPredicates.path(CALLS), Handling.only("GET"))
        .GET(CALL, this::call)
        .DELETE(CALL, this::end)
        .route(RequestPredicates.path(CALL), Handling.only("GET, DELETE"))
        .POST(QUERY, this::query)
        .route(RequestPredicates.path(QUERY), Handling.only("POST"))
        .GET(USER, this::user)
        .DELETE(USER, this::erase)
        .route(RequestPredicates.path(USER), Handling.only("GET, DELETE"))
        .GET(HABITS, this::habits)
        .PATCH(HABITS, this::setHabits)
        .route(RequestPredicates.path(HABITS), Handling.only("GET, PATCH"))
        .build();
  }

  private Mono<ServerResponse> calls(ServerRequest request) {
    return CallProblems.answer(exchanges.of(gate.toLook(request)).calls()).flatMap(all -> Answers.json(CallJson.calls(all)));
  }

  private Mono<ServerResponse> call(ServerRequest request) {
    return CallProblems.answer(exchanges.of(gate.toLook(request)).call(request.pathVariable("callId")))
        .flatMap(call -> Answers.json(CallJson.call(call)));
  }

  private Mono<ServerResponse> end(ServerRequest request) {
    return CallProblems.answer(exchanges.of(gate.toChange(request)).end(request.pathVariable("callId")))
        .then(ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> query(ServerRequest request) {
    String appId = gate.toLook(request);
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX)
        .map(body -> ids(Fields.of(body, "userIds"), "userIds", USERS_MAX))
        .flatMap(userIds -> CallProblems.answer(exchanges.of(appId).users(userIds)))
        .flatMap(users -> Answers.json(CallJson.users(users)));
  }

  private static List<String> ids(Fields fields, String name, int most) {
    List<String> ids = Objects.requireNonNullElse(fields.texts(name), List.of());
    if (ids.size() > most || !ids.stream().allMatch(RoomToken::isId)) {
      throw Fields.bad(name, "a list of at most " + most + " ids of 1 to " + RoomToken.ID_CHARS_MAX + " characters");
    }
    return ids;
  }

  private Mono<ServerResponse> user(ServerRequest request) {
    return CallProblems.answer(exchanges.of(gate.toLook(request)).users(List.of(Answers.userId(request))))
        .flatMap(users -> Answers.json(CallJson.user(users.getFirst())));
  }

  /** What others have of the user's calls stays, without the name. */
  private Mono<ServerResponse> erase(ServerRequest request) {
    String appId = gate.toChange(request);
    String userId = Answers.userId(request);
    return CallProblems.answer(exchanges.of(appId).erase(userId))
        .then(Answers.stored(scheduler, () -> {
          addresses.removeAll(appId, userId);
          return userId;
        }))
        .then(ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> habits(ServerRequest request) {
    return CallProblems.answer(exchanges.of(gate.toLook(request)).habits(Answers.userId(request)))
        .flatMap(habits -> Answers.json(CallJson.habits(habits)));
  }

  private Mono<ServerResponse> setHabits(ServerRequest request) {
    String appId = gate.toChange(request);
    String userId = Answers.userId(request);
    return Bodies.text(request, MediaType.APPLICATION_JSON, BODY_BYTES_MAX)
        .map(BackEndDoor::change)
        .flatMap(change -> CallProblems.answer(exchanges.of(appId).changeHabits(userId, change::of)))
        .flatMap(habits -> Answers.json(CallJson.habits(habits)));
  }

  private static HabitsChange change(String body) {
    Fields fields = Fields.of(body, "callWaiting", "doNotDisturb", "block", "unblock");
    return new HabitsChange(fields.flag("callWaiting"), fields.flag("doNotDisturb"), ids(fields, "block", LIST_MAX),
        ids(fields, "unblock", LIST_MAX));
  }
}
