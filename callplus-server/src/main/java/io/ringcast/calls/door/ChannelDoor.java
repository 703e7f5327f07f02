package io.ringcast.calls.door;

import io.netty.handler.codec.DecoderException;
import io.ringcast.calls.channel.CloseCode;
import io.ringcast.calls.channel.FrameWriter;
import io.ringcast.http.Handling;
import io.ringcast.http.SocketUpgrade;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.function.server.RequestPredicates;
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
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.WebsocketServerSpec;

/** {@code /call/v1}: the WebSocket of devices, as docs/call-channel.yaml describes it. */
final class ChannelDoor {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelDoor.class);
  private static final String PATH = "/call/v1";
  /** What is read at all; a frame that is too large by our own rule is no larger than this, as a rule. */
  private static final int FRAME_BYTES_MAX = 64 * 1024;
  private static final Duration HELLO_WITHIN = Duration.ofSeconds(10);
  /** Browsers answer a ping by themselves, so that a connection that is silent for longer than a few of them is lost. */
  private static final Duration PING_EVERY = Duration.ofSeconds(15);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(40);
  /** A client that does not read does not read a farewell either. */
  private static final Duration FAREWELL_MAX = Duration.ofSeconds(2);

  private final Supplier<Channel> channels;
  private final WebSocketService sockets = new HandshakeWebSocketService(
      new ReactorNettyRequestUpgradeStrategy(() -> WebsocketServerSpec.builder().maxFramePayloadLength(FRAME_BYTES_MAX)));

  /** @param channels makes one for each connection */
  ChannelDoor(Supplier<Channel> channels) {
    this.channels = channels;
  }

  RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(PATH, request -> Mono.just(new SocketUpgrade(sockets, socket -> converse(socket, () -> cut(request)))))
        .route(RequestPredicates.path(PATH), Handling.only("GET"))
        .build();
  }

  private Mono<Void> converse(WebSocketSession socket, Runnable cut) {
    Channel channel = channels.get();
    Outbox outbox = channel.outbox();
    Flux<WebSocketMessage> frames = outbox.frames().map(frame -> socket.textMessage(new FrameWriter(channel.userId()).text(frame)));
    Flux<WebSocketMessage> pings = Flux.interval(PING_EVERY).onBackpressureDrop().takeUntilOther(outbox.ended())
        .map(tick -> socket.pingMessage(factory -> factory.wrap(new byte[0])));
    Mono<Void> out = socket.send(frames.mergeWith(pings)).then(Mono.defer(() -> socket.close(status(outbox))));
    Mono<Void> in = socket.receive().timeout(SILENCE_MAX)
        .filter(message -> message.getType() != WebSocketMessage.Type.PONG && message.getType() != WebSocketMessage.Type.PING)
        .map(ChannelDoor::text)
        .concatMap(channel::take, 1)
        .onErrorResume(e -> gone(channel, e))
        .doFinally(signal -> channel.lost())
        .then();
    Mono<Void> hello = Mono.delay(HELLO_WITHIN).filter(tick -> !channel.greeted())
        .doOnNext(tick -> outbox.end(CloseCode.NO_HELLO)).takeUntilOther(outbox.ended()).then();
    Mono<Void> farewell = outbox.ended().then(Mono.delay(FAREWELL_MAX)).doOnNext(tick -> cut.run()).then();
    return Mono.firstWithSignal(Mono.when(out, in, hello), farewell);
  }

  /** Read at once: the bytes are gone when the frame waits. What is no text is no request either. */
  private static String text(WebSocketMessage message) {
    return message.getType() == WebSocketMessage.Type.TEXT ? message.getPayloadAsText() : "";
  }

  private static Mono<Void> gone(Channel channel, Throwable e) {
    LOG.debug("a channel of {} ends: {}", channel.userId(), e.toString());
    if (e instanceof DecoderException) {
      channel.outbox().end(CloseCode.FRAME_TOO_LARGE);
    }
    return Mono.empty();
  }

  private static CloseStatus status(Outbox outbox) {
    CloseCode why = outbox.why();
    return why == null ? CloseStatus.NORMAL : new CloseStatus(why.code(), why.reason());
  }

  /** Ends a request's connection whatever still waits to be read. */
  private static void cut(ServerRequest request) {
    Object inner = ServerHttpRequestDecorator.getNativeRequest(request.exchange().getRequest());
    if (inner instanceof HttpServerRequest netty) {
      netty.withConnection(connection -> {
        var _ = connection.channel().close();
      });
    }
  }
}
