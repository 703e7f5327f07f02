package io.ringcast.sfu.sim;

import static io.ringcast.sfu.sim.SimulatedRoom.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.transport.Transport;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rooms of six on two loops with a script by hand: what is promised in figures. The invariants of the drawn rooms watch here too. */
class RoomScenariosTest {
  private static final int PEERS = 6;
  private static final int LOOPS = 2;
  private static final int LAYERS = 3;
  private static final LinkQuality ROUGH = LinkQuality.even(0.05, 0.02, 20, 30);
  private static final LinkQuality FAIR = LinkQuality.even(0.01, 0.01, 20, 10);
  private static final CodecParameters SUBSCRIBED_VP8 = new CodecParameters(Codec.VP8, 120, 121, "", true, true, true);
  private static final CodecParameters SUBSCRIBED_OPUS = new CodecParameters(Codec.OPUS, 96, CodecParameters.NO_RTX, "", true, false, true);

  /** {@code -Dsimulation.scenarios=N} tries so many. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("simulation.scenarios", 4));
  }

  @Test
  void whereNothingIsLostNothingIsMissing() {
    SimulatedRoom room = filled(1, LinkQuality.CLEAN);
    room.runFor(5 * SECOND_NS);
    assertThat(room.subscriptions()).hasSize(PEERS * (PEERS - 1) * 2);
    assertThat(room.sfu().loops()).extracting(loop -> loop.shard().heldRuns() > 0).containsExactly(false, true);
    for (Subscribing subscribing : room.subscriptions()) {
      List<SentFrame> sent = subscribing.from().streams().get(subscribing.isVideo() ? LAYERS - 1 : 0).frames();
      assertThat(subscribing.receiver().decoded()).as("frames of %s", subscribing).isGreaterThan(sent.size() * 9 / 10);
      assertThat(subscribing.emitted().retransmissions()).as("retransmissions to %s", subscribing).isZero();
    }
    end(room);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void roughLinksAreRepaired(long seed) {
    SimulatedRoom room = filled(seed, ROUGH);
    room.runFor(8 * SECOND_NS);
    for (Subscribing subscribing : room.subscriptions()) {
      if (subscribing.isVideo()) {
        assertThat(subscribing.emitted().retransmissions()).as("seed %d: retransmissions to %s", seed, subscribing).isPositive();
        int sent = subscribing.from().streams().getLast().frames().size();
        assertThat(subscribing.receiver().decoded()).as("seed %d: frames of %s, of %d", seed, subscribing, sent)
            .isGreaterThan(sent * 8 / 10);
      }
    }
    end(room);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void layersSwitchWithinTwoSeconds(long seed) {
    SimulatedRoom room = filled(seed, FAIR);
    room.runFor(3 * SECOND_NS);
    for (Layer layer : new Layer[] {Layer.SMALL, Layer.BIG, Layer.MEDIUM, Layer.BIG}) {
      room.subscriptions().forEach(subscribing -> room.want(subscribing, layer));
      room.runFor(2 * SECOND_NS);
      for (Subscribing subscribing : room.subscriptions()) {
        if (subscribing.isVideo()) {
          assertThat(subscribing.receiver().lastDecoded().layer())
              .as("seed %d: layer that %s shows after 2 s", seed, subscribing)
              .isEqualTo(Layers.index(layer, LAYERS));
        }
      }
    }
    end(room);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void peersRoamMuteAndVanish(long seed) {
    SimulatedRoom room = filled(seed, ROUGH);
    room.runFor(3 * SECOND_NS);
    SimulatedPeer roaming = room.peers().get(0);
    SimulatedPeer muted = room.peers().get(1);
    SimulatedPeer vanishing = room.peers().get(2);
    muted.publishers().forEach(publisher -> publisher.silent(true));
    int before = decoded(roaming);
    roaming.roam(true);
    room.runFor(3 * SECOND_NS);
    assertThat(decoded(roaming))
        .as("seed %d: what %s has received, at its new address", seed, roaming)
        .isGreaterThan(before);
    muted.publishers().forEach(publisher -> publisher.silent(false));
    room.vanish(vanishing);
    room.runFor(35 * SECOND_NS);
    assertThat(room.events()).as("seed %d", seed).contains(new MediaEvent.PeerClosed(vanishing.id(), CloseReason.CONSENT_EXPIRED));
    end(room);
  }

  /** Before its receiver could lose count of the sequence numbers, and for no longer than it is gone. */
  @Test
  void whoIsNotHeardOfIsSentNoVideoUntilItSpeaks() {
    SimulatedRoom room = filled(1, LinkQuality.CLEAN);
    room.runFor(3 * SECOND_NS);
    SimulatedPeer lost = room.peers().getFirst();
    lost.up().quality(LinkQuality.even(1, 0, 5, 0));
    room.runFor(11 * SECOND_NS);
    long sent = sent(lost, true);
    long sentAudio = sent(lost, false);
    int before = decoded(lost);
    room.runFor(10 * SECOND_NS);
    assertThat(sent(lost, true)).isEqualTo(sent);
    assertThat(sent(lost, false)).as("audio goes on").isGreaterThan(sentAudio);
    lost.up().quality(LinkQuality.CLEAN);
    room.runFor(4 * SECOND_NS);
    assertThat(sent(lost, true)).isGreaterThan(sent);
    assertThat(decoded(lost)).isGreaterThan(before);
    end(room);
  }

  @Test
  void aPeerWhoseClientNeverAnswersIsLetGo() {
    SimulatedRoom room = new SimulatedRoom(1, 1, false, 0);
    PeerId silent = new PeerId("silent");
    AtomicInteger gone = new AtomicInteger();
    room.sfu().tell(0, (shard, nowNs) -> shard.peers()
        .connect(room.sfu().room(), silent, new IceCredentials("silent", "password"), gone::incrementAndGet, nowNs));
    room.runFor(Transport.REMOTE_NS + SECOND_NS);
    assertThat(gone).hasValue(1);
    assertThat(room.events()).containsExactly(new MediaEvent.PeerClosed(silent, CloseReason.SETUP_TIMEOUT));
    room.endAndCheckThatEverythingReturned();
  }

  /** Everybody publishes sound and three layers of video, and wants everything of everybody else. */
  private static SimulatedRoom filled(long seed, LinkQuality quality) {
    SimulatedRoom room = new SimulatedRoom(seed, LOOPS, false, 0);
    for (int i = 0; i < PEERS; i++) {
      room.join(i % LOOPS, quality, quality);
    }
    room.runFor(SECOND_NS);
    OpusSound sound = new OpusSound(true);
    Vp8Frames pictures = new Vp8Frames(15);
    for (SimulatedPeer peer : room.peers()) {
      room.publish(peer, new SimulatedRoom.Offer(new SimulatedPublisher.Manner(sound, 20_000_000, 0), sound.codec(), 1));
      room.publish(peer, new SimulatedRoom.Offer(new SimulatedPublisher.Manner(pictures, 33_333_333, 0), pictures.codec(), LAYERS));
    }
    for (SimulatedPublisher publisher : room.publishers()) {
      for (SimulatedPeer peer : room.peers()) {
        if (peer != publisher.peer()) {
          room.subscribe(peer, publisher, publisher.isVideo() ? SUBSCRIBED_VP8 : SUBSCRIBED_OPUS, Layer.BIG);
        }
      }
    }
    return room;
  }

  private static long sent(SimulatedPeer peer, boolean video) {
    return peer.subscriptions().stream()
        .filter(subscribing -> subscribing.isVideo() == video)
        .mapToLong(subscribing -> subscribing.emitted().packets())
        .sum();
  }

  private static int decoded(SimulatedPeer peer) {
    return peer.subscriptions().stream()
        .filter(subscribing -> !subscribing.from().isSilent())
        .mapToInt(subscribing -> subscribing.receiver().decoded())
        .sum();
  }

  private static void end(SimulatedRoom room) {
    room.healAndCheckLiveness();
    room.endAndCheckThatEverythingReturned();
  }
}
