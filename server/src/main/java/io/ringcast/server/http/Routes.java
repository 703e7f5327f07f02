package io.ringcast.server.http;

import io.ringcast.http.DoorsInTurn;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** All doors of the server as one. */
public final class Routes {

  private Routes() { }

  /** The doors in order; a path that one of them knows by another method is answered 405. */
  public static RouterFunction<ServerResponse> join(List<RouterFunction<ServerResponse>> doors) {
    return new DoorsInTurn(Stream.concat(doors.stream(), Stream.of(new UnknownMethods(doors))).toList());
  }
}
