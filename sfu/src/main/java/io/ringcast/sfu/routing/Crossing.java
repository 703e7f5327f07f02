package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.CrossRing;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;

/** The receiver that carries a publication to its replica on another loop: each packet crosses once, however many subscribers are there. */
final class Crossing implements RunSink {
  private final Replica source;
  private final int to;
  private final CrossRing ring;
  private final Neighbours neighbours;
  private final DropCounters drops;
  private int demanded;

  Crossing(Replica source, int to, CrossRing ring, Neighbours neighbours, DropCounters drops) {
    this.source = source;
    this.to = to;
    this.ring = ring;
    this.neighbours = neighbours;
    this.drops = drops;
  }

  @Override
  public boolean carriesOn() {
    return true;
  }

  @Override
  public void onRun(Run run, long nowNs) {
    for (int i = 0; i < run.size(); i++) {
      if (!ring.offer(source.ref().key(), run.stream(), run.packet(i))) {
        drops.count(DropReason.CROSSING_FULL, run.size() - i);
        break;
      }
    }
    neighbours.wake(to);
  }

  /** Tells the other loop every layer's state, as its replica starts without any. */
  void introduce(long nowNs) {
    for (int layer = 0; layer < source.layers().count(); layer++) {
      onLayerState(layer, nowNs);
    }
  }

  @Override
  public void onLayerState(int layer, long nowNs) {
    LayerState state = new LayerState();
    state.copyFrom(source.layers().layer(layer));
    int layerCount = source.layers().count();
    long key = source.ref().key();
    neighbours.tell(to, (shard, thereNs) -> shard.onRemoteLayerState(key, layer, state, layerCount, thereNs));
  }

  /** What the other loop's receivers want. */
  void demand(int layers, long nowNs) {
    demanded = layers;
    source.demandChanged(nowNs);
  }

  @Override
  public int demandedLayers() {
    return demanded;
  }

  @Override
  public void onEnd(long nowNs) {
    long key = source.ref().key();
    neighbours.tell(to, (shard, thereNs) -> shard.onRemoteEnd(key, thereNs));
  }
}
