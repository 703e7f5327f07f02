package io.ringcast.signaling.rongcloud;

import java.util.Map;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * What a call works with.
 *
 * @param nowMs when it came
 */
record Arguments(Fields fields, ServerRequest request, long nowMs) {
  /** What the address names. */
  Map<String, String> path() {
    return request.pathVariables();
  }

  /** The room that the address names. */
  String roomId() {
    return Ids.require("room_id", path().get("room_id"));
  }
}
