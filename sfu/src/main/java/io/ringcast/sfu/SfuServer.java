package io.ringcast.sfu;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.HostCandidate;
import io.ringcast.sfu.api.MediaEvents;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.sfu.api.SfuReport;
import io.ringcast.sfu.api.TransportProtocol;
import io.ringcast.sfu.dtls.BouncyDtls;
import io.ringcast.sfu.net.TcpCounters;
import io.ringcast.sfu.net.TcpListener;
import io.ringcast.sfu.routing.Neighbours;
import io.ringcast.sfu.routing.RoomScope;
import io.ringcast.sfu.routing.Shard;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media plane put together: loops, their shards and the DTLS port. Any thread may use it; every change happens on the owning loop. */
public final class SfuServer implements Sfu {
  /** Enough for every peer's good-bye to be written. */
  private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(SfuServer.class);

  private final SecureRandom random;
  private final BouncyDtls dtls;
  private final boolean estimates;
  private final List<LoopHost> hosts = new ArrayList<>();
  private final AtomicLong numbers = new AtomicLong();
  private final TcpCounters tcp = new TcpCounters();
  private @Nullable TcpListener listener;

  private SfuServer(SfuSettings settings, SecureRandom random) {
    this.random = random;
    estimates = settings.estimation() != null;
    dtls = new BouncyDtls(random, settings.loops() - 1);
    for (int i = 0; i < settings.loops(); i++) {
      Shard.Settings loop = new Shard.Settings(i, SfuSettings.PACKETS_PER_LOOP).estimating(settings.estimation());
      hosts.add(new LoopHost(loop, new Others(), dtls, random, tcp));
    }
  }

  /**
   * Opens every loop's UDP port, and the TCP port of all, on each address it is reached at.
   *
   * @throws MediaPortTakenException naming the port that is in use
   */
  public static SfuServer start(SfuSettings settings, SecureRandom random) throws IOException {
    SfuServer server = new SfuServer(settings, random);
    try {
      List<InetAddress> binds = settings.boundTo();
      for (LoopHost host : server.hosts) {
        int port = settings.firstPort() == 0 ? 0 : settings.firstPort() + host.index();
        host.start(binds, port, settings.announced());
      }
      if (settings.tcpPort() != SfuSettings.NO_TCP) {
        server.listen(settings);
      }
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void listen(SfuSettings settings) throws IOException {
    try {
      TcpListener opened = TcpListener.start(settings.boundTo(), settings.tcpPort(), hosts.stream().map(LoopHost::loop).toList(), tcp);
      listener = opened;
      List<HostCandidate> candidates = settings.announced().stream()
          .map(address -> new HostCandidate(address.getHostAddress(), opened.port(), TransportProtocol.TCP))
          .toList();
      hosts.forEach(host -> host.alsoAt(candidates));
    } catch (BindException e) {
      throw new MediaPortTakenException(TransportProtocol.TCP, settings.tcpPort(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening TCP port " + settings.tcpPort(), e);
    }
  }

  @Override
  public MediaRoom openRoom(RoomKey key, MediaEvents events) {
    int home = Math.floorMod(key.hashCode(), hosts.size());
    return new RoomHandle(this, RoomScope.of(key, events, home));
  }

  @Override
  public boolean estimates() {
    return estimates;
  }

  /** The loop with the fewest peers. */
  LoopHost emptiestHost() {
    LoopHost emptiest = hosts.getFirst();
    for (LoopHost host : hosts) {
      if (host.load().get() < emptiest.load().get()) {
        emptiest = host;
      }
    }
    return emptiest;
  }

  LoopHost host(int index) {
    return hosts.get(index);
  }

  List<LoopHost> hosts() {
    return hosts;
  }

  SecureRandom random() {
    return random;
  }

  BouncyDtls dtls() {
    return dtls;
  }

  /** A number never given before in this process. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  @Override
  public CompletableFuture<SfuReport> report() {
    List<CompletableFuture<SfuReport>> parts = hosts.stream().map(SfuServer::reportOf).toList();
    return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> parts.stream().map(CompletableFuture::join).reduce(SfuServer::sum).map(this::withListener).orElseThrow());
  }

  private static CompletableFuture<SfuReport> reportOf(LoopHost host) {
    return host.ask((shard, nowNs) -> new SfuReport(
        1,
        shard.peers().size(),
        shard.peers().publications() + shard.feeds().size(),
        shard.peers().subscriptions(),
        new SfuReport.Traffic(
            host.traffic().packetsIn(),
            host.traffic().bytesIn(),
            host.traffic().packetsOut(),
            host.traffic().bytesOut(),
            host.traffic().sendCalls()),
        new SfuReport.Held(shard.pool().inUse(), shard.armedTimers()),
        new SfuReport.Tcp(0, host.loop().connectionCount(), host.loop().connectionBytes(), shard.drops().frames(), Map.of()),
        shard.drops().snapshot()));
  }

  private static SfuReport sum(SfuReport a, SfuReport b) {
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    drops.putAll(a.drops());
    b.drops().forEach((reason, count) -> drops.merge(reason, count, Long::sum));
    return new SfuReport(
        a.loops() + b.loops(),
        a.peers() + b.peers(),
        a.publications() + b.publications(),
        a.subscriptions() + b.subscriptions(),
        new SfuReport.Traffic(
            a.traffic().packetsIn() + b.traffic().packetsIn(),
            a.traffic().bytesIn() + b.traffic().bytesIn(),
            a.traffic().packetsOut() + b.traffic().packetsOut(),
            a.traffic().bytesOut() + b.traffic().bytesOut(),
            a.traffic().sendCalls() + b.traffic().sendCalls()),
        new SfuReport.Held(a.held().packets() + b.held().packets(), a.held().timers() + b.held().timers()),
        new SfuReport.Tcp(
            0,
            a.tcp().open() + b.tcp().open(),
            a.tcp().waitingBytes() + b.tcp().waitingBytes(),
            a.tcp().framesLeftOut() + b.tcp().framesLeftOut(),
            Map.of()),
        drops);
  }

  /** Adds what is counted for all loops together. */
  private SfuReport withListener(SfuReport loops) {
    SfuReport.Tcp sum = loops.tcp();
    return new SfuReport(
        loops.loops(), loops.peers(), loops.publications(), loops.subscriptions(), loops.traffic(), loops.held(),
        new SfuReport.Tcp(tcp.acceptedCount(), sum.open(), sum.waitingBytes(), sum.framesLeftOut(), tcp.refusals()),
        loops.drops());
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
    try {
      onEveryLoop(Shard::close);
      dtls.awaitClosed(CLOSE_TIME);
      // One turn more, which sends what the associations posted last: a loop that ends closes its sockets before it looks at its mailbox.
      onEveryLoop((shard, nowNs) -> { });
    } catch (TimeoutException | ExecutionException e) {
      log.warn("not every peer was told that the server ends", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    hosts.forEach(LoopHost::close);
  }

  /** Has every shard do something, and waits until all have. */
  private void onEveryLoop(Neighbours.Command command) throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<?>[] done = hosts.stream()
        .map(host -> host.ask((shard, nowNs) -> {
          command.run(shard, nowNs);
          return true;
        }))
        .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(done).get(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How the shards reach each other. */
  private final class Others implements Neighbours {
    @Override
    public void tell(int shard, Command command) {
      host(shard).tell(command);
    }

    @Override
    public void wake(int shard) {
      host(shard).wake();
    }
  }
}
