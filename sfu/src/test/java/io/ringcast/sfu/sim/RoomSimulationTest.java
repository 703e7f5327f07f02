package io.ringcast.sfu.sim;

import static io.ringcast.sfu.sim.SimulatedRoom.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaEvent;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rooms of six in virtual time. Every packet is checked as it leaves and as it arrives; a failure names its seed. */
class RoomSimulationTest {
  private static final int PEERS = 6;
  private static final int LOOPS = 2;
  private static final Link.Quality ROUGH = new Link.Quality(0.05, 0.02, 20_000_000, 30_000_000);
  private static final Map<Layer, Integer> WIDTHS = Map.of(Layer.SMALL, 320, Layer.MEDIUM, 640, Layer.BIG, 1_920);

  /** {@code -Dsimulation.seed=N} replays one, {@code -Dsimulation.seeds=N} tries so many. */
  static LongStream seeds() {
    Long one = Long.getLong("simulation.seed");
    return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Long.getLong("simulation.seeds", 12));
  }

  @Test
  void whereNothingIsLostNothingIsMissing() {
    SimulatedRoom room = new SimulatedRoom(1, LOOPS);
    room.fill(PEERS, LOOPS, Link.Quality.CLEAN);
    room.runFor(5 * SECOND_NS);
    assertThat(room.forwardings()).hasSize(PEERS * (PEERS - 1) * 2);
    for (SimulatedRoom.Forwarding forwarding : room.forwardings()) {
      SimulatedSubscription received = forwarding.received();
      assertThat(received.count()).as("%s receives", forwarding.received()).isGreaterThan(200);
      assertThat(received.holesInEmitted()).isEmpty();
      assertThat(received.retransmissions()).isZero();
      if (forwarding.isVideo()) {
        assertThat(received.startsWithKeyframe()).isTrue();
        assertThat(received.width()).isEqualTo(WIDTHS.get(Layer.BIG));
      }
    }
    room.endAndCheckThatEverythingReturned();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void roughLinksAreRepaired(long seed) {
    SimulatedRoom room = new SimulatedRoom(seed, LOOPS);
    room.fill(PEERS, LOOPS, ROUGH);
    room.runFor(8 * SECOND_NS);
    room.peers.forEach(peer -> {
      peer.up().quality(Link.Quality.CLEAN);
      peer.down().quality(Link.Quality.CLEAN);
    });
    room.runFor(2 * SECOND_NS);
    for (SimulatedRoom.Forwarding forwarding : room.forwardings()) {
      SimulatedSubscription received = forwarding.received();
      assertThat(received.count()).as("seed %d: %s", seed, forwarding).isGreaterThan(300);
      if (forwarding.isVideo()) {
        assertThat(received.startsWithKeyframe()).as("seed %d: %s starts with a keyframe", seed, forwarding).isTrue();
        assertThat(received.holesInEmitted()).as("seed %d: %s: upstream losses were repaired", seed, forwarding).isEmpty();
        assertThat(received.lost()).as("seed %d: %s: downstream losses were repaired", seed, forwarding).isZero();
        assertThat(received.retransmissions()).as("seed %d: %s", seed, forwarding).isPositive();
      }
    }
    room.endAndCheckThatEverythingReturned();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void layersSwitchWithinTwoSeconds(long seed) {
    SimulatedRoom room = new SimulatedRoom(seed, LOOPS);
    room.fill(PEERS, LOOPS, new Link.Quality(0.01, 0.01, 20_000_000, 10_000_000));
    room.runFor(3 * SECOND_NS);
    for (Layer layer : new Layer[] {Layer.SMALL, Layer.BIG, Layer.MEDIUM, Layer.BIG}) {
      for (SimulatedRoom.Forwarding forwarding : room.forwardings()) {
        if (forwarding.isVideo()) {
          room.want(forwarding, layer);
        }
      }
      room.runFor(2 * SECOND_NS);
      for (SimulatedRoom.Forwarding forwarding : room.forwardings()) {
        if (forwarding.isVideo()) {
          assertThat(forwarding.received().width())
              .as("seed %d: %s shows %s after 2 s", seed, forwarding, layer)
              .isEqualTo(WIDTHS.get(layer));
        }
      }
    }
    room.endAndCheckThatEverythingReturned();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void peersRoamMuteAndVanish(long seed) {
    SimulatedRoom room = new SimulatedRoom(seed, LOOPS);
    room.fill(PEERS, LOOPS, ROUGH);
    room.runFor(3 * SECOND_NS);
    SimulatedPeer roaming = room.peers.get(room.random.nextInt(3));
    SimulatedPeer vanishing = room.peers.get(3 + room.random.nextInt(3));
    int before = roaming.subscriptions().getFirst().count();
    roaming.roam();
    room.peers.get((int) (seed % PEERS)).publishers().forEach(publisher -> publisher.mute(true));
    room.runFor(3 * SECOND_NS);
    assertThat(roaming.subscriptions().stream().mapToInt(SimulatedSubscription::count).max().orElse(0))
        .as("seed %d: %s receives at its new address", seed, roaming.id)
        .isGreaterThan(before);
    room.peers.get((int) (seed % PEERS)).publishers().forEach(publisher -> publisher.mute(false));
    vanishing.vanish();
    room.runFor(35 * SECOND_NS);
    assertThat(room.events).as("seed %d", seed).contains(new MediaEvent.PeerClosed(vanishing.id, CloseReason.CONSENT_EXPIRED));
    assertThat(room.sfu.shard(vanishing.shard).peers().find(vanishing.id)).isNull();
    room.endAndCheckThatEverythingReturned();
  }
}
