package io.ringcast.signaling.whip;

import io.ringcast.signaling.http.Origin;
import io.ringcast.signaling.http.Problem;
import io.ringcast.signaling.http.ProblemException;
import io.ringcast.signaling.session.Caller;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.PendingPlaces;
import io.ringcast.signaling.sdp.SdpException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

/** What both doors say to an offer that cannot be answered. */
final class Offered {
  static final MediaType SDP = new MediaType("application", "sdp");
  static final MediaType FRAGMENT = new MediaType("application", "trickle-ice-sdpfrag");

  private Offered() {}

  /** The user a token names, at the address its request came from. */
  static Caller by(ServerRequest request, String userId) {
    return new Caller(userId, Origin.of(request));
  }

  static ProblemException refused(SdpException e) {
    HttpStatus status = switch (e.error()) {
      case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case MALFORMED, TOO_MANY_SECTIONS, TOO_MANY_ATTRIBUTES -> HttpStatus.BAD_REQUEST;
      default -> HttpStatus.UNPROCESSABLE_CONTENT;
    };
    return Problem.of(status, "sdp-" + slug(e.error()), "The offer cannot be answered", e.detail()).exception();
  }

  static ProblemException refused(RoomRefusedException e) {
    HttpStatus status = switch (e.refusal()) {
      case NOBODY_PUBLISHES, NO_SUCH_STREAM, NO_SUCH_PUBLICATION, NO_SUCH_USER -> HttpStatus.NOT_FOUND;
      case SEVERAL_STREAMS, USER_IS_THERE, LIVES_ELSEWHERE, CANNOT_MOVE -> HttpStatus.CONFLICT;
      case PUBLISHING_NOT_ALLOWED, UPDATING_NOT_ALLOWED, USER_BANNED, BANNED_FROM_ROOM -> HttpStatus.FORBIDDEN;
      case NAME_TOO_LONG, METADATA_TOO_LARGE, ATTRIBUTES_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case TOO_MANY_ROOMS, TOO_MANY_PUBLISHERS, TOO_MANY_WATCHERS, TOO_MANY_PARTICIPANTS, TOO_MANY_PUBLICATIONS, TOO_MANY_JOINS,
        TOO_MANY_FORWARDINGS, TOO_MANY_PENDING_OF_APP, TOO_MANY_PENDING_OF_ADDRESS -> HttpStatus.TOO_MANY_REQUESTS;
      case TOO_MANY_PENDING, EVENTS_UNWRITABLE, ROOM_BUSY, SERVER_CLOSED -> HttpStatus.SERVICE_UNAVAILABLE;
    };
    Problem problem = Problem.of(status, slug(e.refusal()), "The room cannot do this now", e.detail());
    if (status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE) {
      problem = problem.withHeader(HttpHeaders.RETRY_AFTER, String.valueOf(PendingPlaces.RETRY_AFTER_S));
    }
    boolean chooses = e.refusal() == RoomRefusal.SEVERAL_STREAMS || e.refusal() == RoomRefusal.NO_SUCH_STREAM;
    return (chooses ? problem.with("streams", e.streams()) : problem).exception();
  }

  private static String slug(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
