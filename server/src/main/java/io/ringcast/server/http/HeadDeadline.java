package io.ringcast.server.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes connections whose request's head does not come whole in time: sent byte by byte, it would hold a connection for as long as its
 * sender likes. Between requests a connection may rest, which the server's idle time bounds, and after an upgrade nothing is watched.
 */
public final class HeadDeadline implements MeterBinder {
  /** For 16 kB over any line; bodies have as long. */
  static final Duration TIME_MAX = Duration.ofSeconds(10);

  private final LongAdder missed = new LongAdder();

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("ringcast.http.closed", missed, LongAdder::sum).tag("reason", "head_too_slow").register(registry);
  }

  /** Watches a connection whose pipeline has its HTTP codec. */
  void watch(ChannelPipeline pipeline) {
    Watch watch = new Watch();
    pipeline.addBefore(NettyPipeline.HttpCodec, "ringcast.head.bytes", watch.bytes());
    pipeline.addAfter(NettyPipeline.HttpCodec, "ringcast.head.requests", watch.requests());
  }

  /** One connection: bytes are seen before the codec, the requests in them behind it. By the connection's event loop. */
  private final class Watch {
    private boolean inRequest;
    private @Nullable Future<?> deadline;

    ChannelHandler bytes() {
      return new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
          boolean http = context.pipeline().get(NettyPipeline.HttpCodec) != null;
          if (http && !inRequest && deadline == null) {
            deadline = context.executor().schedule(() -> onMissed(context), TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
          }
          context.fireChannelRead(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
          disarm();
          context.fireChannelInactive();
        }
      };
    }

    ChannelHandler requests() {
      return new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
          if (part instanceof HttpRequest) {
            inRequest = true;
            disarm();
          }
          if (part instanceof LastHttpContent) {
            inRequest = false;
          }
          context.fireChannelRead(part);
        }
      };
    }

    private void onMissed(ChannelHandlerContext context) {
      missed.increment();
      var _ = context.close();
    }

    private void disarm() {
      if (deadline != null) {
        deadline.cancel(false);
        deadline = null;
      }
    }
  }
}
