package io.ringcast.sfu;

import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.loop.CrossRing;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.routing.PublicationRef;
import java.util.Objects;

/** A feed as its owner holds it: one thread at a time may offer packets. */
final class ServerFeed implements FeedHandle, RoomHandle.Server {
  private final RoomHandle room;
  private final LoopHost host;
  private final PublicationRef publication;
  private final CrossRing ring;
  private final Packet offered = Objects.requireNonNull(new PacketPool(1).take());

  ServerFeed(RoomHandle room, LoopHost host, PublicationRef publication, CrossRing ring) {
    this.room = room;
    this.host = host;
    this.publication = publication;
    this.ring = ring;
  }

  void open(Feed feed) {
    host.tell((shard, nowNs) -> shard.feeds().open(publication, feed, ring, nowNs));
  }

  @Override
  public boolean offer(Layer layer, byte[] bytes, int offset, int length) {
    if (length > Packet.CAPACITY) {
      throw new IllegalArgumentException("an RTP packet has at most " + Packet.CAPACITY + " bytes, not " + length);
    }
    System.arraycopy(bytes, offset, offered.bytes(), 0, length);
    offered.length(length);
    if (!offered.wrapRtp()) {
      throw new IllegalArgumentException("not an RTP packet");
    }
    boolean taken = ring.offer(publication.key(), Layers.index(layer, publication.spec().sources().size()), offered);
    host.wake();
    return taken;
  }

  @Override
  public void report(Layer layer, long ntp, int rtpTimestamp) {
    int stream = Layers.index(layer, publication.spec().sources().size());
    host.tell((shard, nowNs) -> shard.feeds().report(publication.key(), stream, ntp, rtpTimestamp, nowNs));
  }

  @Override
  public void close() {
    room.forget(this);
    room.leave(publication);
    host.tell((shard, nowNs) -> shard.feeds().close(publication.key(), nowNs));
  }
}
