package io.ringcast.sfu;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
import io.ringcast.sfu.api.Loan;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.api.UnknownPublicationException;
import io.ringcast.sfu.loop.CrossRing;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.routing.RoomScope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A room as signaling holds it: the directory of its publications, and where each lives. */
final class RoomHandle implements MediaRoom {
  private final SfuServer sfu;
  private final RoomScope scope;
  private final ConcurrentHashMap<PublicationId, PublicationRef> directory = new ConcurrentHashMap<>();
  private final Set<Server> servers = ConcurrentHashMap.newKeySet();

  /** A tap or feed, which ends with its room. */
  interface Server {
    void close();
  }

  RoomHandle(SfuServer sfu, RoomScope scope) {
    this.sfu = sfu;
    this.scope = scope;
  }

  @Override
  public RoomKey key() {
    return scope.key();
  }

  RoomScope scope() {
    return scope;
  }

  SfuServer sfu() {
    return sfu;
  }

  @Override
  public Peer connect() {
    return PeerHandle.connect(this, sfu.emptiestHost());
  }

  /** Enters a publication that lives on a loop. */
  PublicationRef enter(PublicationSpec spec, int home) {
    PublicationRef ref = new PublicationRef(sfu.nextNumber(), spec, home);
    enter(spec.id(), ref);
    return ref;
  }

  /** Enters one that exists. */
  void enter(PublicationId id, PublicationRef ref) {
    if (directory.putIfAbsent(id, ref) != null) {
      throw new IllegalArgumentException("publication " + id + " exists in room " + scope.key().roomId());
    }
  }

  /** Another room of the same media plane, as it is held here. */
  RoomHandle neighbour(MediaRoom other) {
    if (other instanceof RoomHandle handle && handle.sfu == sfu) {
      return handle;
    }
    throw new IllegalArgumentException("room " + other.key().roomId() + " is not of this media plane");
  }

  @Override
  public Loan lend(PublicationId publication, MediaRoom borrower, PublicationId nameThere) {
    RoomHandle there = neighbour(borrower);
    PublicationRef ref = find(publication);
    there.enter(nameThere, ref);
    return () -> there.directory.remove(nameThere, ref);
  }

  void leave(PublicationRef ref) {
    directory.remove(ref.spec().id(), ref);
  }

  PublicationRef find(PublicationId publication) {
    PublicationRef ref = directory.get(publication);
    if (ref == null) {
      throw new UnknownPublicationException(publication);
    }
    return ref;
  }

  void forget(Server server) {
    servers.remove(server);
  }

  @Override
  public TapHandle tap(PublicationId publication, Tap tap) {
    PublicationRef ref = find(publication);
    ServerTap handle = new ServerTap(this, sfu.host(ref.home()), sfu.nextNumber());
    servers.add(handle);
    handle.open(ref, tap);
    return handle;
  }

  @Override
  public FeedHandle feed(PublicationSpec spec, Feed feed) {
    LoopHost host = sfu.emptiestHost();
    PublicationRef ref = enter(withSources(spec), host.index());
    ServerFeed handle = new ServerFeed(this, host, ref, new CrossRing());
    servers.add(handle);
    handle.open(feed);
    return handle;
  }

  /** A feed's packets carry no SSRC of their own: each layer gets one here. */
  private PublicationSpec withSources(PublicationSpec spec) {
    List<StreamSource> sources = spec.sources().stream()
        .map(source -> new StreamSource("", Integer.toUnsignedLong(sfu.random().nextInt()), StreamSource.UNKNOWN))
        .toList();
    return new PublicationSpec(spec.id(), spec.streamId(), spec.mid(), spec.codec(), spec.extensions(), sources);
  }

  @Override
  public CompletableFuture<RoomReport> report() {
    List<CompletableFuture<List<PeerReport>>> parts = sfu.hosts().stream()
        .map(host -> host.ask((shard, nowNs) -> shard.peers().report(scope.key(), nowNs)))
        .toList();
    return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> new RoomReport(scope.key(), parts.stream().flatMap(part -> part.join().stream()).toList()));
  }

  @Override
  public void close() {
    List.copyOf(servers).forEach(Server::close);
    for (LoopHost host : sfu.hosts()) {
      host.tell((shard, nowNs) -> shard.peers().closeRoom(scope.key(), CloseReason.ROOM_CLOSED, nowNs));
    }
  }
}
