package io.ringcast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

/** One connection in Netty's virtual time. */
class HeadDeadlineTest {
  private static final String REQUEST = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final long LIMIT_MS = HeadDeadline.TIME_MAX.toMillis();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HeadDeadline heads = new HeadDeadline();
  private final EmbeddedChannel connection = new EmbeddedChannel();

  @BeforeEach
  void open() {
    heads.bindTo(registry);
    connection.freezeTime();
    connection.pipeline().addLast(NettyPipeline.HttpCodec, new HttpServerCodec());
    heads.watch(connection.pipeline());
  }

  @AfterEach
  void close() {
    connection.releaseInbound();
    var _ = connection.close();
  }

  private void send(String bytes) {
    connection.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
  }

  private void pass(long ms) {
    connection.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
  }

  private double closed() {
    return registry.get("ringcast.http.closed").tag("reason", "head_too_slow").functionCounter().count();
  }

  @Test
  void aHeadSentByteByByteHasItsTimeAndNoMore() {
    for (int i = 0; i < 9; i++) {
      send("G");
      pass(LIMIT_MS / 10);
    }
    assertThat(connection.isOpen()).isTrue();
    send("E");
    pass(LIMIT_MS / 10);
    assertThat(connection.isOpen()).isFalse();
    assertThat(closed()).isOne();
  }

  @Test
  void aConnectionMayRestBetweenRequests() {
    pass(10 * LIMIT_MS);
    send(REQUEST);
    pass(10 * LIMIT_MS);
    send(REQUEST.substring(0, 20));
    pass(LIMIT_MS - 1);
    send(REQUEST.substring(20));
    pass(10 * LIMIT_MS);
    assertThat(connection.isOpen()).isTrue();
    assertThat(closed()).isZero();
  }

  @Test
  void theSecondRequestIsWatchedLikeTheFirst() {
    send(REQUEST);
    send("GET /");
    pass(LIMIT_MS);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void aBodyIsNoHead() {
    send("POST /whip/r HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nv=0");
    pass(LIMIT_MS);
    send("\r\no=- ");
    pass(LIMIT_MS);
    assertThat(connection.isOpen()).as("bodies are bounded elsewhere").isTrue();
  }

  @Test
  void whatFollowsAnUpgradeIsNotWatched() {
    send(REQUEST);
    connection.pipeline().remove(NettyPipeline.HttpCodec);
    send("a frame");
    pass(10 * LIMIT_MS);
    assertThat(connection.isOpen()).isTrue();
    for (Object read = connection.readInbound(); read != null; read = connection.readInbound()) {
      ReferenceCountUtil.release(read);
    }
  }
}
