package io.ringcast.sfu.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.routing.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A room of peers in virtual time, each publishing audio and video and receiving everybody else, spread over the loops. */
final class SimulatedRoom {
  static final long SECOND_NS = 1_000_000_000L;

  final VirtualTime time = new VirtualTime();
  final Random random;
  final SimulatedSfu sfu;
  final List<SimulatedPeer> peers = new ArrayList<>();
  final List<MediaEvent> events = new ArrayList<>();
  private final List<PublicationRef> publications = new ArrayList<>();
  private final List<Forwarding> forwardings = new ArrayList<>();
  private long numbers;

  /** Who receives what. */
  record Forwarding(SimulatedPeer from, SimulatedPeer to, PublicationRef publication, SubscriptionId id, SimulatedSubscription received) {
    @Override
    public String toString() {
      return from.id + " -> " + to.id + ' ' + publication.spec().id();
    }

    boolean isVideo() {
      return publication.spec().kind() == MediaKind.VIDEO;
    }
  }

  SimulatedRoom(long seed, int loops) {
    random = new Random(seed);
    sfu = new SimulatedSfu(time, random, loops, events::add);
  }

  /** Lets peers join, publish and subscribe to each other. */
  void fill(int count, int loops, Link.Quality quality) {
    for (int i = 0; i < count; i++) {
      SimulatedPeer peer = new SimulatedPeer("peer" + i, i + 1, i % loops, time, sfu, random, quality);
      peers.add(peer);
      peer.join();
    }
    for (SimulatedPeer peer : peers) {
      publications.add(peer.publish(MediaKind.AUDIO, ++numbers));
      publications.add(peer.publish(MediaKind.VIDEO, ++numbers));
    }
    for (SimulatedPeer peer : peers) {
      for (PublicationRef publication : publications) {
        if (!publication.spec().id().value().startsWith(peer.id.value())) {
          subscribe(peer, publication);
        }
      }
    }
  }

  private void subscribe(SimulatedPeer peer, PublicationRef publication) {
    SimulatedPeer from = peers.stream()
        .filter(publisher -> publication.spec().id().value().startsWith(publisher.id.value()))
        .findFirst()
        .orElseThrow();
    SubscriptionId id = new SubscriptionId(++numbers);
    forwardings.add(new Forwarding(from, peer, publication, id, peer.subscribe(publication, id, Layer.BIG)));
  }

  List<Forwarding> forwardings() {
    return forwardings;
  }

  void want(Forwarding forwarding, Layer layer) {
    sfu.shard(forwarding.to().shard).peers().want(forwarding.to().id, forwarding.id(), layer, time.nowNs());
    sfu.turn(forwarding.to().shard);
  }

  void runFor(long ns) {
    long untilNs = time.nowNs() + ns;
    time.at(untilNs, () -> {});
    while (time.nextNs() <= untilNs) {
      time.step();
      checkBounds();
    }
  }

  private void checkBounds() {
    for (Shard shard : sfu.shards()) {
      assertThat(shard.pool().inUse()).as("packets held by loop %d", shard.index()).isLessThan(40_000);
    }
  }

  /** Everybody leaves; afterwards nothing is held and nothing waits. */
  void endAndCheckThatEverythingReturned() {
    for (SimulatedPeer peer : peers) {
      peer.vanish();
      sfu.closePeer(peer.shard, peer.id);
    }
    runFor(SECOND_NS);
    for (Shard shard : sfu.shards()) {
      assertThat(shard.peers().size()).isZero();
      assertThat(shard.publications()).as("replicas left on loop %d", shard.index()).isZero();
      assertThat(shard.armedTimers()).as("timers left on loop %d beside the speakers'", shard.index()).isEqualTo(1);
      assertThat(shard.pool().inUse()).as("packets left on loop %d", shard.index()).isZero();
    }
    sfu.close();
  }
}
