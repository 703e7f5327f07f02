package io.ringcast.client.relay;

import io.ringcast.client.ClientLoop;
import io.ringcast.client.LoopPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stands between clients and one server port and impairs each direction by a seed; every client address has its own port towards the
 * server, as behind a NAT.
 *
 * <p>Lives on the loop; the counters, {@link #address} and the impairments may be used from any thread.
 */
public final class UdpRelay {
  /** Clients of one relay; datagrams of more are lost. */
  private static final int CLIENT_LIMIT = 256;

  private final ClientLoop loop;
  private final InetSocketAddress server;
  private final LoopPort front;
  private final Map<InetSocketAddress, LoopPort> upstream = new LinkedHashMap<>();
  private final Direction toServer;
  private final Direction toClient;

  public UdpRelay(ClientLoop loop, InetSocketAddress server, long seed) {
    this.loop = loop;
    this.server = server;
    toServer = new Direction(seed);
    toClient = new Direction(~seed);
    front = loop.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this::onClient);
  }

  /** Where clients send to instead of to the server. */
  public InetSocketAddress address() {
    return front.localAddress();
  }

  public Direction toServer() {
    return toServer;
  }

  public Direction toClient() {
    return toClient;
  }

  /** Closes all ports; on the loop. */
  public void close() {
    loop.execute(() -> {
      List<LoopPort> all = new ArrayList<>(upstream.values());
      all.add(front);
      all.forEach(LoopPort::close);
    });
  }

  private void onClient(LoopPort socket, byte[] bytes, int length, InetSocketAddress client, long nowNs) {
    LoopPort up = upstream.get(client);
    if (up == null) {
      if (upstream.size() >= CLIENT_LIMIT) {
        return;
      }
      up = loop.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        (from, data, size, address, now) -> toClient.pass(front, data, size, client, now));
      upstream.put(client, up);
    }
    toServer.pass(up, bytes, length, server, nowNs);
  }

  /** One direction with its own dice and counters. */
  public final class Direction {
    private final Random dice;
    private final LongAdder passed = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder duplicated = new LongAdder();
    private volatile Impairment impairment = Impairment.NONE;

    private Direction(long seed) {
      dice = new Random(seed);
    }

    public void impair(Impairment now) {
      impairment = now;
    }

    public long passed() {
      return passed.sum();
    }

    public long lost() {
      return lost.sum();
    }

    public long duplicated() {
      return duplicated.sum();
    }

    private void pass(LoopPort out, byte[] bytes, int length, InetSocketAddress to, long nowNs) {
      Impairment how = impairment;
      if (dice.nextDouble() < how.loss()) {
        lost.increment();
        return;
      }
      passed.increment();
      deliver(out, bytes, length, to, nowNs + delayNs(how));
      if (dice.nextDouble() < how.duplication()) {
        duplicated.increment();
        deliver(out, bytes, length, to, nowNs + delayNs(how));
      }
    }

    private long delayNs(Impairment how) {
      return how.delayNs() + (how.jitterNs() == 0 ? 0 : dice.nextLong(how.jitterNs()));
    }

    private void deliver(LoopPort out, byte[] bytes, int length, InetSocketAddress to, long dueNs) {
      if (impairment.delayNs() == 0 && impairment.jitterNs() == 0) {
        out.send(bytes, 0, length, to);
        return;
      }
      byte[] copy = new byte[length];
      System.arraycopy(bytes, 0, copy, 0, length);
      loop.at(dueNs, nowNs -> out.send(copy, 0, length, to));
    }
  }
}
