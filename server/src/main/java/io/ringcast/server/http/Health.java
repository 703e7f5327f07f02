package io.ringcast.server.http;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Liveness (the process answers) and readiness (the media sockets are open). */
public final class Health {

  private final BooleanSupplier mediaOpen;

  public Health(BooleanSupplier mediaOpen) {
    this.mediaOpen = mediaOpen;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
      .GET("/healthz/live", request -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("status", "UP")))
      .GET("/healthz/ready", request -> {
        boolean open = mediaOpen.getAsBoolean();
        return ServerResponse.status(open ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).contentType(MediaType.APPLICATION_JSON)
          .bodyValue(Map.of("status", open ? "UP" : "DOWN", "media", open ? "open" : "closed"));
      })
      .build();
  }
}
