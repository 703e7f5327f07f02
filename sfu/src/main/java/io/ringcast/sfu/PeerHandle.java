package io.ringcast.sfu;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.SubscriptionHandle;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.routing.SubscribeOrder;
import io.ringcast.sfu.transport.LoopCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/** A peer as signaling holds it: sends commands to the peer's loop. */
final class PeerHandle implements Peer {
  private volatile RoomHandle room;
  private final LoopHost host;
  private final PeerId id;
  private volatile LocalTransport local;
  private final ConcurrentMap<PublicationId, PublicationRef> published = new ConcurrentHashMap<>();
  private final ServerData data;
  private volatile boolean gone;

  private PeerHandle(RoomHandle room, LoopHost host, PeerId id, LocalTransport local) {
    this.room = room;
    this.host = host;
    this.id = id;
    this.local = local;
    data = new ServerData(host, host.shard(), id);
  }

  static PeerHandle connect(RoomHandle room, LoopHost host) {
    IceCredentials ice = LoopCredentials.make(host.index(), room.sfu().random());
    LocalTransport local = new LocalTransport(ice, room.sfu().dtls().fingerprint(), host.candidates());
    PeerHandle peer = new PeerHandle(room, host, new PeerId("peer-" + room.sfu().nextNumber()), local);
    host.load().incrementAndGet();
    host.tell((shard, nowNs) ->
        shard.peers().connect(room.scope(), peer.id, ice, peer::onGone, nowNs));
    return peer;
  }

  /** The loop has let the peer go, whoever asked for it. */
  private void onGone() {
    host.load().decrementAndGet();
    gone = true;
    published.values().forEach(room::leave);
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public LocalTransport local() {
    return local;
  }

  @Override
  public void remote(RemoteTransport remote) {
    host.tell((shard, nowNs) -> shard.peers().remote(id, remote, nowNs));
  }

  @Override
  public void renewIce() {
    IceCredentials fresh = LoopCredentials.make(host.index(), room.sfu().random());
    local = new LocalTransport(fresh, local.fingerprint(), local.candidates());
    host.tell((shard, nowNs) -> shard.peers().renew(id, fresh));
  }

  @Override
  public void publish(PublicationSpec spec) {
    PublicationRef ref = room.enter(spec, host.index());
    published.put(spec.id(), ref);
    host.tell((shard, nowNs) -> shard.peers().publish(id, ref, nowNs));
  }

  @Override
  public void unpublish(PublicationId publication) {
    PublicationRef ref = published.remove(publication);
    if (ref != null) {
      room.leave(ref);
      host.tell((shard, nowNs) -> shard.peers().unpublish(id, publication, nowNs));
    }
  }

  @Override
  public void mute(PublicationId publication, boolean muted) {
    host.tell((shard, nowNs) -> shard.peers().mute(id, publication, muted, nowNs));
  }

  @Override
  public SubscriptionHandle subscribe(SubscriptionSpec spec, String cname) {
    PublicationRef ref = room.find(spec.publication());
    RandomGenerator random = room.sfu().random();
    SubscribeOrder order = new SubscribeOrder(
        new SubscriptionId(room.sfu().nextNumber()), spec, ref, random.nextInt(), random.nextInt(), cname);
    host.tell((shard, nowNs) -> shard.peers().subscribe(id, order, nowNs));
    return new SubscriptionOnLoop(host, id, order);
  }

  /** Whoever is last of this and {@link #onGone} takes the publications out: one writes what the other then reads. */
  @Override
  public CompletableFuture<Boolean> move(MediaRoom destination) {
    RoomHandle there = room.neighbour(destination);
    published.forEach(there::enter);
    published.values().forEach(room::leave);
    room = there;
    if (gone) {
      published.values().forEach(there::leave);
    }
    return host.ask((shard, nowNs) -> shard.peers().move(id, there.scope()));
  }

  @Override
  public PeerData data() {
    return data;
  }

  @Override
  public void close(CloseReason reason) {
    published.values().forEach(room::leave);
    host.tell((shard, nowNs) -> shard.peers().close(id, reason, nowNs));
  }
}
