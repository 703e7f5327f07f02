package io.ringcast.signaling.whip;

import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.Bodies;
import io.ringcast.signaling.http.Handling;
import io.ringcast.signaling.http.Problem;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.Rooms;
import io.ringcast.signaling.room.Session;
import io.ringcast.signaling.sdp.SessionDescription;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The resource a WHIP or WHEP answer names (RFC 9725 sections 4.2 and 4.3): DELETE ends the session, PATCH trickles candidates.
 * This side is ICE-lite and learns addresses from checks alone, so candidates are read and not used; ICE restarts are refused.
 */
final class SessionResource {
  private static final Pattern FRAGMENT_LINE = Pattern.compile("[a-z]=.*");
  private static final String ANY = "*";

  private final Rooms rooms;
  private final TokenGate gate;
  private final Scheduler scheduler;
  private final Class<? extends Session> kind;

  SessionResource(Rooms rooms, TokenGate gate, Scheduler scheduler, Class<? extends Session> kind) {
    this.rooms = rooms;
    this.gate = gate;
    this.scheduler = scheduler;
    this.kind = kind;
  }

  /** The session the path names, if the request's token speaks for its participant. */
  Session of(ServerRequest request) {
    Access access = gate.access(request);
    Session session = rooms.session(request.pathVariable("sessionId"))
        .filter(kind::isInstance)
        .filter(found -> found.room().roomId().equals(request.pathVariable("roomId")))
        .orElseThrow(() -> Problem.notFound("no-such-session", "The session has ended or never was: POST a new offer.").exception());
    if (!access.speaksFor(session.room(), session.userId())) {
      throw Problem.forbidden("not-your-session", "Use a token of the user and room that the session belongs to.").exception();
    }
    return session;
  }

  Mono<ServerResponse> delete(ServerRequest request) {
    return Handling.on(scheduler, () -> {
      rooms.leave(of(request));
      return true;
    }).flatMap(done -> ServerResponse.ok().build());
  }

  Mono<ServerResponse> patch(ServerRequest request) {
    return Handling.on(scheduler, () -> of(request))
        .flatMap(session -> Bodies.text(request, Offered.FRAGMENT, SessionDescription.SIZE_CHARS_MAX)
            .flatMap(fragment -> {
              require(request, session);
              readFragment(fragment);
              return ServerResponse.noContent().build();
            }));
  }

  private static void require(ServerRequest request, Session session) {
    List<String> matches = request.headers().header(HttpHeaders.IF_MATCH);
    if (matches.isEmpty()) {
      throw Problem.of(HttpStatus.PRECONDITION_REQUIRED, "if-match-missing", "The request needs a precondition",
          "Send If-Match with the session's ETag.").exception();
    }
    if (matches.contains(ANY)) {
      throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "no-ice-restart", "ICE restarts are not offered",
          "DELETE the session and POST a new offer.").exception();
    }
    if (!matches.contains(etag(session))) {
      throw Problem.of(HttpStatus.PRECONDITION_FAILED, "ice-generation-changed", "The session has another ICE generation",
          "Send If-Match: " + etag(session) + ".").exception();
    }
  }

  private static void readFragment(String fragment) {
    boolean readable = fragment.lines().map(String::strip).allMatch(line -> line.isEmpty() || FRAGMENT_LINE.matcher(line).matches());
    if (!readable) {
      throw Problem.badRequest("bad-fragment", "Every line of the fragment must be a letter, = and a value (RFC 8840).").exception();
    }
  }

  static String etag(Session session) {
    return "\"" + session.iceGeneration() + "\"";
  }
}
