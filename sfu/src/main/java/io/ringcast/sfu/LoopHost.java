package io.ringcast.sfu;

import io.ringcast.sfu.api.HostCandidate;
import io.ringcast.sfu.api.TransportProtocol;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.net.LoopParts;
import io.ringcast.sfu.net.MediaLoop;
import io.ringcast.sfu.net.TcpCounters;
import io.ringcast.sfu.net.TrafficCounters;
import io.ringcast.sfu.routing.Neighbours;
import io.ringcast.sfu.routing.Shard;
import io.ringcast.sfu.transport.DtlsPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One media loop with its shard: the thread and socket, and what lives there. Its methods may be called from any thread. */
final class LoopHost implements Mailbox {
  private static final Logger log = LoggerFactory.getLogger(LoopHost.class);

  private final MediaLoop loop;
  private final Shard shard;
  private final TrafficCounters traffic = new TrafficCounters();
  private final TcpCounters tcp;
  /** Peers placed here and not yet known to have gone: how the next one finds the emptiest loop. */
  private final AtomicInteger load = new AtomicInteger();
  private List<HostCandidate> candidates = List.of();

  LoopHost(Shard.Settings settings, Neighbours neighbours, DtlsPort dtls, RandomGenerator random, TcpCounters tcp) {
    this.tcp = tcp;
    loop = new MediaLoop(settings.index());
    shard = new Shard(settings, loop, neighbours, dtls, random, MediaLoop.nowNs());
  }

  /** Binds the loop's UDP port on each of these addresses and starts turning. */
  void start(List<InetAddress> binds, int port, List<InetAddress> announced) throws IOException {
    LoopParts parts = new LoopParts(shard.pool(), shard.demux(), shard, shard.drops(), traffic, tcp);
    try {
      List<InetSocketAddress> bound = loop.start(parts, binds.stream().map(bind -> new InetSocketAddress(bind, port)).toList());
      candidates = announced.stream()
          .map(address -> new HostCandidate(address.getHostAddress(), portOf(address, bound), TransportProtocol.UDP))
          .toList();
    } catch (BindException e) {
      throw new MediaPortTakenException(TransportProtocol.UDP, port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening UDP port " + port, e);
    }
  }

  /** The port of the socket that is reached at an announced address: its own, or the one behind them all. */
  private static int portOf(InetAddress announced, List<InetSocketAddress> bound) {
    for (InetSocketAddress socket : bound) {
      if (socket.getAddress().equals(announced)) {
        return socket.getPort();
      }
    }
    return bound.getFirst().getPort();
  }

  /** Names further candidates, behind those of the loop's UDP port. */
  void alsoAt(List<HostCandidate> more) {
    candidates = Stream.concat(candidates.stream(), more.stream()).toList();
  }

  MediaLoop loop() {
    return loop;
  }

  /** What lives on the loop, for commands that run there. */
  Shard shard() {
    return shard;
  }

  int index() {
    return shard.index();
  }

  AtomicInteger load() {
    return load;
  }

  List<HostCandidate> candidates() {
    return candidates;
  }

  TrafficCounters traffic() {
    return traffic;
  }

  @Override
  public boolean post(Command command) {
    boolean posted = loop.post(command);
    if (!posted) {
      log.warn("media loop {} refused a command: its mailbox is full or it has ended", shard.index());
    }
    return posted;
  }

  void wake() {
    loop.wake();
  }

  /** Has the shard do something, on its loop. */
  void tell(Neighbours.Command command) {
    post(nowNs -> command.run(shard, nowNs));
  }

  /** Asks the shard something, on its loop. */
  <T> CompletableFuture<T> ask(BiFunction<Shard, Long, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean posted = post(nowNs -> {
      try {
        answer.complete(question.apply(shard, nowNs));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    if (!posted) {
      answer.completeExceptionally(new IllegalStateException("media loop " + shard.index() + " takes no commands"));
    }
    return answer;
  }

  void close() {
    loop.close();
  }
}
