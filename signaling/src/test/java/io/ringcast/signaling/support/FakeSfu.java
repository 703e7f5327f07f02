package io.ringcast.signaling.support;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Feed;
import io.ringcast.sfu.api.FeedHandle;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.HostCandidate;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.Loan;
import io.ringcast.sfu.api.LocalTransport;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaEvents;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PeerData;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.RoomReport.LayerReport;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.PublicationReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.sfu.api.SfuReport;
import io.ringcast.sfu.api.SubscriptionHandle;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.api.TapHandle;
import io.ringcast.sfu.api.TransportProtocol;
import io.ringcast.sfu.api.UnknownPublicationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A media plane that remembers what it was asked. */
public final class FakeSfu implements Sfu {
  public final List<FakeRoom> rooms = new ArrayList<>();
  public boolean estimates;
  private int peers;
  private long subscriptions;

  @Override
  public MediaRoom openRoom(RoomKey key, MediaEvents events) {
    FakeRoom room = new FakeRoom(key, events);
    rooms.add(room);
    return room;
  }

  @Override
  public boolean estimates() {
    return estimates;
  }

  @Override
  public CompletableFuture<SfuReport> report() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  /** One room. */
  public final class FakeRoom implements MediaRoom {
    public final List<FakePeer> peers = new ArrayList<>();
    public boolean closed;
    /** What peers of this room may subscribe to though it is published in another. */
    public final Map<PublicationId, PublicationId> borrowed = new LinkedHashMap<>();
    private final RoomKey key;
    private final MediaEvents events;

    FakeRoom(RoomKey key, MediaEvents events) {
      this.key = key;
      this.events = events;
    }

    @Override
    public RoomKey key() {
      return key;
    }

    @Override
    public Peer connect() {
      FakePeer peer = new FakePeer(this, new PeerId("p" + ++FakeSfu.this.peers));
      peers.add(peer);
      return peer;
    }

    /** The media plane closes a peer by itself. */
    public void lose(FakePeer peer, CloseReason reason) {
      peer.close(reason);
    }

    public void emit(MediaEvent event) {
      events.on(event);
    }

    @Override
    public TapHandle tap(PublicationId publication, Tap tap) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FeedHandle feed(PublicationSpec spec, Feed feed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Loan lend(PublicationId publication, MediaRoom borrower, PublicationId nameThere) {
      if (!has(publication)) {
        throw new UnknownPublicationException(publication);
      }
      FakeRoom there = (FakeRoom) borrower;
      if (there.borrowed.putIfAbsent(nameThere, publication) != null) {
        throw new IllegalArgumentException(nameThere.value());
      }
      return () -> there.borrowed.remove(nameThere);
    }

    boolean has(PublicationId publication) {
      return borrowed.containsKey(publication)
          || peers.stream().anyMatch(peer -> peer.closed == null && peer.published.containsKey(publication));
    }

    @Override
    public CompletableFuture<RoomReport> report() {
      return CompletableFuture.completedFuture(new RoomReport(key, peers.stream().filter(peer -> peer.closed == null)
          .map(FakePeer::report).toList()));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** One peer. */
  public final class FakePeer implements Peer {
    public final Map<PublicationId, PublicationSpec> published = new LinkedHashMap<>();
    public final List<FakeSubscription> subscribed = new ArrayList<>();
    public @Nullable RemoteTransport remote;
    public @Nullable CloseReason closed;
    /** Publications that are muted now. */
    public final Set<PublicationId> muted = new HashSet<>();
    public int restarts;
    public final FakeData data = new FakeData();
    private FakeRoom room;
    private final PeerId id;

    FakePeer(FakeRoom room, PeerId id) {
      this.room = room;
      this.id = id;
    }

    @Override
    public PeerId id() {
      return id;
    }

    @Override
    public LocalTransport local() {
      return new LocalTransport(
          new IceCredentials("frag" + id.value() + "-".repeat(restarts), "passwordpasswordpassword"),
          new Fingerprint("sha-256", "AA:BB"),
          List.of(new HostCandidate("127.0.0.1", 7882, TransportProtocol.UDP)));
    }

    @Override
    public void remote(RemoteTransport newRemote) {
      remote = newRemote;
    }

    @Override
    public void renewIce() {
      restarts++;
    }

    @Override
    public void publish(PublicationSpec spec) {
      published.put(spec.id(), spec);
    }

    @Override
    public void unpublish(PublicationId publication) {
      published.remove(publication);
    }

    @Override
    public void mute(PublicationId publication, boolean nowMuted) {
      boolean _ = nowMuted ? muted.add(publication) : muted.remove(publication);
    }

    @Override
    public SubscriptionHandle subscribe(SubscriptionSpec spec, String cname) {
      if (!room.has(spec.publication())) {
        throw new UnknownPublicationException(spec.publication());
      }
      FakeSubscription subscription = new FakeSubscription(spec, new SubscriptionId(++subscriptions));
      subscribed.add(subscription);
      return subscription;
    }

    @Override
    public CompletableFuture<Boolean> move(MediaRoom destination) {
      room.peers.remove(this);
      room = (FakeRoom) destination;
      room.peers.add(this);
      return CompletableFuture.completedFuture(closed == null);
    }

    @Override
    public PeerData data() {
      return data;
    }

    @Override
    public void close(CloseReason reason) {
      if (closed == null) {
        closed = reason;
        room.emit(new MediaEvent.PeerClosed(id, reason));
      }
    }

    PeerReport report() {
      List<PublicationReport> publications = published.values().stream().map(spec -> new PublicationReport(
          spec.id(), spec.kind(), spec.codec().codec(), false, 0,
          spec.kind() == MediaKind.AUDIO ? List.of() : List.of(
              new LayerReport(Layer.BIG, "f", true, 1280, 720, 2_400_000, 30.0, 9, 0.5, 1, 2, 3)))).toList();
      return new PeerReport(id, "CONNECTED", "127.0.0.1:5000", 12.5, publications,
          subscribed.stream().map(FakeSubscription::report).toList(), Map.of());
    }
  }

  /** One subscription. */
  public static final class FakeSubscription implements SubscriptionHandle {
    public Layer wanted;
    public int temporalWanted = 3;
    public boolean paused;
    public boolean closed;
    private final SubscriptionSpec spec;
    private final SubscriptionId id;

    FakeSubscription(SubscriptionSpec spec, SubscriptionId id) {
      this.spec = spec;
      this.id = id;
      this.wanted = spec.wanted();
    }

    public SubscriptionSpec spec() {
      return spec;
    }

    public PublicationId publication() {
      return spec.publication();
    }

    public Codec codec() {
      return spec.codec().codec();
    }

    @Override
    public SubscriptionId id() {
      return id;
    }

    @Override
    public long ssrc() {
      return 1000 + id.value();
    }

    @Override
    public long rtxSsrc() {
      return 2000 + id.value();
    }

    @Override
    public void want(Layer layer) {
      wanted = layer;
    }

    @Override
    public void wantTemporal(int highest) {
      temporalWanted = highest;
    }

    @Override
    public void pause(boolean nowPaused) {
      paused = nowPaused;
    }

    @Override
    public void close() {
      closed = true;
    }

    SubscriptionReport report() {
      return new SubscriptionReport(id, spec.publication(), wanted, null, paused, temporalWanted, 1, 2, 3, 0.25, 1.5, 4, 5, 6);
    }
  }
}
