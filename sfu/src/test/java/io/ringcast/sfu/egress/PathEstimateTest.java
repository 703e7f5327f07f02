package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.congestion.Estimate;
import io.ringcast.sfu.congestion.FeedbackFault;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.TransportSequence;
import io.ringcast.sfu.wire.TwccFeedback;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a subscriber tells of the packets it got becomes an estimate of its path. */
class PathEstimateTest {
  private static final long MS = 1_000_000;

  private final Rig rig = new Rig();
  private final FakeSource source = new FakeSource(Codec.VP8, 1);
  private final FakePublisher publisher = new FakePublisher(Codec.VP8, 0, 100, 70_000, 1_000_000, 300);
  private final Subscription subscription = rig.subscribe(source, Layer.BIG);
  private final List<Long> sentNs = new ArrayList<>();
  private int answered;
  private int messages;

  private void frame(boolean keyframe) {
    rig.run(subscription, source, 0, publisher.frame(keyframe, rig.nowNs));
    noteSent();
  }

  private void noteSent() {
    while (sentNs.size() < rig.sent.size()) {
      sentNs.add(rig.nowNs);
    }
  }

  private int number(int index) {
    RtpView view = rig.sent(index);
    assertThat(view.findExtension(Rig.TRANSPORT_CC_ID)).isTrue();
    return TransportSequence.sequence(view.bytes(), view.extensionOffset(), view.extensionLength());
  }

  /** Tells of all that was sent since, each having arrived after the delay of its moment. */
  private void answer(LongUnaryOperator delayNs) {
    int count = rig.sent.size() - answered;
    long[] ticks = new long[count];
    for (int i = 0; i < count; i++) {
      ticks[i] = (sentNs.get(answered + i) + delayNs.applyAsLong(sentNs.get(answered + i))) / TwccFeedback.TICK_NS;
    }
    int base = number(answered);
    rig.feedback(writer -> writer.twcc(9, Rig.SSRC, messages++ & 0xFF, base, ticks, 0, count));
    answered += count;
  }

  private void run(int seconds, LongUnaryOperator delayNs) {
    publisher.payloadSize = 1_100;
    for (int i = 0; i < seconds * 50; i++) {
      rig.advanceMs(20);
      frame(i == 0 && answered == 0);
      if (i % 5 == 4) {
        answer(delayNs);
      }
    }
  }

  private Estimate estimate() {
    return rig.media.estimate(rig.nowNs);
  }

  @Test
  void nothingIsKnownBeforeFeedback() {
    rig.advanceMs(20);
    frame(true);
    assertThat(estimate()).isNull();
  }

  @Test
  void onAFreePathItGrowsAsFarAsWhatIsSentShows() {
    run(10, sent -> 30 * MS);
    assertThat(estimate().rateBps()).isBetween(600_000L, 800_000L);
    assertThat(estimate().deliveredBps()).isBetween(400_000L, 500_000L);
    assertThat(estimate().queueDelayMs()).isLessThan(1);
    assertNoFaults();
  }

  @Test
  void aGrowingQueueLowersIt() {
    run(5, sent -> 30 * MS);
    long from = rig.nowNs;
    run(2, sent -> 30 * MS + (sent - from) / 5);
    assertThat(estimate().rateBps()).isLessThan(400_000);
    assertThat(estimate().cause()).isEqualTo(Estimate.Cause.QUEUE);
    assertThat(estimate().queueDelayMs()).isGreaterThan(100);
    assertNoFaults();
  }

  @Test
  void retransmissionsAreToldOfToo() {
    run(1, sent -> 30 * MS);
    int before = rig.sent.size();
    rig.advanceMs(20);
    rig.nack(1_040, 1_041);
    assertThat(rig.sent).hasSize(before + 2);
    sentNs.add(rig.nowNs);
    sentNs.add(rig.nowNs);
    assertThat(number(before + 1)).isEqualTo(number(before) + 1);
    answer(sent -> 30 * MS);
    assertNoFaults();
  }

  private void advance(int ms) {
    for (int i = 0; i < ms; i++) {
      rig.advanceMs(1);
      noteSent();
    }
  }

  @Test
  void whereMoreIsWantedPaddingTriesWhetherItFits() {
    run(1, sent -> 30 * MS);
    rig.bandwidth.want(4_000_000, true);
    int before = rig.sent.size();
    advance(100);
    List<RtpView> padding = new ArrayList<>();
    for (int i = before; i < rig.sent.size(); i++) {
      padding.add(rig.sent(i));
    }
    assertThat(padding).allSatisfy(packet -> {
      assertThat(packet.ssrc()).isEqualTo(Rig.RTX_SSRC);
      assertThat(packet.payloadType()).isEqualTo(Rig.RTX_PAYLOAD_TYPE);
      assertThat(packet.payloadLength()).isZero();
      assertThat(packet.paddingLength()).isEqualTo(240);
    });
    int bytes = rig.sent.subList(before, rig.sent.size()).stream().mapToInt(packet -> packet.length).sum();
    assertThat(bytes).isBetween(3 * 600_000 / 8 / 50, 4 * 800_000 / 8 / 50);
    frame(false);
    answer(sent -> 30 * MS);
    assertThat(estimate().rateBps()).isGreaterThan(1_500_000);
    assertThat(estimate().cause()).isEqualTo(Estimate.Cause.PROBE);
    assertNoFaults();
  }

  @Test
  void nothingIsPaddedWithoutFeedbackNorWish() {
    frame(true);
    rig.bandwidth.want(4_000_000, true);
    advance(2_000);
    assertThat(rig.sent).hasSize(1);
    rig.bandwidth.want(0, true);
    answer(sent -> 30 * MS);
    advance(2_000);
    assertThat(rig.sent).hasSize(1);
  }

  @Test
  void theReceiversWordIsACap() {
    run(2, sent -> 30 * MS);
    rig.feedback(writer -> writer.remb(9, Rig.SSRC, 200_000));
    assertThat(estimate().rateBps()).isEqualTo(200_000);
    assertThat(estimate().cause()).isEqualTo(Estimate.Cause.REMB);
  }

  private void assertNoFaults() {
    for (FeedbackFault fault : FeedbackFault.values()) {
      assertThat(rig.bandwidth.faults(fault)).as("%s", fault).isZero();
    }
  }
}
