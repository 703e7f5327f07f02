package io.ringcast.relay.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.ringcast.relay.ingest.Ingest;
import io.ringcast.relay.ingest.Place;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.rtmp.Outbox;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpRequest;
import io.ringcast.relay.rtmp.RtmpServer;
import io.ringcast.sfu.api.MediaKind;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its bytes to {@link RtmpServer}, its publishing to a room, or its playing from a stream. On its own thread. */
final class RtmpConnection extends ChannelInboundHandlerAdapter implements Outbox, RtmpServer.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);
  /** What it may leave unread that it caused itself: answers to pings and commands. */
  private static final long UNREAD_MAX = 1 << 20;
  /** The last words of a connection are not waited for longer. */
  private static final long FAREWELL_NS = 2_000_000_000L;

  private final RtmpDoor door;
  private final SocketChannel channel;
  private final RtmpServer server;
  private final String from;
  private @Nullable RtmpPlayer player;
  private @Nullable Ingest ingest;
  private boolean counted;
  private boolean over;
  /** It ends by then, counted from when it was let in. */
  private long validNs = Long.MAX_VALUE;
  private long admittedNs;

  RtmpConnection(RtmpDoor door, SocketChannel channel) {
    this.door = door;
    this.channel = channel;
    InetSocketAddress remote = channel.remoteAddress();
    from = remote == null ? "" : remote.getAddress().getHostAddress();
    server = new RtmpServer(door.random(), this, this, door.loop().nowNs());
  }

  String from() {
    return from;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      byte[] copy = door.scratch(bytes.readableBytes());
      int length = bytes.readableBytes();
      bytes.readBytes(copy, 0, length);
      server.take(copy, 0, length, door.loop().nowNs());
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    channel.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable() && player != null) {
      player.onWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    server.onPeerClosed();
  }

  /** Resets and broken pipes. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof RuntimeException) {
      LOG.warn("connection of {} ends", from, cause);
    }
    server.onPeerClosed();
  }

  @Override
  public void send(byte[] bytes) {
    if (player == null && channel.unsafe().outboundBuffer() != null
        && channel.unsafe().outboundBuffer().totalPendingWriteBytes() > UNREAD_MAX) {
      server.tooSlow();
      return;
    }
    ChannelFuture _ = channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
  }

  @Override
  public void onRequest(RtmpRequest request) {
    StreamAddress stream = StreamAddress.read(request);
    if (stream == null) {
      refuse(new StreamRefusedException(StreamRefusal.BAD_NAME, "Say live/ROOM, and a token behind ?token=."));
    } else if (request.purpose() == RtmpRequest.Purpose.PLAY) {
      askToPlay(stream);
    } else if (!door.takePublisher()) {
      refuse(new StreamRefusedException(StreamRefusal.TOO_MANY, "So many publish already: try again later."));
    } else {
      counted = true;
      askToPublish(stream);
    }
  }

  private void askToPublish(StreamAddress stream) {
    RoomEar ear = new RoomEar();
    door.ask(() -> door.rooms().enter(stream, from, ear), place -> {
      if (over) {
        door.loop().blocking().execute(place::leave);
        return;
      }
      Ingest begun = Ingest.start(place, door.ingestCounts());
      ingest = begun;
      ear.bind(begun);
      LOG.info("{} publishes {} over RTMP", from, place.streamId());
      accept(place.validNs());
    }, this::refuse);
  }

  private void askToPlay(StreamAddress stream) {
    door.ask(() -> door.streams().open(stream), played -> {
      if (over) {
        return;
      }
      accept(played.validNs());
      door.counts().players(1);
      player = new RtmpPlayer(door.loop(), channel, server, door.audiences().of(played));
      player.onMore();
      channel.flush();
    }, this::refuse);
  }

  private void accept(long valid) {
    validNs = valid;
    admittedNs = door.loop().nowNs();
    server.accept();
    channel.flush();
  }

  private void refuse(StreamRefusedException why) {
    if (!over) {
      door.counts().refused(why.refusal());
      LOG.info("{} is refused: {}", from, why.refusal());
      server.refuse(why.detail());
    }
  }

  @Override
  public void onFrame(Frame frame) {
    if (ingest != null) {
      ingest.take(frame);
    }
  }

  /** Ends it in order. */
  void close() {
    server.close();
  }

  @Override
  public void onEnd(RtmpEnd reason) {
    over = true;
    LOG.debug("connection of {} ends: {}", from, reason);
    if (ingest != null) {
      ingest.close();
    }
    if (player != null) {
      door.counts().players(-1);
      player.leave();
    }
    door.left(this, reason, server, counted);
    depart(reason == RtmpEnd.REFUSED || reason == RtmpEnd.CLOSED || reason == RtmpEnd.STOPPED_BY_PEER || reason == RtmpEnd.TOKEN_EXPIRED);
  }

  /** Closes; who may still be saying something is heard out, or the kernel would throw away our last words with theirs. */
  private void depart(boolean inOrder) {
    ChannelFuture _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
      ChannelFuture _ = inOrder ? channel.shutdownOutput() : channel.close();
    });
    door.loop().after(FAREWELL_NS, () -> {
      ChannelFuture _ = channel.close();
    });
  }

  /** Looks at its deadlines. */
  void onTick(long nowNs) {
    server.onDeadline(nowNs);
    if (validNs != Long.MAX_VALUE && nowNs - admittedNs >= validNs) {
      server.expire();
    }
    if (player != null) {
      player.onTick(nowNs);
    }
  }

  /** What the publisher's room says, from any thread. */
  private final class RoomEar implements Place.Ear {
    private volatile @Nullable Ingest bound;

    void bind(Ingest begun) {
      bound = begun;
    }

    @Override
    public void onMuted(MediaKind kind, boolean muted) {
      Ingest now = bound;
      if (now != null) {
        now.mute(kind, muted);
      }
    }

    @Override
    public void onRemoved() {
      door.loop().execute(RtmpConnection.this::close);
    }
  }
}
