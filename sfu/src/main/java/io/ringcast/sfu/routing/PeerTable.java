package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.SubscriptionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The peers of one loop, and what signaling may ask of them. A command for a peer that has gone does nothing. */
public final class PeerTable {
  private final Shard shard;
  private final Map<PeerId, PeerLink> peers = new LinkedHashMap<>();
  /** The same, so that a room's report does not take longer for all others. */
  private final Map<RoomKey, Set<PeerLink>> byRoom = new HashMap<>();

  PeerTable(Shard shard) {
    this.shard = shard;
  }

  /** @param onGone told once, when the peer has gone for whatever reason */
  public void connect(RoomScope room, PeerId id, IceCredentials local, Runnable onGone, long nowNs) {
    PeerLink link = new PeerLink(shard, room, id, local, onGone);
    peers.put(id, link);
    byRoom.computeIfAbsent(room.key(), key -> new LinkedHashSet<>()).add(link);
    shard.demux().register(link.transport());
    link.transport().awaitRemote(nowNs);
  }

  public void remote(PeerId id, RemoteTransport remote, long nowNs) {
    with(id, peer -> peer.transport().remote(remote, nowNs));
  }

  /** Begins an ICE restart with these credentials of our side. */
  public void renew(PeerId id, IceCredentials fresh) {
    with(id, peer -> peer.transport().renew(fresh));
  }

  public void publish(PeerId id, PublicationRef publication, long nowNs) {
    with(id, peer -> peer.publishing().publish(publication, nowNs));
  }

  public void unpublish(PeerId id, PublicationId publication, long nowNs) {
    with(id, peer -> peer.publishing().unpublish(publication, nowNs));
  }

  public void mute(PeerId id, PublicationId publication, boolean muted, long nowNs) {
    with(id, peer -> peer.publishing().mute(publication, muted, nowNs));
  }

  public void subscribe(PeerId id, SubscribeOrder order, long nowNs) {
    with(id, peer -> peer.receiving().subscribe(order, nowNs));
  }

  public void want(PeerId id, SubscriptionId subscription, Layer layer, long nowNs) {
    with(id, peer -> peer.receiving().want(subscription, layer, nowNs));
  }

  public void wantTemporal(PeerId id, SubscriptionId subscription, int highest, long nowNs) {
    with(id, peer -> peer.receiving().wantTemporal(subscription, highest));
  }

  public void pause(PeerId id, SubscriptionId subscription, boolean paused, long nowNs) {
    with(id, peer -> peer.receiving().pause(subscription, paused, nowNs));
  }

  public void unsubscribe(PeerId id, SubscriptionId subscription, long nowNs) {
    with(id, peer -> peer.receiving().unsubscribe(subscription, nowNs));
  }

  /** Has a peer be one of another room; false when it has gone. */
  public boolean move(PeerId id, RoomScope room) {
    PeerLink peer = peers.get(id);
    if (peer != null) {
      peer.room(room);
    }
    return peer != null;
  }

  public void close(PeerId id, CloseReason reason, long nowNs) {
    with(id, peer -> peer.close(reason, nowNs));
  }

  /** Closes all peers of a room. */
  public void closeRoom(RoomKey room, CloseReason reason, long nowNs) {
    for (PeerLink peer : List.copyOf(byRoom.getOrDefault(room, Set.of()))) {
      peer.close(reason, nowNs);
    }
  }

  /** The peer's loop-side parts, for simulation and tests of this package's users. */
  public @Nullable PeerLink find(PeerId id) {
    return peers.get(id);
  }

  public int size() {
    return peers.size();
  }

  /** Subscriptions of all peers here. */
  public int subscriptions() {
    return peers.values().stream().mapToInt(peer -> peer.receiving().count()).sum();
  }

  public int publications() {
    return peers.values().stream().mapToInt(peer -> peer.publishing().count()).sum();
  }

  public List<PeerReport> report(RoomKey room, long nowNs) {
    return byRoom.getOrDefault(room, Set.of()).stream().map(peer -> peer.report(nowNs)).toList();
  }

  void collectSpeakers(Map<RoomScope, List<Speaker>> byRoom) {
    for (PeerLink peer : peers.values()) {
      peer.collectSpeakers(byRoom);
    }
  }

  void closeAll(long nowNs) {
    for (PeerLink peer : List.copyOf(peers.values())) {
      peer.close(CloseReason.SERVER_CLOSED, nowNs);
    }
  }

  /** The link's transport has closed and its publications and subscriptions are gone. */
  void onClosed(PeerLink link) {
    peers.remove(link.id());
    byRoom.computeIfPresent(link.room().key(), (key, here) -> {
      here.remove(link);
      return here.isEmpty() ? null : here;
    });
    link.onGone().run();
  }

  private void with(PeerId id, Consumer<PeerLink> action) {
    PeerLink peer = peers.get(id);
    if (peer != null) {
      action.accept(peer);
    }
  }
}
