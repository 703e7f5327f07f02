package io.ringcast.signaling.whip;

import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.identity.RoomToken;
import io.ringcast.signaling.http.Origin;
import io.ringcast.signaling.http.RoomProblems;
import io.ringcast.signaling.room.RoomMode;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.sdp.SdpException;
import io.ringcast.signaling.session.Caller;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

/** What both doors say to an offer that cannot be answered. */
final class Offered {
  static final MediaType SDP = new MediaType("application", "sdp");
  static final MediaType FRAGMENT = new MediaType("application", "trickle-ice-sdpfrag");

  private Offered() {}

  /** The user a token names, at the address its request came from. */
  static Caller by(ServerRequest request, RoomToken token) {
    return new Caller(token.userId(), Origin.of(request), RoomMode.wished(token.wish()));
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
    return RoomProblems.of(e);
  }

  private static String slug(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
