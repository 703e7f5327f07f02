package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.MediaEvents;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.routing.Neighbours;
import io.ringcast.sfu.routing.RoomScope;
import io.ringcast.sfu.routing.Shard;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/** The real shards of a media plane with several loops, on simulated sockets and in virtual time; SRTP is the null cipher. */
final class SimulatedSfu {
  /** How long a command or a packet takes from one loop to another. */
  private static final long CROSSING_NS = 50_000;

  private final VirtualTime time;
  private final List<Shard> shards = new ArrayList<>();
  private final Map<InetSocketAddress, Consumer<byte[]>> wires = new HashMap<>();
  private final Outbox outbox = new Wires();
  private final RoomScope room;

  SimulatedSfu(VirtualTime time, Random random, int loops, MediaEvents events) {
    this.time = time;
    for (int i = 0; i < loops; i++) {
      int index = i;
      Mailbox mailbox = command -> {
        time.after(CROSSING_NS, () -> {
          command.run(time.nowNs());
          turn(index);
        });
        return true;
      };
      shards.add(new Shard(new Shard.Settings(i, 50_000), mailbox, new Others(), new NoDtls(), random, time.nowNs()));
    }
    room = RoomScope.of(new RoomKey("app", "room"), events, 0);
  }

  Shard shard(int index) {
    return shards.get(index);
  }

  List<Shard> shards() {
    return shards;
  }

  /** Gives a peer its transport with keys already there, so that its first valid check opens it. */
  void connect(PeerId peer, int shard, IceCredentials local) {
    Shard home = shards.get(shard);
    home.peers().connect(room, peer, local, () -> {});
    Objects.requireNonNull(home.peers().find(peer)).transport()
        .installKeys(new SrtpKeys(SrtpProfile.NULL, new byte[0], new byte[0], new byte[0], new byte[0]), time.nowNs());
  }

  /** Who gets what the SFU sends to an address. */
  void wire(InetSocketAddress address, Consumer<byte[]> receiver) {
    wires.put(address, receiver);
  }

  /** A datagram arrives at a shard's port. */
  void receive(int shard, InetSocketAddress from, byte[] datagram) {
    Shard home = shards.get(shard);
    Packet packet = Objects.requireNonNull(home.pool().take(), "the pool is exhausted");
    System.arraycopy(datagram, 0, packet.bytes(), 0, datagram.length);
    packet.length(datagram.length);
    packet.arrivalNs(time.nowNs());
    home.demux().receive(packet, from, outbox, time.nowNs());
    turn(shard);
  }

  /** Runs a shard's turn, and plans the next one it asks for. */
  void turn(int index) {
    Shard shard = shards.get(index);
    shard.endTurn(time.nowNs());
    long nextNs = shard.nextTurnNs();
    if (nextNs != Long.MAX_VALUE) {
      time.at(Math.max(nextNs, time.nowNs() + 1_000), () -> turnIfDue(index));
    }
  }

  /** Of the turns planned for a shard only the ones still due do something. */
  private void turnIfDue(int index) {
    if (shards.get(index).nextTurnNs() <= time.nowNs()) {
      turn(index);
    }
  }

  void closePeer(int shard, PeerId peer) {
    shards.get(shard).peers().close(peer, CloseReason.REQUESTED, time.nowNs());
    turn(shard);
  }

  void close() {
    for (Shard shard : shards) {
      shard.close(time.nowNs());
    }
  }

  private final class Wires implements Outbox {
    @Override
    public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {
      Consumer<byte[]> wire = wires.get(to);
      if (wire != null) {
        wire.accept(Arrays.copyOfRange(bytes, offset, offset + length));
      }
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
      time.after(CROSSING_NS, () -> {
        command.run(shards.get(shard), time.nowNs());
        turn(shard);
      });
    }

    @Override
    public void wake(int shard) {
      time.after(CROSSING_NS, () -> turn(shard));
    }
  }

  /** Simulation injects keys; nobody shakes hands. */
  private static final class NoDtls implements DtlsPort {
    @Override
    public Fingerprint fingerprint() {
      return new Fingerprint("sha-256", "00");
    }

    @Override
    public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events events) {
      throw new UnsupportedOperationException("simulation injects keys");
    }
  }
}
