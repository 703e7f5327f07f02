package io.ringcast.relay.serve;

import io.ringcast.http.Bearer;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.relay.live.LiveRefusedException;
import org.springframework.http.HttpStatus;

/** Refusals of live streams as problems. */
final class LiveProblems {
  private static final String TITLE = "There is no such live stream now";

  private LiveProblems() {}

  static ProblemException of(LiveRefusedException refused) {
    HttpStatus status = switch (refused.reason()) {
      case NOT_LIVE -> HttpStatus.NOT_FOUND;
      case CODEC_NOT_RELAYED, ENCRYPTED -> HttpStatus.CONFLICT;
      case TOO_MANY_STREAMS, TOO_MANY_OUTLETS, BUSY, UNAVAILABLE, SERVER_CLOSED -> HttpStatus.SERVICE_UNAVAILABLE;
    };
    return Problem.of(status, Bearer.slug(refused.reason()), TITLE, refused.detail()).exception();
  }
}
