package io.ringcast.signaling.whip;

import io.ringcast.signaling.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/** The 201 that carries an answer. */
record Created(Session session, String answer) {
  Mono<ServerResponse> response(String door, List<String> links) {
    ServerResponse.BodyBuilder response = ServerResponse.status(HttpStatus.CREATED)
        .contentType(Offered.SDP)
        .header(HttpHeaders.LOCATION, path(door))
        .header(HttpHeaders.ETAG, SessionResource.etag(session))
        .header("Accept-Patch", Offered.FRAGMENT.toString());
    links.forEach(link -> response.header(HttpHeaders.LINK, link));
    return response.bodyValue(answer.getBytes(StandardCharsets.UTF_8));
  }

  /** The session's path behind {@code /whip} or {@code /whep}. */
  String path(String door) {
    return door + "/" + UriUtils.encodePathSegment(session.room().roomId(), StandardCharsets.UTF_8) + "/" + session.sessionId();
  }
}
