package io.ringcast.relay.door;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.ringcast.relay.ingest.IngestCounts;
import io.ringcast.relay.rtmp.RtmpEnd;
import io.ringcast.relay.rtmp.RtmpServer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The RTMP port: encoders publish into rooms there, players play live streams. Its state is the sockets' thread's. */
public final class RtmpDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RtmpDoor.class);
  private static final int BACKLOG = 1_024;
  private static final int READ_BYTES = 32 << 10;
  /** A player's socket is given more below the first, and no more above the second: a keyframe of 1080p, and some. */
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final LiveLoop loop;
  private final PublisherRooms rooms;
  private final PlayedStreams streams;
  private final DoorLimits limits;
  private final RandomGenerator random;
  private final DoorCounts counts = new DoorCounts();
  private final IngestCounts ingestCounts = new IngestCounts();
  private final Audiences audiences;
  private final Set<RtmpConnection> connections = new LinkedHashSet<>();
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final List<Channel> sockets = new ArrayList<>();
  private byte[] scratch = new byte[READ_BYTES];
  private int port;
  private volatile boolean closed;

  /** What clients come for. */
  public record Inside(PublisherRooms rooms, PlayedStreams streams, Audiences audiences) {}

  private RtmpDoor(LiveLoop loop, Inside inside, DoorLimits limits, RandomGenerator random) {
    this.loop = loop;
    rooms = inside.rooms();
    streams = inside.streams();
    audiences = inside.audiences();
    this.limits = limits;
    this.random = random;
  }

  /**
   * Listens on one port of each of these addresses, 0 letting the system choose it at the first.
   *
   * @throws BindException when the port is taken or an address is not ours
   */
  public static RtmpDoor open(List<InetAddress> binds, int port, LiveLoop loop, Inside inside, DoorLimits limits, RandomGenerator random)
      throws BindException {
    RtmpDoor door = new RtmpDoor(loop, inside, limits, random);
    door.port = port;
    for (InetAddress bind : binds) {
      ChannelFuture bound = door.bootstrap().bind(new InetSocketAddress(bind, door.port)).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        door.close();
        BindException failure = new BindException(String.valueOf(bound.cause().getMessage()));
        failure.initCause(bound.cause());
        throw failure;
      }
      door.sockets.add(bound.channel());
      door.port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }
    loop.every(LiveLoop.TICK_NS, door::tick);
    return door;
  }

  private boolean tick() {
    long nowNs = loop.nowNs();
    List.copyOf(connections).forEach(connection -> connection.onTick(nowNs));
    return !closed;
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(loop.loop())
        .channel(loop.serverChannel())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            enter(channel);
          }
        });
  }

  private void enter(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    String from = remote == null ? "" : remote.getAddress().getHostAddress();
    int there = byAddress.getOrDefault(from, 0);
    if (connections.size() >= limits.connections() || there >= limits.connectionsPerAddress()) {
      counts.turnedAway();
      ChannelFuture _ = channel.close();
      return;
    }
    RtmpConnection connection = new RtmpConnection(this, channel);
    byAddress.put(connection.from(), there + 1);
    connections.add(connection);
    counts.opened();
    channel.pipeline().addLast(connection);
  }

  void left(RtmpConnection connection, RtmpEnd reason, RtmpServer server, boolean publisher) {
    if (connections.remove(connection)) {
      byAddress.computeIfPresent(connection.from(), (address, count) -> count == 1 ? null : count - 1);
      counts.ended(reason, server);
      counts.publishers(publisher ? -1 : 0);
    }
  }

  boolean takePublisher() {
    if (counts.publishers() >= limits.publishers()) {
      return false;
    }
    counts.publishers(1);
    return true;
  }

  /** A question that may take a while. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws StreamRefusedException;
  }

  /** Asks where one may wait, and hears the answer on the sockets' thread. */
  <T> void ask(Question<T> question, Consumer<T> answered, Consumer<StreamRefusedException> refused) {
    loop.blocking().execute(() -> {
      try {
        T answer = question.ask();
        loop.execute(() -> answered.accept(answer));
      } catch (StreamRefusedException e) {
        loop.execute(() -> refused.accept(e));
      } catch (RuntimeException e) {
        LOG.error("an RTMP client cannot be answered", e);
        loop.execute(() -> refused.accept(new StreamRefusedException(StreamRefusal.UNAVAILABLE, "The server failed: try again.")));
      }
    });
  }

  /** Where bytes that were read are taken from; until the next read. */
  byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    return scratch;
  }

  LiveLoop loop() {
    return loop;
  }

  Audiences audiences() {
    return audiences;
  }

  PublisherRooms rooms() {
    return rooms;
  }

  PlayedStreams streams() {
    return streams;
  }

  RandomGenerator random() {
    return random;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  public DoorCounts counts() {
    return counts;
  }

  public IngestCounts ingestCounts() {
    return ingestCounts;
  }

  /** Takes no more, and ends what is there; the loop stays its owner's. */
  @Override
  public void close() {
    closed = true;
    sockets.forEach(socket -> socket.close().awaitUninterruptibly());
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loop.execute(() -> {
      List.copyOf(connections).forEach(RtmpConnection::close);
      ended.complete(null);
    });
    if (!loop.here()) {
      ended.join();
    }
  }
}
