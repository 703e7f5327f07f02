package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.loop.CrossRing;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The publications of one loop: those whose publisher lives here, and replicas of those whose publisher lives elsewhere.
 *
 * <p>A replica elsewhere is opened by its first receiver: the home loop attaches a {@link Crossing}, which fills the ring between the two
 * loops. It is dropped with its last receiver, or when the home loop says that the publication ended.
 */
final class ReplicaTable {
  /** Packets taken out of the rings in one turn, so that a busy neighbour cannot starve this loop's own sockets. */
  private static final int CROSSED_PER_TURN = 512;
  /** Requests of many subscribers cross as one: the keyframe that answers the first answers all. */
  private static final long KEYFRAME_REQUEST_NS = 100_000_000;

  private final Shard shard;
  private final Map<Long, Replica> replicas = new HashMap<>();
  /** By publication and loop: who carries which publication where. */
  private final Map<Long, Map<Integer, Crossing>> crossings = new HashMap<>();
  private final Map<Integer, CrossRing> outbound = new HashMap<>();
  private final List<CrossRing> inbound = new ArrayList<>();
  private final CrossRing.Arrival arrival = new CrossRing.Arrival();
  private final Run[] crossed = {new Run(0), new Run(1), new Run(2)};

  ReplicaTable(Shard shard) {
    this.shard = shard;
  }

  /** Opens the replica of a publication that is published on this loop. */
  Replica openHome(PublicationRef ref, LayerSet layers, Replica.Upstream upstream) {
    Replica replica = new Replica(ref, layers, upstream, shard.fanOut(), shard.drops());
    replicas.put(ref.key(), replica);
    return replica;
  }

  /** Ends a publication everywhere; called on its home loop. */
  void endHome(long key, long nowNs) {
    Replica replica = replicas.remove(key);
    crossings.remove(key);
    if (replica != null) {
      replica.end(nowNs);
    }
  }

  /** The replica to receive a publication from; null when the publication lived here and has ended. */
  @Nullable Replica open(PublicationRef ref) {
    Replica known = replicas.get(ref.key());
    if (known != null || ref.home() == shard.index()) {
      return known;
    }
    Replica replica = new Replica(ref, new LayerSet(ref.spec()), new RemoteUpstream(ref), shard.fanOut(), shard.drops());
    replicas.put(ref.key(), replica);
    int here = shard.index();
    shard.neighbours().tell(ref.home(), (home, nowNs) -> home.replicas().attachCrossing(ref.key(), here, nowNs));
    return replica;
  }

  /** Takes a receiver off; a replica of a publication elsewhere goes with its last one. */
  void detach(Replica replica, RunSink sink, long nowNs) {
    replica.detach(sink, nowNs);
    PublicationRef ref = replica.ref();
    if (!replica.hasSinks() && ref.home() != shard.index() && replicas.remove(ref.key(), replica)) {
      replica.end(nowNs);
      int here = shard.index();
      shard.neighbours().tell(ref.home(), (home, thereNs) -> home.replicas().detachCrossing(ref.key(), here, thereNs));
    }
  }

  private void attachCrossing(long key, int to, long nowNs) {
    Replica replica = replicas.get(key);
    if (replica == null) {
      shard.neighbours().tell(to, (there, thereNs) -> there.onRemoteEnd(key, thereNs));
      return;
    }
    CrossRing ring = outbound.computeIfAbsent(to, other -> shard.neighbours().openRing(shard.index(), other));
    Crossing crossing = new Crossing(replica, to, ring, shard.neighbours(), shard.drops());
    crossings.computeIfAbsent(key, absent -> new HashMap<>()).put(to, crossing);
    crossing.introduce(nowNs);
    replica.attach(crossing, nowNs);
  }

  private void detachCrossing(long key, int to, long nowNs) {
    Map<Integer, Crossing> ways = crossings.get(key);
    Crossing crossing = ways == null ? null : ways.remove(to);
    Replica replica = replicas.get(key);
    if (crossing != null && replica != null) {
      replica.detach(crossing, nowNs);
    }
  }

  private void onRemoteDemand(long key, int from, int layers, long nowNs) {
    Crossing crossing = crossings.getOrDefault(key, Map.of()).get(from);
    if (crossing != null) {
      crossing.demand(layers, nowNs);
    }
  }

  private void onRemoteKeyframeRequest(long key, int stream, long nowNs) {
    Replica replica = replicas.get(key);
    if (replica != null && stream < replica.layers().streams()) {
      replica.requestKeyframe(stream, nowNs);
    }
  }

  void onRemoteLayerState(long key, int layer, LayerState state, int layerCount, long nowNs) {
    Replica replica = replicas.get(key);
    if (replica != null) {
      replica.layers().count(layerCount);
      replica.layers().layer(layer).copyFrom(state);
      replica.onLayerState(layer, nowNs);
    }
  }

  void onRemoteEnd(long key, long nowNs) {
    Replica replica = replicas.remove(key);
    if (replica != null) {
      replica.end(nowNs);
    }
  }

  void addInbound(CrossRing ring) {
    inbound.add(ring);
  }

  boolean hasCrossed() {
    for (CrossRing ring : inbound) {
      if (!ring.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Takes what crossed from other loops and hands it to the replicas, in runs. */
  void takeCrossed(long nowNs) {
    for (CrossRing ring : inbound) {
      takeFrom(ring, nowNs);
    }
  }

  private void takeFrom(CrossRing ring, long nowNs) {
    long key = 0;
    Run run = crossed[0];
    for (int i = 0; i < CROSSED_PER_TURN && !ring.isEmpty(); i++) {
      Packet empty = shard.pool().take();
      if (empty == null) {
        shard.drops().count(DropReason.POOL_EXHAUSTED);
        break;
      }
      Packet packet = ring.trade(empty, arrival);
      if (packet == null) {
        empty.release();
        break;
      }
      if (run.size() > 0 && (arrival.publication() != key || arrival.stream() != run.stream() || run.isFull())) {
        handOver(key, run, nowNs);
      }
      key = arrival.publication();
      run = crossed[arrival.stream()];
      run.add(packet);
    }
    handOver(key, run, nowNs);
  }

  private void handOver(long key, Run run, long nowNs) {
    if (run.size() == 0) {
      return;
    }
    Replica replica = replicas.get(key);
    if (replica != null) {
      replica.onRun(run, nowNs);
    } else {
      shard.drops().count(DropReason.NO_SUBSCRIBER, run.size());
      for (int i = 0; i < run.size(); i++) {
        run.packet(i).release();
      }
    }
    run.clear();
  }

  /** Ends everything, for the loop itself ends. */
  void endAll(long nowNs) {
    for (Replica replica : List.copyOf(replicas.values())) {
      replicas.remove(replica.ref().key());
      replica.end(nowNs);
    }
    crossings.clear();
  }

  int size() {
    return replicas.size();
  }

  int crossings() {
    return crossings.values().stream().mapToInt(Map::size).sum();
  }

  /** Carries a replica's wishes to the publisher's loop. */
  private final class RemoteUpstream implements Replica.Upstream {
    private final PublicationRef ref;
    private final long[] askedNs = new long[PublicationSpec.MAX_SOURCES];
    private int asked;

    RemoteUpstream(PublicationRef ref) {
      this.ref = ref;
    }

    @Override
    public void requestKeyframe(int stream, long nowNs) {
      boolean askedBefore = (asked >> stream & 1) != 0;
      if (askedBefore && nowNs - askedNs[stream] < KEYFRAME_REQUEST_NS) {
        return;
      }
      asked |= 1 << stream;
      askedNs[stream] = nowNs;
      long key = ref.key();
      shard.neighbours().tell(ref.home(), (home, thereNs) -> home.replicas().onRemoteKeyframeRequest(key, stream, thereNs));
    }

    @Override
    public void demand(int layers, long nowNs) {
      long key = ref.key();
      int here = shard.index();
      shard.neighbours().tell(ref.home(), (home, thereNs) -> home.replicas().onRemoteDemand(key, here, layers, thereNs));
    }
  }
}
