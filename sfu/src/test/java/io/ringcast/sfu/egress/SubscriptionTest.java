package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PathRoom;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtpView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
  private final Rig rig = new Rig();
  private final FakeSource source = new FakeSource(Codec.VP8, 2);
  private final FakePublisher small = new FakePublisher(Codec.VP8, 0, 100, 70_000, 1_000_000, 300);
  private final FakePublisher big = new FakePublisher(Codec.VP8, 1, 101, 90_000, -50, 40);

  /** Both layers send a frame, 20 ms after the last. */
  private void tick(Subscription subscription, boolean keyframe) {
    rig.advanceMs(20);
    rig.run(subscription, source, 1, big.frame(keyframe, rig.nowNs));
    rig.run(subscription, source, 0, small.frame(keyframe, rig.nowNs));
  }

  private void ticks(Subscription subscription, int count) {
    for (int i = 0; i < count; i++) {
      tick(subscription, false);
    }
  }

  @Test
  void waitsForAKeyframeAndBeginsWithTheGivenNumbers() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    assertThat(source.keyframeRequests).containsExactly(1);
    ticks(subscription, 3);
    assertThat(rig.sent).isEmpty();
    assertThat(rig.drops.of(DropReason.WAITING_FOR_KEYFRAME)).isEqualTo(6);
    rig.run(subscription, source, 1, big.frame(true, rig.nowNs));
    RtpView first = rig.last();
    assertThat(first.sequence()).isEqualTo(1_000);
    assertThat(first.ssrc()).isEqualTo(Rig.SSRC);
    assertThat(first.payloadType()).isEqualTo(Rig.PAYLOAD_TYPE);
    assertThat(first.marker()).isTrue();
    assertThat(first.timestamp()).isEqualTo(-50 + 3 * 1_800 + 5_000);
    assertThat(Rig.vp8(first).pictureId).isEqualTo(0x7FF0);
    assertThat(rig.firstForwarded).isEqualTo(1);
    assertThat(rig.layerChanges).containsExactly(1);
  }

  @Test
  void aCongestedPathGetsWholeFramesAndThenANewKeyframe() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    tick(subscription, true);
    source.keyframeRequests.clear();
    rig.run(subscription, source, 1, big.packet(false, true, false, rig.nowNs));
    rig.room = PathRoom.BEGUN_FRAMES;
    rig.run(subscription, source, 1, big.packet(false, false, true, rig.nowNs));
    assertThat(rig.last().marker()).as("the begun frame is finished").isTrue();
    int sent = rig.sent.size();
    big.nextFrame();
    ticks(subscription, 100);
    assertThat(rig.sent).as("no frame begins").hasSize(sent);
    assertThat(rig.drops.frames()).as("frames of the wanted layer").isEqualTo(100);
    assertThat(source.keyframeRequests).as("a keyframe that nobody could send on is not asked for").isEmpty();
    rig.room = PathRoom.ANY;
    tick(subscription, false);
    rig.advanceMs(500);
    assertThat(source.keyframeRequests).isNotEmpty();
    tick(subscription, true);
    ticks(subscription, 3);
    assertThat(rig.sequences()).as("what was left out on purpose leaves no hole").isEqualTo(
        IntStream.range(1_000, 1_000 + rig.sent.size()).boxed().toList());
    assertThat(rig.sent.size()).isGreaterThanOrEqualTo(sent + 4);
  }

  @Test
  void asksAgainUntilTheKeyframeComes() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    rig.advanceMs(1_600);
    assertThat(source.keyframeRequests).hasSize(4);
    tick(subscription, true);
    tick(subscription, true);
    source.keyframeRequests.clear();
    rig.advanceMs(3_000);
    assertThat(source.keyframeRequests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void switchesBigSmallBigWithoutASeam(boolean clocksKnown) {
    if (clocksKnown) {
      source.layers.layer(0).clock(small.ssrc, Ntp.fromUnixNs(5_000_000_000L), small.timestamp, rig.nowNs);
      source.layers.layer(1).clock(big.ssrc, Ntp.fromUnixNs(5_000_000_000L), big.timestamp, rig.nowNs);
    }
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    ticks(subscription, 10);
    for (Layer next : List.of(Layer.SMALL, Layer.BIG)) {
      source.keyframeRequests.clear();
      subscription.want(next, rig.nowNs);
      int target = next == Layer.BIG ? 1 : 0;
      assertThat(source.keyframeRequests).containsExactly(target);
      assertThat(subscription.demandedLayers()).isEqualTo(0b11);
      int before = rig.sent.size();
      ticks(subscription, 4);
      assertThat(rig.sent).as("the old layer goes on").hasSize(before + 4);
      tick(subscription, true);
      ticks(subscription, 10);
      assertThat(subscription.demandedLayers()).isEqualTo(1 << target);
    }
    tick(subscription, false);
    assertThat(rig.layerChanges).containsExactly(1, 0, 1);
    for (int i = 1; i < rig.sent.size(); i++) {
      RtpView before = rig.sent(i - 1);
      RtpView after = rig.sent(i);
      assertThat(after.sequence()).isEqualTo(before.sequence() + 1);
      int step = after.timestamp() - before.timestamp();
      assertThat(step == 1_800 || step == 90).as("step %d at %d", step, i).isTrue();
      boolean continuous = Rig.vp8(after).pictureId == (Rig.vp8(before).pictureId + 1 & 0x7FFF);
      assertThat(continuous).as("picture id at %d", i).isTrue();
      assertThat(Rig.vp8(after).tl0PicIdx).isEqualTo(Rig.vp8(before).tl0PicIdx + 1 & 0xFF);
    }
    assertThat(rig.sent.size()).isGreaterThan(36);
  }

  @Test
  void aLossUpstreamLeavesItsNumberForTheRepairedPacket() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    Packet lost = big.frame(false, rig.nowNs);
    tick(subscription, false);
    assertThat(rig.sequences()).containsExactly(1_000, 1_002);
    rig.run(subscription, source, 1, lost);
    assertThat(rig.sequences()).containsExactly(1_000, 1_002, 1_001);
    assertThat(rig.last().timestamp()).isEqualTo(rig.sent(0).timestamp() + 1_800);
    rig.run(subscription, source, 1, lost);
    assertThat(rig.drops.of(DropReason.DUPLICATE)).isEqualTo(1);
    assertThat(rig.sent).hasSize(3);
  }

  @Test
  void paddingIsLeftOutAndItsGapClosed() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    rig.run(subscription, source, 1, big.padding(rig.nowNs), big.padding(rig.nowNs), big.frame(false, rig.nowNs));
    assertThat(rig.sequences()).containsExactly(1_000, 1_001);
    assertThat(rig.drops.of(DropReason.PADDING_ONLY)).isEqualTo(2);
  }

  @Test
  void paddingWhileNothingIsShownKeepsNoNumbersForWhatIsHidden() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    Packet hidden = big.frame(false, rig.nowNs);
    hidden.hidden(true);
    rig.run(subscription, source, 1, hidden);
    rig.run(subscription, source, 1, big.padding(rig.nowNs));
    tick(subscription, true);
    assertThat(rig.sequences()).containsExactly(1_000, 1_001);
  }

  @Test
  void aNumberKeptForPaddingIsToldToBeEmptyAndOneKeptForWhatAMuteTookIsNot() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    Packet padding = big.padding(rig.nowNs);
    Packet muted = big.frame(false, rig.nowNs);
    muted.hidden(true);
    muted.rtp().dropPayload();
    muted.length(muted.rtp().length());
    tick(subscription, false);
    rig.run(subscription, source, 1, padding, muted);
    assertThat(rig.sequences()).containsExactly(1_000, 1_003);
    int before = rig.sent.size();
    rig.nack(1_001, 1_002);
    assertThat(rig.sent).hasSize(before + 1);
    assertThat(rig.last().ssrc()).isEqualTo(Rig.RTX_SSRC);
    assertThat(rig.last().payloadLength()).as("the original sequence and nothing else").isEqualTo(2);
    assertThat(rig.drops.of(DropReason.RETRANSMISSION_NOT_STORED)).isEqualTo(1);
  }

  @Test
  void fallsWhenTheLayerStopsAndReturnsWithIt() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    source.keyframeRequests.clear();
    source.layers.layer(1).active(false);
    subscription.onLayerState(1, rig.nowNs);
    assertThat(source.keyframeRequests).containsExactly(0);
    tick(subscription, true);
    assertThat(rig.layerChanges).containsExactly(1, 0);
    source.layers.layer(1).active(true);
    subscription.onLayerState(1, rig.nowNs);
    assertThat(subscription.demandedLayer()).isEqualTo(1);
    tick(subscription, true);
    assertThat(rig.layerChanges).containsExactly(1, 0, 1);
    source.layers.layer(1).active(false);
    source.layers.layer(0).active(false);
    subscription.onLayerState(0, rig.nowNs);
    assertThat(rig.layerChanges).containsExactly(1, 0, 1, -1);
    assertThat(subscription.report(rig.nowNs).sending()).isNull();
    assertThat(subscription.report(rig.nowNs).wanted()).isEqualTo(Layer.BIG);
  }

  @Test
  void aSourceThatStandsStillIsAskedForItsPicture() {
    source.layers.layer(0).active(false);
    source.layers.layer(1).active(false);
    rig.subscribe(source, Layer.BIG);
    assertThat(source.keyframeRequests).containsExactly(1);
  }

  @Test
  void aLayerThatIsNotSentIsNotAskedWhileAnotherIs() {
    source.layers.layer(1).active(false);
    rig.subscribe(source, Layer.BIG);
    assertThat(source.keyframeRequests).containsExactly(0);
  }

  @Test
  void pauseSendsNothingDemandsNothingAndResumesAtAKeyframe() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    subscription.pause(true, rig.nowNs);
    source.keyframeRequests.clear();
    ticks(subscription, 50);
    assertThat(rig.sent).hasSize(1);
    assertThat(subscription.demandedLayers()).isZero();
    assertThat(source.keyframeRequests).isEmpty();
    subscription.pause(false, rig.nowNs);
    assertThat(source.keyframeRequests).containsExactly(1);
    tick(subscription, false);
    tick(subscription, true);
    assertThat(rig.sequences().getLast()).isEqualTo(1_000 + rig.sent.size() - 1);
    assertThat(rig.last().timestamp() - rig.sent(0).timestamp()).as("the pause is kept in the timestamps").isEqualTo(52 * 1_800);
  }

  @Test
  void extensionsAreRenumberedAndOfOneLengthInARun() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    Packet first = big.packet(true, true, false, rig.nowNs);
    big.orientation = true;
    Packet second = big.packet(true, false, true, rig.nowNs);
    rig.run(subscription, source, 1, first, second);
    assertThat(rig.sends).isEqualTo(1);
    assertThat(rig.sent(0).headerLength()).isEqualTo(rig.sent(1).headerLength());
    assertThat(rig.sent(0).findExtension(Rig.ORIENTATION_ID)).isFalse();
    RtpView marked = rig.sent(1);
    assertThat(marked.findExtension(Rig.ORIENTATION_ID)).isTrue();
    assertThat(marked.bytes()[marked.extensionOffset()]).isEqualTo((byte) 3);
    assertThat(marked.findExtension(Rig.MID_ID)).isTrue();
    assertThat(marked.findExtension(Rig.TRANSPORT_CC_ID)).isTrue();
    assertThat(marked.bytes()[marked.extensionOffset() + 1]).isEqualTo((byte) 2);
    assertThat(marked.findExtension(Rig.ABS_SEND_TIME_ID)).isTrue();
    assertThat(Rig.payload(rig.sent(0))).endsWith(Rig.payload(first.rtp())[99]);
    rig.feedback(w -> {
      w.receiverReport(9);
      w.reportBlock(Rig.SSRC, 0, 0, 0, 0, 0, 0);
    });
    rig.run(subscription, source, 1, big.packet(false, false, true, rig.nowNs));
    assertThat(rig.last().findExtension(Rig.MID_ID)).as("the peer knows the SSRC").isFalse();
  }

  @Test
  void packetsOfNearlyOneSizeArePaddedToIt() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    int[] sizes = {1_000, 999, 992, 980, 1_000};
    Packet[] run = new Packet[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      big.payloadSize = sizes[i];
      run[i] = big.packet(i == 0, i == 0, i == sizes.length - 1, rig.nowNs);
    }
    rig.run(subscription, source, 1, run);
    assertThat(rig.sent.stream().map(bytes -> bytes.length - rig.sent.getFirst().length)).containsExactly(0, 0, 0, -20, 0);
    for (int i = 0; i < sizes.length; i++) {
      assertThat(rig.sent(i).payloadLength()).isEqualTo(sizes[i]);
    }
  }

  @Test
  void aReplacedStreamGoesOnAtItsKeyframe() {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    tick(subscription, true);
    FakePublisher replaced = new FakePublisher(Codec.VP8, 1, 555, 66_000, 77, 9_000);
    rig.advanceMs(100);
    rig.run(subscription, source, 1, replaced.frame(false, rig.nowNs));
    assertThat(rig.sent).hasSize(1);
    rig.run(subscription, source, 1, replaced.frame(true, rig.nowNs));
    assertThat(rig.last().sequence()).isEqualTo(1_001);
    assertThat(rig.last().timestamp() - rig.sent(0).timestamp()).isEqualTo(9_000);
  }

  @Test
  void nothingIsNumberedWhileTheTransportIsShut() {
    rig.open = false;
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    assertThat(source.keyframeRequests).isEmpty();
    tick(subscription, true);
    assertThat(rig.drops.of(DropReason.TRANSPORT_NOT_READY)).isEqualTo(2);
    rig.open = true;
    tick(subscription, false);
    assertThat(source.keyframeRequests).containsExactly(1);
    tick(subscription, true);
    tick(subscription, true);
    assertThat(rig.sequences()).startsWith(1_000, 1_001);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void neverTheSameSequenceTwiceUnderReorderDuplicatesAndSwitches(long seed) {
    Random random = new Random(seed);
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    List<Packet> waiting = new ArrayList<>();
    for (int step = 0; step < 3_000; step++) {
      rig.advanceMs(5);
      FakePublisher publisher = random.nextBoolean() ? small : big;
      Packet packet = random.nextInt(8) == 0 ? publisher.padding(rig.nowNs) : publisher.frame(random.nextInt(20) == 0, rig.nowNs);
      if (random.nextInt(10) != 0) {
        waiting.add(packet);
      }
      if (random.nextInt(10) == 0) {
        waiting.add(packet);
      }
      if (random.nextInt(4) == 0) {
        Collections.shuffle(waiting, random);
        for (Packet due : waiting) {
          rig.run(subscription, source, due.rtp().ssrc() == small.ssrc ? 0 : 1, due);
        }
        waiting.clear();
      }
      if (random.nextInt(100) == 0) {
        subscription.want(random.nextBoolean() ? Layer.BIG : Layer.SMALL, rig.nowNs);
      }
    }
    List<Integer> sequences = rig.sequences();
    assertThat(sequences).as("seed %d", seed).doesNotHaveDuplicates().hasSizeGreaterThan(500);
    int highest = Collections.max(sequences);
    assertThat(IntStream.rangeClosed(1_000, highest).count() - sequences.size()).as("seed %d: holes are losses only", seed)
      .isLessThan(sequences.size());
  }
}
