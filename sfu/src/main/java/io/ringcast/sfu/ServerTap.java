package io.ringcast.sfu;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.routing.PublicationRef;

/** A tap as its owner holds it. */
final class ServerTap implements TapHandle, RoomHandle.Server {
  private final RoomHandle room;
  private final LoopHost host;
  private final long id;

  ServerTap(RoomHandle room, LoopHost host, long id) {
    this.room = room;
    this.host = host;
    this.id = id;
  }

  void open(PublicationRef publication, Tap tap) {
    host.tell((shard, nowNs) -> shard.taps().open(id, publication, tap, nowNs));
  }

  @Override
  public void want(Layer layer) {
    host.tell((shard, nowNs) -> shard.taps().want(id, layer, nowNs));
  }

  @Override
  public void requestKeyframe() {
    host.tell((shard, nowNs) -> shard.taps().requestKeyframe(id, nowNs));
  }

  @Override
  public void close() {
    room.forget(this);
    host.tell((shard, nowNs) -> shard.taps().close(id, nowNs));
  }
}
