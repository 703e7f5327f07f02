package io.ringcast.server.http;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Liveness (the process answers) and readiness (the media sockets are open, the database takes what happens). */
public final class Health {

  private final BooleanSupplier mediaOpen;
  private final BooleanSupplier writable;

  public Health(BooleanSupplier mediaOpen, BooleanSupplier writable) {
    this.mediaOpen = mediaOpen;
    this.writable = writable;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
      .GET("/healthz/live", request -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("status", "UP")))
      .GET("/healthz/ready", request -> {
        boolean open = mediaOpen.getAsBoolean();
        boolean writes = writable.getAsBoolean();
        boolean ready = open && writes;
        return ServerResponse.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).contentType(MediaType.APPLICATION_JSON)
          .bodyValue(Map.of("status", ready ? "UP" : "DOWN", "media", open ? "open" : "closed", "database", writes ? "open" : "away"));
      })
      .build();
  }
}
