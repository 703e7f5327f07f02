package io.ringcast.sfu.sim;

import static io.ringcast.sfu.sim.SimulatedRoom.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.RoomReport.PeerReport;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.wire.RtcpWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who shares a path, or a server, with others, in virtual time. */
class SharedPathTest {
  private static final CodecParameters VP8 = new CodecParameters(Codec.VP8, 120, 121, "", true, true, true);
  private static final CodecParameters OPUS = new CodecParameters(Codec.OPUS, 96, CodecParameters.NO_RTX, "", true, false, true);
  private static final long MS = 1_000_000;
  private static final LinkQuality FREE = LinkQuality.even(0, 0, 1, 0);
  /** Layers of about 55, 105 and 460 kbit/s. */
  private static final int PAYLOAD_BYTES = 320;
  private static final int PEERS = 10;

  private final List<SimulatedPublisher> cameras = new ArrayList<>();
  private final List<SimulatedPublisher> voices = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void onAMegabitAndAHalfTheSpeakerIsLargerAndNobodyStarves(long seed) {
    SimulatedRoom room = room(seed);
    SimulatedPeer watcher = room.join(0, FREE, new LinkQuality(0, 0, 0, 0, 20 * MS, 0, 1_500_000));
    for (int i = 1; i < PEERS; i++) {
      publish(room, room.join(0, FREE, FREE));
    }
    voices.forEach(voice -> room.subscribe(watcher, voice, OPUS, Layer.BIG));
    List<Subscribing> watched = cameras.stream()
        .map(camera -> room.subscribe(watcher, camera, VP8, camera.equals(cameras.getFirst()) ? Layer.BIG : Layer.SMALL)).toList();
    room.runFor(25 * SECOND_NS);
    List<Integer> before = watched.stream().map(one -> one.receiver().decoded()).toList();
    room.runFor(10 * SECOND_NS);

    for (int i = 0; i < watched.size(); i++) {
      Subscribing one = watched.get(i);
      int shown = one.receiver().decoded() - before.get(i);
      assertThat(shown).as("seed %d: frames of %s in 10 s", seed, one).isGreaterThan(190);
      SubscriptionReport report = report(room, watcher, one);
      ShareReport share = report.share();
      assertThat(share).isNotNull();
      assertThat(report.sending()).as("what is said of %s is what it gets", one).isEqualTo(share.layer());
      if (i == 0) {
        assertThat(one.receiver().lastDecoded().layer()).as("seed %d: layer of the speaker", seed).isPositive();
        assertThat(share.reason()).isIn("AS_WISHED", "REDUCED");
      } else {
        assertThat(one.receiver().lastDecoded().layer()).as("layer of %s", one).isZero();
        assertThat(share.reason()).isEqualTo("AS_WISHED");
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void oneThatLiesTenThousandTimesASecondDisturbsNobodyElse(long seed) {
    SimulatedRoom room = room(seed);
    publish(room, room.join(0, FREE, FREE));
    SimulatedPeer honest = room.join(0, FREE, FREE);
    SimulatedPeer liar = room.join(0, FREE, FREE);
    Subscribing seen = room.subscribe(honest, cameras.getFirst(), VP8, Layer.BIG);
    Subscribing lied = room.subscribe(liar, cameras.getFirst(), VP8, Layer.BIG);
    room.runFor(6 * SECOND_NS);
    int before = seen.receiver().decoded();
    for (int ms = 0; ms < 5_000; ms++) {
      lie(liar, lied, ms);
      room.runFor(MS);
    }
    assertThat(seen.receiver().decoded() - before).as("seed %d: frames of the honest in 5 s of lies", seed).isGreaterThan(105);
    assertThat(seen.receiver().lastDecoded().layer()).isEqualTo(2);
    assertThat(report(room, honest, seen).keyframesRequested()).as("keyframes for the honest").isLessThan(10);
    room.runFor(30 * SECOND_NS);
    assertThat(lied.receiver().lastDecoded().layer()).as("seed %d: the liar, when it lies no more", seed).isEqualTo(2);
  }

  /** Everything received in no time, times that run backwards, caps of nothing and of everything, losses of what never was. */
  private static void lie(SimulatedPeer liar, Subscribing lied, int ms) {
    byte[] scratch = new byte[1_200];
    for (int i = 0; i < 10; i++) {
      RtcpWriter writer = new RtcpWriter();
      writer.reset(scratch, 0, scratch.length);
      int base = ms * 10 + i & 0xFFFF;
      switch (i % 5) {
        case 0 -> writer.twcc(1, lied.ssrc(), base & 0xFF, base, new long[] {1, 2, 3}, 0, 3);
        case 1 -> writer.twcc(1, lied.ssrc(), base & 0xFF, base, new long[] {90_000_000L - ms, 90_000_000L - ms, 90_000_000L}, 0, 3);
        case 2 -> writer.remb(1, lied.ssrc(), ms % 2 == 0 ? 0 : Long.MAX_VALUE);
        case 3 -> writer.nack(1, lied.ssrc(), new int[] {base + 30_000 & 0xFFFF, base + 30_001 & 0xFFFF}, 2);
        default -> writer.pli(1, lied.ssrc());
      }
      liar.send(Arrays.copyOf(scratch, writer.length()));
    }
  }

  private static SimulatedRoom room(long seed) {
    SimulatedRoom room = new SimulatedRoom(seed, 1, true, 0);
    room.everyoneTells();
    return room;
  }

  private void publish(SimulatedRoom room, SimulatedPeer peer) {
    OpusSound sound = new OpusSound(false);
    FullVp8Frames pictures = new FullVp8Frames(PAYLOAD_BYTES);
    room.runFor(SECOND_NS / 2);
    voices.add(room.publish(peer, new SimulatedRoom.Offer(new SimulatedPublisher.Manner(sound, 20 * MS, 0), sound.codec(), 1)));
    cameras.add(room.publish(peer,
        new SimulatedRoom.Offer(new SimulatedPublisher.Manner(pictures, FullVp8Frames.FRAME_NS, 0), pictures.codec(), 3)));
  }

  private static SubscriptionReport report(SimulatedRoom room, SimulatedPeer peer, Subscribing subscribing) {
    for (PeerReport report : room.sfu().loops().getFirst().shard().peers().report(room.sfu().room().key(), room.time().nowNs())) {
      for (SubscriptionReport one : report.subscriptions()) {
        if (one.subscription().equals(subscribing.id())) {
          return one;
        }
      }
    }
    throw new AssertionError("nothing is said of " + subscribing + " of " + peer);
  }
}
