package io.ringcast.signaling.http;

import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.PendingPlaces;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A room's "no" as HTTP says it. */
public final class RoomProblems {
  private RoomProblems() {}

  public static ProblemException of(RoomRefusedException e) {
    HttpStatus status = status(e.refusal());
    String slug = e.refusal().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Problem problem = Problem.of(status, slug, "The room cannot do this now", e.detail());
    if (status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE) {
      problem = problem.withHeader(HttpHeaders.RETRY_AFTER, String.valueOf(PendingPlaces.RETRY_AFTER_S));
    }
    boolean chooses = e.refusal() == RoomRefusal.SEVERAL_STREAMS || e.refusal() == RoomRefusal.NO_SUCH_STREAM;
    return (chooses ? problem.with("streams", e.streams()) : problem).exception();
  }

  private static HttpStatus status(RoomRefusal refusal) {
    return switch (refusal) {
      case NOBODY_PUBLISHES, NO_SUCH_STREAM, NO_SUCH_PUBLICATION, NO_SUCH_USER, NO_SUCH_INVITATION, NO_SUCH_LINK, NO_SUCH_MIX,
        NO_SUCH_PUSH ->
        HttpStatus.NOT_FOUND;
      case SEVERAL_STREAMS, WRONG_MODE, NO_SUCH_ROLE, ALREADY_ELSEWHERE, USER_IS_THERE, LIVES_ELSEWHERE, CANNOT_MOVE,
        ALREADY_ON_STAGE, INVITING_ONESELF, HIDDEN, SAME_ROOM, LINK_PENDING, LINK_ACCEPTED, MIX_RUNS, STALE_MIX ->
        HttpStatus.CONFLICT;
      case PUBLISHING_NOT_ALLOWED, UPDATING_NOT_ALLOWED, VIDEO_IN_AUDIO_ROOM, USER_BANNED, BANNED_FROM_ROOM, HOSTS_ONLY, NOT_ON_CALL,
        NAME_RESERVED ->
        HttpStatus.FORBIDDEN;
      case NAME_TOO_LONG, METADATA_TOO_LARGE, ATTRIBUTES_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case TOO_MANY_ROOMS, TOO_MANY_PUBLISHERS, TOO_MANY_WATCHERS, TOO_MANY_PARTICIPANTS, ROOM_FULL_OF_HOSTS, TOO_MANY_PUBLICATIONS,
        TOO_MANY_JOINS, TOO_MANY_ROLE_CHANGES, TOO_MANY_ATTRIBUTE_CHANGES, TOO_MANY_FORWARDINGS, TOO_MANY_HANDS, TOO_MANY_INVITATIONS,
        TOO_MANY_STAGE_REQUESTS, TOO_MANY_LINKS, TOO_MANY_PUSHES, TOO_MANY_PENDING_OF_APP, TOO_MANY_PENDING_OF_ADDRESS ->
        HttpStatus.TOO_MANY_REQUESTS;
      case TOO_MANY_PENDING, EVENTS_UNWRITABLE, ROOM_BUSY, SERVER_CLOSED, MIX_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }
}
