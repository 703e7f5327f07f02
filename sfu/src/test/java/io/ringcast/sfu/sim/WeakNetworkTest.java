package io.ringcast.sfu.sim;

import static io.ringcast.sfu.sim.SimulatedRoom.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.Layer;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One publisher of three layers with sound, one viewer behind a narrow or lossy link, in virtual time: how much of the time its picture
 * stands still. The lab with browsers ({@code ./ringcast bench network}) has the same links.
 */
class WeakNetworkTest {
  private static final CodecParameters VP8 = new CodecParameters(Codec.VP8, 120, 121, "", true, true, true);
  private static final CodecParameters OPUS = new CodecParameters(Codec.OPUS, 96, CodecParameters.NO_RTX, "", true, false, true);
  private static final long MS = 1_000_000;
  private static final long SETTLE_NS = 8 * SECOND_NS;
  private static final long MEASURED_NS = 25 * SECOND_NS;
  private static final long LOOK_NS = 5 * MS;
  private static final long STALL_NS = 250 * MS;
  private static final int SEEDS = Integer.getInteger("simulation.weak", 4);

  /** What a viewer saw: shares of the time, and frames. */
  private record Seen(double stalled, double longestMs, double framesPerSecond, int layer) {}

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "down 1 Mbit/s, 1000000, 0, 3", "down 400 kbit/s, 400000, 0, 6", "down 150 kbit/s, 150000, 0, 101",
    "down 10 % lost, 0, 0.1, 2", "down 20 % lost, 0, 0.2, 2", "down 40 % lost, 0, 0.4, 10"})
  void thePictureGoesOn(String name, long rateBps, double loss, double mostStalledPercent) {
    double stalled = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Seen seen = watch(seed, new LinkQuality(loss, 0, 0, 0, MS, 0, rateBps));
      System.out.printf(Locale.ROOT, "weak network: %-16s seed %d: stalled %.1f %%, longest gap %.0f ms, %.1f frames/s, layer %d%n",
          name, seed, 100 * seen.stalled(), seen.longestMs(), seen.framesPerSecond(), seen.layer());
      stalled += 100 * seen.stalled() / SEEDS;
    }
    assertThat(stalled).as("percent of the time stalled, %s", name).isLessThanOrEqualTo(mostStalledPercent);
  }

  private static Seen watch(long seed, LinkQuality down) {
    SimulatedRoom room = new SimulatedRoom(seed, 1, true, 0);
    room.everyoneTells();
    SimulatedPeer publishes = room.join(0, LinkQuality.even(0, 0, 1, 0), LinkQuality.even(0, 0, 1, 0));
    SimulatedPeer watches = room.join(0, LinkQuality.even(0, 0, 1, 0), LinkQuality.even(0, 0, 1, 0));
    room.runFor(SECOND_NS);
    OpusSound sound = new OpusSound(false);
    FullVp8Frames pictures = new FullVp8Frames();
    SimulatedPublisher voice = room.publish(publishes,
        new SimulatedRoom.Offer(new SimulatedPublisher.Manner(sound, 20 * MS, 0), sound.codec(), 1));
    SimulatedPublisher camera = room.publish(publishes,
        new SimulatedRoom.Offer(new SimulatedPublisher.Manner(pictures, FullVp8Frames.FRAME_NS, 0), pictures.codec(), 3));
    room.subscribe(watches, voice, OPUS, Layer.BIG);
    room.subscribe(watches, camera, VP8, Layer.BIG);
    room.runFor(SETTLE_NS);
    watches.down().quality(down);
    Subscribing watched = watches.subscriptions().stream().filter(Subscribing::isVideo).findFirst().orElseThrow();
    SimulatedReceiver receiver = watched.receiver();
    int before = receiver.decoded();
    int decoded = before;
    long shownNs = room.time().nowNs();
    long stalledNs = 0;
    long longestNs = 0;
    for (long ns = 0; ns < MEASURED_NS; ns += LOOK_NS) {
      room.runFor(LOOK_NS);
      if (receiver.decoded() > decoded || ns + LOOK_NS >= MEASURED_NS) {
        long gapNs = room.time().nowNs() - shownNs;
        longestNs = Math.max(longestNs, gapNs);
        stalledNs += gapNs > STALL_NS ? gapNs : 0;
        shownNs = room.time().nowNs();
        decoded = receiver.decoded();
      }
    }
    return new Seen((double) stalledNs / MEASURED_NS, (double) longestNs / MS, (decoded - before) / ((double) MEASURED_NS / SECOND_NS),
        receiver.lastDecoded().layer());
  }
}
