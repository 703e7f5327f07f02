package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.RoomReport.ShareReport;
import io.ringcast.sfu.congestion.FeedbackFault;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.TransportSequence;
import io.ringcast.sfu.wire.TwccFeedback;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer's path carries decides which layers it gets, within what it wishes. */
class SharingTest {
  private static final long MS = 1_000_000;
  private static final long[] LAYERS_BPS = {60_000, 160_000, 440_000};

  private final Rig rig = new Rig();
  private final FakeSource source = new FakeSource(Codec.VP8, 3);
  private final FakePublisher[] publishers = new FakePublisher[3];
  private final Subscription subscription = rig.subscribe(source, Layer.BIG);
  private final List<Long> sentNs = new ArrayList<>();
  private int answered;
  private int messages;
  private boolean wantsKeyframe = true;

  @BeforeEach
  void publish() {
    for (int i = 0; i < 3; i++) {
      publishers[i] = new FakePublisher(Codec.VP8, i, 100 + i, 70_000, 1_000_000, 300);
      publishers[i].payloadSize = (int) (LAYERS_BPS[i] / 8 / 50);
      for (int temporal = 0; temporal < PayloadInfo.MAX_LAYERS; temporal++) {
        source.layers.layer(i).lasting(temporal, LAYERS_BPS[i]);
      }
    }
  }

  /** All layers are sent, 50 small frames a second; what was asked for begins with a keyframe; the peer answers, or the receiver caps. */
  private void run(int ms, long capBps) {
    for (int i = 0; i < ms; i++) {
      rig.advanceMs(1);
      noteSent();
      if (i % 20 == 0) {
        boolean keyframe = wantsKeyframe || !source.keyframeRequests.isEmpty();
        wantsKeyframe = false;
        source.keyframeRequests.clear();
        for (int layer = 0; layer < 3; layer++) {
          rig.run(subscription, source, layer, publishers[layer].frame(keyframe, rig.nowNs));
        }
        noteSent();
      }
      if (i % 100 == 99) {
        answer();
        if (capBps > 0) {
          rig.feedback(writer -> writer.remb(9, Rig.SSRC, capBps));
        }
      }
    }
  }

  private void noteSent() {
    while (sentNs.size() < rig.sent.size()) {
      sentNs.add(rig.nowNs);
    }
  }

  private void answer() {
    int count = rig.sent.size() - answered;
    if (count == 0) {
      return;
    }
    long[] ticks = new long[count];
    for (int i = 0; i < count; i++) {
      ticks[i] = (sentNs.get(answered + i) + 30 * MS) / TwccFeedback.TICK_NS;
    }
    RtpView first = rig.sent(answered);
    assertThat(first.findExtension(Rig.TRANSPORT_CC_ID)).isTrue();
    int base = TransportSequence.sequence(first.bytes(), first.extensionOffset(), first.extensionLength());
    rig.feedback(writer -> writer.twcc(9, Rig.SSRC, messages++ & 0xFF, base, ticks, 0, count));
    answered += count;
  }

  private ShareReport share() {
    ShareReport share = subscription.report(rig.nowNs).share();
    assertThat(share).isNotNull();
    return share;
  }

  @Test
  void onAFreePathNothingIsReduced() {
    run(6_000, 0);
    assertThat(rig.layerChanges).containsExactly(0, 2);
    assertThat(share()).isEqualTo(new ShareReport("AS_WISHED", Layer.BIG, 440_000, 0));
  }

  @Test
  void theLayerThatFitsIsSentAndTheOneWishedReturns() {
    run(3_000, 0);
    run(2_000, 200_000);
    assertThat(rig.layerChanges).containsExactly(0, 2, 1);
    assertThat(share()).isEqualTo(new ShareReport("REDUCED", Layer.MEDIUM, 160_000, 484_000));
    assertThat(subscription.report(rig.nowNs).wanted()).isEqualTo(Layer.BIG);
    run(1_000, 10_000_000);
    run(10_000, 0);
    assertThat(rig.layerChanges).containsExactly(0, 2, 1, 2);
    assertThat(share().reason()).isEqualTo("AS_WISHED");
  }

  @Test
  void whatDoesNotFitAtAllRestsAndReturnsByProbes() {
    run(3_000, 0);
    run(1_000, 10_000);
    assertThat(rig.pauses).containsExactly(true);
    assertThat(share().reason()).isEqualTo("PAUSED");
    assertThat(subscription.report(rig.nowNs).paused()).isFalse();
    assertThat(subscription.demandedLayers()).isZero();
    run(1_000, 10_000_000);
    run(10_000, 0);
    assertThat(rig.pauses).containsExactly(true, false);
    assertThat(subscription.report(rig.nowNs).sending()).isEqualTo(Layer.BIG);
  }

  @Test
  void whatItsPeerPausedStaysSo() {
    run(3_000, 0);
    subscription.pause(true, rig.nowNs);
    run(1_000, 10_000);
    run(1_000, 10_000_000);
    run(3_000, 0);
    assertThat(rig.pauses).isEmpty();
    assertThat(subscription.report(rig.nowNs).paused()).isTrue();
    assertThat(subscription.report(rig.nowNs).sending()).isNull();
  }

  @Test
  void aWishForLessIsNoPromiseOfMore() {
    run(3_000, 0);
    subscription.want(Layer.SMALL, rig.nowNs);
    run(3_000, 0);
    assertThat(share()).isEqualTo(new ShareReport("AS_WISHED", Layer.SMALL, 60_000, 0));
    assertThat(subscription.report(rig.nowNs).sending()).isEqualTo(Layer.SMALL);
  }

  @Test
  void withoutFeedbackEverythingIsAsWished() {
    for (int i = 0; i < 200; i++) {
      rig.advanceMs(20);
      for (int layer = 0; layer < 3; layer++) {
        rig.run(subscription, source, layer, publishers[layer].frame(i == 0, rig.nowNs));
      }
    }
    assertThat(rig.layerChanges).containsExactly(0, 2);
    assertThat(subscription.report(rig.nowNs).share()).isNull();
  }

  @Test
  void tenThousandLiesASecondAreCountedAndChangeNothing() {
    run(3_000, 0);
    long[] ticks = {1, 2, 3};
    for (int i = 0; i < 10_000; i++) {
      int base = 5_000 + i;
      rig.feedback(writer -> writer.twcc(9, Rig.SSRC, base & 0xFF, base, ticks, 0, 3));
    }
    assertThat(rig.bandwidth.faults(FeedbackFault.TOO_MANY)).isGreaterThan(9_000);
    assertThat(rig.bandwidth.faults(FeedbackFault.NEVER_SENT)).isPositive();
    run(3_000, 0);
    assertThat(share().reason()).isEqualTo("AS_WISHED");
    assertThat(rig.layerChanges).containsExactly(0, 2);
  }

  @Test
  void aReceiverThatWantsNothingIsPausedAndOneThatWantsAllGetsItsWish() {
    run(3_000, 0);
    rig.feedback(writer -> writer.remb(9, Rig.SSRC, 0));
    run(500, 0);
    assertThat(share().reason()).isEqualTo("PAUSED");
    rig.feedback(writer -> writer.remb(9, Rig.SSRC, Long.MAX_VALUE));
    run(8_000, 0);
    assertThat(share().reason()).isEqualTo("AS_WISHED");
  }

  @Test
  void whatWasNeverSentIsNotRepeated() {
    run(1_000, 0);
    int before = rig.sent.size();
    rig.nack(30_000, 30_001, 40_000);
    assertThat(rig.sent).hasSize(before);
    assertThat(rig.drops.of(DropReason.RETRANSMISSION_NOT_STORED)).isEqualTo(3);
  }
}
