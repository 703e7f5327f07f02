package io.ringcast.signaling.whip;

import io.ringcast.http.Bodies;
import io.ringcast.http.Handling;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.sdp.IceFragment;
import io.ringcast.signaling.sdp.IceFragmentWriter;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.sdp.SessionDescription;
import io.ringcast.signaling.session.Session;
import io.ringcast.signaling.session.Sessions;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The resource a WHIP or WHEP answer names (RFC 9725 sections 4.2 and 4.3): DELETE ends the session, PATCH trickles candidates
 * or restarts ICE (section 4.4). This side is ICE-lite and learns addresses from checks alone, so candidates are read and not used.
 */
final class SessionResource {
  private final Sessions rooms;
  private final TokenGate gate;
  private final Scheduler scheduler;
  private final Class<? extends Session> kind;

  SessionResource(Sessions rooms, TokenGate gate, Scheduler scheduler, Class<? extends Session> kind) {
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
        .orElseThrow(SessionResource::gone);
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
        .flatMap(session -> fragment(request)
            .flatMap(text -> Handling.on(scheduler, () -> patch(session, Precondition.of(request), text)))
            .flatMap(this::answer));
  }

  private static Mono<String> fragment(ServerRequest request) {
    if (Offered.SDP.equalsTypeAndSubtype(Bodies.type(request))) {
      return Mono.error(Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "no-renegotiation", "A session is not negotiated again",
          "PATCH takes " + Offered.FRAGMENT + " alone. For other media DELETE the session and POST a new offer.")
          .withHeader("Accept-Patch", Offered.FRAGMENT.toString()).exception());
    }
    return Bodies.text(request, Offered.FRAGMENT, SessionDescription.SIZE_CHARS_MAX);
  }

  /** What a PATCH did: restarted ICE, or, with neither part, nothing that needs an answer. */
  private record Patched(@Nullable Session renewed, @Nullable String answer) {
    static final Patched SILENTLY = new Patched(null, null);
  }

  private Patched patch(Session session, Precondition precondition, String text) {
    precondition.requireFor(etag(session));
    IceFragment fragment = read(text);
    IceCredentials remote = fragment.ice();
    if (!precondition.any()) {
      requireSameGeneration(session, remote);
      return Patched.SILENTLY;
    }
    if (remote == null) {
      throw Problem.badRequest("bad-fragment", "If-Match: * asks for an ICE restart: send your new a=ice-ufrag and a=ice-pwd.").exception();
    }
    Session renewed = rooms.restartIce(session, remote).orElseThrow(SessionResource::gone);
    return new Patched(renewed, IceFragmentWriter.answer(fragment, renewed.local()));
  }

  private static IceFragment read(String text) {
    try {
      return IceFragment.parse(text);
    } catch (SdpException e) {
      throw Problem.badRequest("bad-fragment", e.detail()).exception();
    }
  }

  private static void requireSameGeneration(Session session, @Nullable IceCredentials remote) {
    if (remote != null && !remote.equals(session.ice().remote())) {
      throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "restart-needs-any", "Other ICE credentials are an ICE restart",
          "Send If-Match: * to restart ICE, or the credentials of your offer to trickle candidates.").exception();
    }
  }

  private Mono<ServerResponse> answer(Patched patched) {
    if (patched.renewed() == null || patched.answer() == null) {
      return ServerResponse.noContent().build();
    }
    return ServerResponse.ok().contentType(Offered.FRAGMENT).header(HttpHeaders.ETAG, etag(patched.renewed()))
        .bodyValue(patched.answer().getBytes(StandardCharsets.UTF_8));
  }

  private static ProblemException gone() {
    return Problem.notFound("no-such-session", "The session has ended or never was: POST a new offer.").exception();
  }

  static String etag(Session session) {
    return "\"" + session.ice().tag() + "\"";
  }
}
