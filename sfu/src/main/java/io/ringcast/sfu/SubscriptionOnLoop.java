package io.ringcast.sfu;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.SubscriptionHandle;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.routing.SubscribeOrder;

/** A subscription as signaling holds it: sends commands to its peer's loop. */
record SubscriptionOnLoop(LoopHost host, PeerId peer, SubscribeOrder order) implements SubscriptionHandle {
  @Override
  public SubscriptionId id() {
    return order.id();
  }

  @Override
  public long ssrc() {
    return Integer.toUnsignedLong(order.ssrc());
  }

  @Override
  public long rtxSsrc() {
    return Integer.toUnsignedLong(order.rtxSsrc());
  }

  @Override
  public void want(Layer layer) {
    host.tell((shard, nowNs) -> shard.peers().want(peer, id(), layer, nowNs));
  }

  @Override
  public void wantTemporal(int highest) {
    host.tell((shard, nowNs) -> shard.peers().wantTemporal(peer, id(), highest, nowNs));
  }

  @Override
  public void pause(boolean paused) {
    host.tell((shard, nowNs) -> shard.peers().pause(peer, id(), paused, nowNs));
  }

  @Override
  public void close() {
    host.tell((shard, nowNs) -> shard.peers().unsubscribe(peer, id(), nowNs));
  }
}
