package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.congestion.EstimatorSettings;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.routing.SubscribeOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A room in virtual time: its peers, what they publish and subscribe, and signaling's part in it. */
final class SimulatedRoom {
  static final long SECOND_NS = 1_000_000_000L;
  private static final long HEALED_NS = 6 * SECOND_NS;
  /** By then every estimate has risen again to what is wished, those too that no probe can raise. */
  private static final long RISEN_NS = 30 * SECOND_NS;
  private static final long CONSENT_NS = 31 * SECOND_NS;
  /** How long signaling takes to tell subscribers that a publication has gone. */
  private static final int SIGNALING_NS = 200_000_000;
  private static final ExtensionIds PUBLISHED_IDS = new ExtensionIds(Map.of(
      HeaderExtension.MID, 1, HeaderExtension.RID, 2, HeaderExtension.REPAIRED_RID, 3, HeaderExtension.TRANSPORT_CC, 4,
      HeaderExtension.AUDIO_LEVEL, 5, HeaderExtension.DEPENDENCY_DESCRIPTOR, 6));
  /** Without it nobody could tell the layers of AV1 apart. */
  private static final ExtensionIds LEAST_IDS = new ExtensionIds(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, 6));
  static final int SUBSCRIBED_TRANSPORT_CC = 4;
  private static final ExtensionIds SUBSCRIBED_IDS = new ExtensionIds(Map.of(
      HeaderExtension.MID, 3, HeaderExtension.TRANSPORT_CC, SUBSCRIBED_TRANSPORT_CC, HeaderExtension.ABS_SEND_TIME, 2,
      HeaderExtension.AUDIO_LEVEL, 7, HeaderExtension.DEPENDENCY_DESCRIPTOR, 8));

  private final VirtualTime time = new VirtualTime();
  private final RandomGenerator network;
  private final boolean estimates;
  private final Trace trace;
  private final Ledger ledger = new Ledger();
  private final SimulatedSfu sfu;
  private final List<SimulatedPeer> peers = new ArrayList<>();
  private final List<SimulatedPublisher> publishers = new ArrayList<>();
  private final List<Subscribing> subscriptions = new ArrayList<>();
  private final List<MediaEvent> events = new ArrayList<>();
  private final RoomInvariants invariants;
  private long numbers;
  private boolean everyoneTells;

  /** What was negotiated for a publication. */
  record Offer(SimulatedPublisher.Manner manner, CodecParameters codec, int layers) {}

  /** @param estimates whether the SFU finds out how much fits on the paths to its peers, and acts on it */
  SimulatedRoom(long seed, int loops, boolean estimates, int traceLines) {
    SplittableRandom random = new SplittableRandom(seed);
    this.estimates = estimates;
    network = random.split();
    trace = new Trace(traceLines, time);
    sfu = new SimulatedSfu(time, random.split(), new SimulatedSfu.Setup(loops, estimates ? EstimatorSettings.DEFAULT : null),
        this::onEvent, this::onArrived);
    invariants = new RoomInvariants(this);
    invariants.start();
  }

  /** From now on every subscriber tells of what arrives, as browsers do. */
  void everyoneTells() {
    everyoneTells = true;
  }

  VirtualTime time() {
    return time;
  }

  RandomGenerator network() {
    return network;
  }

  Trace trace() {
    return trace;
  }

  Ledger ledger() {
    return ledger;
  }

  SimulatedSfu sfu() {
    return sfu;
  }

  /** Everybody who joined and did not leave. */
  List<SimulatedPeer> peers() {
    return peers;
  }

  /** What is being published. */
  List<SimulatedPublisher> publishers() {
    return publishers;
  }

  List<Subscribing> subscriptions() {
    return subscriptions;
  }

  List<MediaEvent> events() {
    return events;
  }

  SimulatedPeer join(int loop, LinkQuality up, LinkQuality down) {
    SimulatedPeer peer = new SimulatedPeer(this, (int) ++numbers, loop, up, down);
    trace.add("%s joins on loop %d, up: %s, down: %s", peer, loop, up, down);
    peers.add(peer);
    peer.join();
    return peer;
  }

  SimulatedPublisher publish(SimulatedPeer peer, Offer offer) {
    MediaKind kind = offer.codec().codec().kind();
    long key = ++numbers;
    List<StreamSource> sources = new ArrayList<>();
    for (int i = 0; i < offer.layers(); i++) {
      String rid = peer.identifies() && offer.layers() > 1 ? "r" + i : "";
      boolean rtx = offer.codec().rtxPayloadType() != CodecParameters.NO_RTX;
      sources.add(peer.identifies() ? new StreamSource(rid, StreamSource.UNKNOWN, StreamSource.UNKNOWN)
          : new StreamSource("", network.nextInt() & 0xFFFF_FFFFL, rtx ? network.nextInt() & 0xFFFF_FFFFL : StreamSource.UNKNOWN));
    }
    PublicationSpec spec = new PublicationSpec(new PublicationId(peer + "_" + key), peer + "_main", "m" + key, offer.codec(),
        peer.identifies() ? PUBLISHED_IDS : LEAST_IDS, sources);
    PublicationRef ref = new PublicationRef(key, spec, peer.loop());
    SimulatedPublisher publisher = new SimulatedPublisher(time, network, peer, ref, offer.manner(), peer);
    trace.add("%s publishes %s, a frame in %d ms, %s, nack %b, pli %b, rtx %d", peer, publisher, offer.manner().frameNs() / 1_000_000,
        kind, offer.codec().nack(), offer.codec().pictureLossIndication(), offer.codec().rtxPayloadType());
    peer.publishers().add(publisher);
    publishers.add(publisher);
    invariants.onPublished(ref);
    sfu.tell(peer.loop(), (shard, nowNs) -> {
      shard.peers().publish(peer.id(), ref, nowNs);
      publisher.start();
    });
    return publisher;
  }

  void unpublish(SimulatedPublisher publisher) {
    trace.add("%s is unpublished", publisher);
    SimulatedPeer peer = publisher.peer();
    publisher.stop();
    peer.publishers().remove(publisher);
    sfu.tell(peer.loop(), (shard, nowNs) -> {
      shard.peers().unpublish(peer.id(), publisher.ref().spec().id(), nowNs);
      invariants.onEnded(publisher.ref());
    });
    forget(publisher);
  }

  private void forget(SimulatedPublisher publisher) {
    publishers.remove(publisher);
    for (Subscribing subscribing : List.copyOf(subscriptions)) {
      if (subscribing.from() == publisher) {
        time.after(network.nextInt(SIGNALING_NS), () -> unsubscribe(subscribing));
      }
    }
  }

  Subscribing subscribe(SimulatedPeer peer, SimulatedPublisher publisher, CodecParameters codec, Layer wanted) {
    Subscribing.Names names = new Subscribing.Names(new SubscriptionId(++numbers), network.nextInt(), network.nextInt());
    Subscribing subscribing = new Subscribing(peer, publisher, names, codec, wanted, ledger);
    trace.add("%s is subscribed, wants %s, nack %b, rtx %b", subscribing, wanted, codec.nack(), subscribing.hasRtx());
    subscriptions.add(subscribing);
    peer.expect(subscribing);
    ExtensionIds ids = network.nextBoolean() || everyoneTells ? SUBSCRIBED_IDS : ExtensionIds.NONE;
    SubscriptionSpec spec = new SubscriptionSpec(publisher.ref().spec().id(), "" + names.id().value(), codec, ids, wanted);
    SubscribeOrder order = new SubscribeOrder(names.id(), spec, publisher.ref(), names.ssrc(), names.rtxSsrc(), "cname");
    sfu.tell(peer.loop(), (shard, nowNs) -> {
      subscribing.attached(true, nowNs);
      shard.peers().subscribe(peer.id(), order, nowNs);
    });
    return subscribing;
  }

  void unsubscribe(Subscribing subscribing) {
    if (!subscriptions.remove(subscribing)) {
      return;
    }
    trace.add("%s is unsubscribed", subscribing);
    SimulatedPeer peer = subscribing.to();
    peer.forget(subscribing);
    sfu.tell(peer.loop(), (shard, nowNs) -> {
      shard.peers().unsubscribe(peer.id(), subscribing.id(), nowNs);
      subscribing.attached(false, nowNs);
    });
  }

  void want(Subscribing subscribing, Layer layer) {
    trace.add("%s wants %s", subscribing, layer);
    SimulatedPeer peer = subscribing.to();
    sfu.tell(peer.loop(), (shard, nowNs) -> {
      subscribing.wanted(layer);
      shard.peers().want(peer.id(), subscribing.id(), layer, nowNs);
    });
  }

  void wantTemporal(Subscribing subscribing, int highest) {
    trace.add("%s wants temporal layers up to %d", subscribing, highest);
    SimulatedPeer peer = subscribing.to();
    sfu.tell(peer.loop(), (shard, nowNs) -> {
      subscribing.temporalWanted(highest);
      shard.peers().wantTemporal(peer.id(), subscribing.id(), highest, nowNs);
    });
  }

  void pause(Subscribing subscribing, boolean paused) {
    trace.add("%s is %s", subscribing, paused ? "paused" : "resumed");
    SimulatedPeer peer = subscribing.to();
    sfu.tell(peer.loop(), (shard, nowNs) -> {
      subscribing.paused(paused, nowNs);
      shard.peers().pause(peer.id(), subscribing.id(), paused, nowNs);
    });
  }

  void mute(SimulatedPublisher publisher, boolean muted) {
    trace.add("%s is %s by the server", publisher, muted ? "muted" : "unmuted");
    sfu.tell(publisher.peer().loop(), (shard, nowNs) -> {
      publisher.serverMuted(muted);
      shard.peers().mute(publisher.peer().id(), publisher.ref().spec().id(), muted, nowNs);
    });
  }

  void leave(SimulatedPeer peer) {
    trace.add("%s leaves", peer);
    vanish(peer);
    sfu.tell(peer.loop(), (shard, nowNs) -> shard.peers().close(peer.id(), CloseReason.REQUESTED, nowNs));
  }

  /** Nothing is heard of a peer any more, and nobody is told. */
  void vanish(SimulatedPeer peer) {
    trace.add("%s vanishes", peer);
    peers.remove(peer);
    publishers.removeAll(peer.publishers());
    peer.vanish();
  }

  /** The SFU let a peer go. */
  void onPeerGone(SimulatedPeer peer) {
    trace.add("%s is gone", peer);
    if (!peer.isGone()) {
      throw new Broken("%s was closed though it is there", peer);
    }
    long nowNs = time.nowNs();
    for (Subscribing subscribing : List.copyOf(peer.subscriptions())) {
      subscribing.attached(false, nowNs);
      subscriptions.remove(subscribing);
    }
    for (SimulatedPublisher publisher : peer.publishers()) {
      invariants.onEnded(publisher.ref());
      forget(publisher);
    }
  }

  /** Networks are good from now on, and what stood still moves. */
  void heal() {
    trace.add("all paths are healed");
    for (SimulatedPeer peer : peers) {
      peer.up().quality(LinkQuality.healed(network));
      peer.down().quality(LinkQuality.healed(network));
    }
    for (SimulatedPublisher publisher : publishers) {
      if (publisher.isStill()) {
        publisher.still(false);
      }
    }
  }

  void runFor(long ns) {
    time.runUntil(time.nowNs() + ns);
  }

  /** Heals, and checks that everybody gets what is sent. */
  void healAndCheckLiveness() {
    heal();
    long healedNs = time.nowNs();
    runFor(estimates ? RISEN_NS : HEALED_NS);
    invariants.checkLiveness(healedNs);
  }

  /** Everybody leaves, some without a word; afterwards nothing is held and nothing waits. */
  void endAndCheckThatEverythingReturned() {
    for (SimulatedPeer peer : List.copyOf(peers)) {
      if (network.nextBoolean()) {
        leave(peer);
      } else {
        vanish(peer);
      }
    }
    runFor(CONSENT_NS + SECOND_NS);
    invariants.checkEverythingReturned();
    sfu.close();
  }

  private void onEvent(MediaEvent event) {
    if (event instanceof MediaEvent.PausedByRate pause) {
      subscriptions.stream().filter(one -> one.id().equals(pause.subscription()))
          .forEach(one -> one.pausedByRate(pause.paused(), time.nowNs()));
    }
    events.add(event);
    trace.add("%s", event);
  }

  private void onArrived(SimulatedPeer from, byte[] datagram, boolean kept, long drops) {
    if (!SimulatedPeer.isStun(datagram)) {
      invariants.onArrived(from, datagram, kept, drops);
    }
  }
}
