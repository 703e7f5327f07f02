package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.MediaEvents;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.routing.Neighbours;
import io.ringcast.sfu.routing.RoomScope;
import io.ringcast.sfu.transport.Outbox;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The real shards of a media plane with several loops, on simulated sockets and in virtual time; SRTP is the null cipher. */
final class SimulatedSfu {
  private static final RemoteTransport REMOTE = new RemoteTransport(new IceCredentials("peer", "peer"), List.of(), DtlsRole.SERVER);

  private final VirtualTime time;
  private final List<SimulatedLoop> loops = new ArrayList<>();
  private final Map<InetSocketAddress, SimulatedPeer> wires = new HashMap<>();
  private final RoomScope room;

  /** @param estimation how it is found out how much fits on the paths to peers; null: it is not */
  record Setup(int loops, @Nullable EstimatorSettings estimation) {}

  SimulatedSfu(VirtualTime time, RandomGenerator random, Setup setup, MediaEvents events, SimulatedLoop.Arrivals arrivals) {
    this.time = time;
    Outbox outbox = new Wires();
    for (int i = 0; i < setup.loops(); i++) {
      loops.add(new SimulatedLoop(i, setup.estimation(), time, random, outbox, new Others(), arrivals));
    }
    room = RoomScope.of(new RoomKey("app", "room"), events, 0);
  }

  RoomScope room() {
    return room;
  }

  SimulatedLoop loop(int index) {
    return loops.get(index);
  }

  List<SimulatedLoop> loops() {
    return loops;
  }

  /** Has a loop do something soon, as signaling would. */
  void tell(int loop, Neighbours.Command command) {
    SimulatedLoop home = loops.get(loop);
    home.post(nowNs -> command.run(home.shard(), nowNs));
  }

  /** Gives a peer its transport. */
  void connect(SimulatedPeer peer, IceCredentials local, Runnable onGone) {
    tell(peer.loop(), (shard, nowNs) -> shard.peers().connect(room, peer.id(), local, onGone, nowNs));
    tell(peer.loop(), (shard, nowNs) -> shard.peers().remote(peer.id(), REMOTE, nowNs));
  }

  /** Who gets what the SFU sends to an address. */
  void wire(InetSocketAddress address, SimulatedPeer peer) {
    wires.put(address, peer);
  }

  void close() {
    for (SimulatedLoop loop : loops) {
      loop.shard().close(time.nowNs());
    }
  }

  private final class Wires implements Outbox {
    @Override
    public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
      SimulatedPeer peer = wires.get(to);
      if (peer == null) {
        throw new Broken("%d bytes for %s, where nobody ever was", length, to);
      }
      peer.onEmitted(Arrays.copyOfRange(bytes, offset, offset + length), to);
    }

    @Override
    public void send(Slab slab, InetSocketAddress to) {
      for (int i = 0; i < slab.size(); i++) {
        send(slab.bytes(), slab.offset(i), slab.length(i), to);
      }
    }
  }

  private final class Others implements Neighbours {
    @Override
    public void tell(int shard, Command command) {
      SimulatedSfu.this.tell(shard, command);
    }

    @Override
    public void wake(int shard) {
      loops.get(shard).wake();
    }
  }
}
