package io.ringcast.relay.door;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.ringcast.relay.hub.Cursor;
import io.ringcast.relay.hub.Reader;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.push.PushReason;
import io.ringcast.relay.push.PushUrl;
import io.ringcast.relay.rtmp.RtmpClient;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A push over RTMP, or over RTMPS: TLS with the host's name checked. Owned by the sockets' thread. */
final class RtmpPushConnection extends ChannelInboundHandlerAdapter implements PushConnection, RtmpClient.Listener, Reader {
  private static final int CONNECT_MS = 5_000;
  /** A server that takes nothing for so long has gone, or is too slow for the stream. */
  static final long STALL_NS = 10_000_000_000L;
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(128 << 10, 512 << 10);
  private static final long FAREWELL_NS = 2_000_000_000L;

  private final LiveLoop loop;
  private final PushUrl url;
  private final Audience audience;
  private final RandomGenerator random;
  private final Ear ear;
  private final @Nullable SSLContext tls;
  private @Nullable Channel channel;
  private @Nullable RtmpClient client;
  private @Nullable Cursor cursor;
  private boolean described;
  private boolean over;
  private long sentBytes;
  private long stalledNs = Long.MAX_VALUE;

  private RtmpPushConnection(LiveLoop loop, PushUrl url, @Nullable SSLContext tls, Audience audience, RandomGenerator random, Ear ear) {
    this.loop = loop;
    this.url = url;
    this.tls = tls;
    this.audience = audience;
    this.random = random;
    this.ear = ear;
  }

  /** Begins to connect; {@code tls} is null for plain RTMP. */
  static RtmpPushConnection to(InetAddress address, PushUrl url, @Nullable SSLContext tls, LiveLoop loop, Audience audience,
      RandomGenerator random, Ear ear) {
    RtmpPushConnection made = new RtmpPushConnection(loop, url, tls, audience, random, ear);
    made.connect(address);
    return made;
  }

  private void connect(InetAddress address) {
    ChannelFuture connecting = new Bootstrap()
        .group(loop.loop())
        .channel(loop.channel())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
        .handler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel made) {
            if (tls != null) {
              made.pipeline().addLast(new SslHandler(engine(tls)));
            }
            made.pipeline().addLast(RtmpPushConnection.this);
          }
        })
        .connect(new InetSocketAddress(address, url.port()));
    channel = connecting.channel();
    ChannelFuture _ = connecting.addListener(done -> {
      if (!done.isSuccess()) {
        lost(PushReason.UNREACHABLE);
      } else if (tls == null) {
        begin();
      }
    });
  }

  /** The certificate must be the host's (RFC 2818). */
  private SSLEngine engine(SSLContext context) {
    SSLEngine engine = context.createSSLEngine(url.host(), url.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private void begin() {
    if (over) {
      return;
    }
    RtmpTarget target = new RtmpTarget(url.serverUrl(), url.application(), url.key());
    client = new RtmpClient(target, random, this::send, this, loop.nowNs());
    flush();
    RtmpClient asking = client;
    loop.every(LiveLoop.TICK_NS, () -> {
      if (!over) {
        asking.onDeadline(loop.nowNs());
        stalled();
      }
      return !over;
    });
  }

  private void stalled() {
    if (stalledNs != Long.MAX_VALUE && loop.nowNs() - stalledNs >= STALL_NS) {
      lost(PushReason.TOO_SLOW);
    }
  }

  private void send(byte[] bytes) {
    Channel open = channel;
    if (open != null) {
      sentBytes += bytes.length;
      ChannelFuture _ = open.write(Unpooled.wrappedBuffer(bytes));
    }
  }

  private void flush() {
    Channel open = channel;
    if (open != null) {
      Channel _ = open.flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        begin();
      } else {
        lost(handshakeFault(handshake.cause()));
      }
    }
  }

  /** Only a certificate is a reason that lasts: a server that restarts breaks handshakes off, too. */
  private static PushReason handshakeFault(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return PushReason.UNTRUSTED;
      }
    }
    return switch (fault) {
      case SslHandshakeTimeoutException timeout -> PushReason.TIMEOUT;
      case ClosedChannelException closed -> PushReason.CLOSED_BY_PEER;
      default -> PushReason.PROTOCOL;
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      byte[] copy = new byte[bytes.readableBytes()];
      bytes.readBytes(copy);
      if (client != null) {
        client.take(copy, 0, copy.length);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      stalledNs = Long.MAX_VALUE;
      onMore();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lost(PushReason.CLOSED_BY_PEER);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lost(PushReason.CLOSED_BY_PEER);
  }

  @Override
  public void onPublishing() {
    if (!over) {
      cursor = audience.join(this);
      ear.onPublishing();
      onMore();
    }
  }

  @Override
  public void onMore() {
    Cursor place = cursor;
    RtmpClient publishing = client;
    Channel open = channel;
    if (over || place == null || publishing == null || open == null) {
      return;
    }
    while (open.isWritable()) {
      Frame frame = place.next();
      if (frame == null) {
        break;
      }
      if (!described) {
        described = true;
        publishing.describe(audience.video(), audience.audio());
      }
      publishing.send(frame);
    }
    flush();
    if (!open.isWritable()) {
      stalledNs = stalledNs == Long.MAX_VALUE ? loop.nowNs() : stalledNs;
    }
    if (place.ended()) {
      lost(PushReason.SOURCE_ENDED);
    }
  }

  @Override
  public void onEnd(RtmpEnd reason) {
    lost(switch (reason) {
      case CONNECT_REFUSED, PUBLISH_REFUSED -> PushReason.REFUSED;
      case STOPPED_BY_PEER, CLOSED_BY_PEER, CLOSED -> PushReason.CLOSED_BY_PEER;
      case TIMEOUT -> PushReason.TIMEOUT;
      default -> PushReason.PROTOCOL;
    });
  }

  private void lost(PushReason reason) {
    if (!over) {
      over = true;
      leave();
      ear.onLost(reason);
    }
  }

  private void leave() {
    if (cursor != null) {
      audience.leave(cursor);
      cursor = null;
    }
    Channel open = channel;
    if (open != null) {
      ChannelFuture _ = open.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      loop.after(FAREWELL_NS, () -> {
        ChannelFuture _ = open.close();
      });
    }
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    if (client != null) {
      client.close();
    }
    leave();
  }
}
