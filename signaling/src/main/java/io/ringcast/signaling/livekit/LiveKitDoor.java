package io.ringcast.signaling.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringcast.http.Handling;
import io.ringcast.http.Problem;
import io.ringcast.http.ProblemException;
import io.ringcast.http.SocketUpgrade;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.http.Access;
import io.ringcast.signaling.http.IceServer;
import io.ringcast.signaling.http.Origin;
import io.ringcast.signaling.http.RoomProblems;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.forward.Travellers;
import io.ringcast.signaling.room.host.Rooms;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import livekit.LivekitRtc.ICEServer;
import livekit.LivekitRtc.SignalRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * LiveKit's signal door: {@code /rtc} (v0, two peers) and {@code /rtc/v1} (one), and beside each {@code validate}, which tells
 * a client in plain text why it was not let in. Each message waits until the room has taken the one before.
 */
public final class LiveKitDoor {
  private static final Logger LOG = LoggerFactory.getLogger(LiveKitDoor.class);
  /** An offer of a client with hundreds of sections. */
  private static final int FRAME_BYTES_MAX = 1024 * 1024;
  /** Clients ping every five seconds. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  private final TokenGate gate;
  private final Scheduler scheduler;
  private final SignalSessions sessions;
  private final WebSocketService sockets = new HandshakeWebSocketService(
      new ReactorNettyRequestUpgradeStrategy(() -> WebsocketServerSpec.builder().maxFramePayloadLength(FRAME_BYTES_MAX)));

  public LiveKitDoor(Rooms rooms, TokenGate gate, Scheduler scheduler, RandomGenerator random, List<IceServer> iceServers) {
    this.gate = gate;
    this.scheduler = scheduler;
    List<ICEServer> servers = iceServers.stream()
        .map(server -> ICEServer.newBuilder()
            .addUrls(server.uri()).setUsername(server.username()).setCredential(server.credential()).build())
        .toList();
    sessions = new SignalSessions(rooms, new JoinAnswers(servers), random);
  }

  /** Those who came by this door and can be moved. */
  public Travellers travellers() {
    return sessions;
  }

  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET("/rtc", request -> connect(request, false))
        .GET("/rtc/v1", request -> connect(request, true))
        .GET("/rtc/validate", request -> validate(request, false))
        .GET("/rtc/v1/validate", request -> validate(request, true))
        .filter((request, next) -> Mono.defer(() -> next.handle(request)).onErrorResume(ProblemException.class, LiveKitDoor::text))
        .build();
  }

  /** LiveKit's clients show the body as it is. */
  private static Mono<ServerResponse> text(ProblemException e) {
    ServerResponse.BodyBuilder response = ServerResponse.status(e.problem().status()).contentType(MediaType.TEXT_PLAIN);
    e.problem().headers().forEach((name, value) -> response.header(name, value));
    return response.bodyValue(e.problem().detail());
  }

  private Access access(ServerRequest request) {
    return request.queryParam("access_token").map(gate::access).orElseGet(() -> gate.access(request));
  }

  private static RoomKey room(Access access) {
    String roomId = access.token().roomId();
    return access.toJoin(roomId == null ? "" : roomId);
  }

  private Mono<ServerResponse> validate(ServerRequest request, boolean singlePeer) {
    return checked(sessions::explain, guest(request), JoinWishReader.read(request, singlePeer))
        .then(ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue("success"));
  }

  private Mono<ServerResponse> connect(ServerRequest request, boolean singlePeer) {
    SignalSessions.Guest guest = guest(request);
    JoinWish wish = JoinWishReader.read(request, singlePeer);
    return checked(sessions::check, guest, wish).thenReturn(new SocketUpgrade(sockets, socket -> converse(socket, guest, wish)));
  }

  private SignalSessions.Guest guest(ServerRequest request) {
    Access access = access(request);
    return new SignalSessions.Guest(room(access), access.token(), Origin.of(request), access.app().keys().getFirst());
  }

  @FunctionalInterface
  private interface Check {
    void require(SignalSessions.Guest guest, JoinWish wish) throws RoomRefusedException;
  }

  /** A client shows why it is refused only when it was not connected yet. */
  private Mono<Boolean> checked(Check check, SignalSessions.Guest guest, JoinWish wish) {
    return Handling.on(scheduler, () -> {
      try {
        check.require(guest, wish);
        return true;
      } catch (RoomRefusedException e) {
        throw refused(e).exception();
      }
    });
  }

  /** A client that comes back gives up at 403 and tries again at 503. */
  private static Problem refused(RoomRefusedException e) {
    String detail = e.refusal() + ": " + e.detail();
    return e.refusal().passes()
        ? RoomProblems.of(e).problem().withDetail(detail)
        : Problem.forbidden("room-refuses", detail);
  }

  private Mono<Void> converse(WebSocketSession socket, SignalSessions.Guest guest, JoinWish wish) {
    RequestPace pace = new RequestPace();
    SocketOutlet outlet = new SocketOutlet();
    AtomicReference<@Nullable SignalSession> entered = new AtomicReference<>();
    Mono<Void> out = socket.send(outlet.messages().map(bytes -> socket.binaryMessage(factory -> factory.wrap(bytes))))
        .then(Mono.defer(() -> socket.close(CloseStatus.NORMAL)));
    Flux<SignalRequest> requests = socket.receive().timeout(SILENCE_MAX).map(LiveKitDoor::request);
    Mono<Void> in = Handling.on(scheduler, () -> enter(guest, wish, outlet, entered))
        .filter(Boolean::booleanValue)
        .flatMapMany(in1 -> requests.concatMap(request -> paced(pace).then(deliver(entered, request, outlet))))
        .onErrorResume(e -> {
          LOG.debug("room {}: a signal connection ends: {}", guest.room().roomId(), e.toString());
          return Mono.empty();
        })
        .doFinally(signal -> end(entered.get(), outlet))
        .then();
    return Mono.when(out, in);
  }

  private Mono<Long> paced(RequestPace pace) {
    Duration wait = pace.next(scheduler.now(TimeUnit.MILLISECONDS));
    return wait.isZero() ? Mono.empty() : Mono.delay(wait);
  }

  private boolean enter(
      SignalSessions.Guest guest, JoinWish wish, SocketOutlet outlet, AtomicReference<@Nullable SignalSession> entered) {
    try {
      SignalSession session = sessions.enter(guest, wish, outlet);
      entered.set(session);
      return session != null;
    } catch (RoomRefusedException e) {
      LOG.info("room {}: {} is refused: {}", guest.room().roomId(), guest.token().userId(), e.detail());
      outlet.send(Refusals.leave(e.refusal()));
      return false;
    }
  }

  private static SignalRequest request(WebSocketMessage message) {
    if (message.getType() != WebSocketMessage.Type.BINARY) {
      throw new IllegalArgumentException("a message that is not binary");
    }
    DataBuffer payload = message.getPayload();
    byte[] bytes = new byte[payload.readableByteCount()];
    payload.read(bytes);
    try {
      return SignalRequest.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a message that cannot be read", e);
    }
  }

  private static Mono<Boolean> deliver(AtomicReference<@Nullable SignalSession> entered, SignalRequest request, Outlet outlet) {
    SignalSession session = entered.get();
    if (session == null) {
      return Mono.empty();
    }
    return Mono.fromFuture(() -> session.home().ask(() -> {
      session.onRequest(request, outlet);
      return true;
    }));
  }

  private static void end(@Nullable SignalSession session, Outlet outlet) {
    if (session == null) {
      outlet.close();
      return;
    }
    session.home().tell(() -> {
      session.onDisconnected(outlet);
      outlet.close();
    });
  }
}
