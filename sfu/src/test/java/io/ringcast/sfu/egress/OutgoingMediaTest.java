package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.Rtcp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutgoingMediaTest {
  private final Rig rig = new Rig();
  private final FakeSource video = new FakeSource(Codec.VP8, 1);
  private final FakePublisher camera = new FakePublisher(Codec.VP8, 0, 100, 70_000, 1_000_000, 300);

  private RtcpReader rtcp(int index) {
    byte[] bytes = rig.rtcp.get(index);
    RtcpReader reader = new RtcpReader();
    assertThat(reader.wrap(bytes, 0, bytes.length)).isTrue();
    assertThat(reader.next()).isTrue();
    return reader;
  }

  private Subscription watching(int rtxPayloadType, int frames) {
    Subscription subscription = rig.subscribe(video, Layer.BIG, rtxPayloadType, Rig.SSRC);
    for (int i = 0; i < frames; i++) {
      rig.advanceMs(20);
      rig.run(subscription, video, 0, camera.frame(i == 0, rig.nowNs));
    }
    return subscription;
  }

  @Test
  void aNackIsAnsweredByRtxOfThePacketAsItWasSent() {
    Subscription subscription = watching(Rig.RTX_PAYLOAD_TYPE, 10);
    rig.nack(1_003, 1_007);
    assertThat(rig.sent).hasSize(12);
    for (int i = 0; i < 2; i++) {
      RtpView original = rig.sent(i == 0 ? 3 : 7);
      RtpView repeated = rig.sent(10 + i);
      assertThat(repeated.ssrc()).isEqualTo(Rig.RTX_SSRC);
      assertThat(repeated.payloadType()).isEqualTo(Rig.RTX_PAYLOAD_TYPE);
      assertThat(repeated.sequence()).isEqualTo(200 + i);
      assertThat(RtxPacket.unwrap(repeated, Rig.SSRC, Rig.PAYLOAD_TYPE)).isTrue();
      assertThat(repeated.sequence()).isEqualTo(original.sequence());
      assertThat(repeated.timestamp()).isEqualTo(original.timestamp());
      assertThat(repeated.marker()).isEqualTo(original.marker());
      assertThat(Rig.payload(repeated)).isEqualTo(Rig.payload(original));
    }
    assertThat(subscription.report(rig.nowNs).nacksReceived()).isEqualTo(2);
    assertThat(subscription.report(rig.nowNs).packetsRetransmitted()).isEqualTo(2);
  }

  @Test
  void aPacketRepairedUpstreamIsRepeatedEvenWhereItWasNeverSent() {
    Subscription subscription = watching(Rig.RTX_PAYLOAD_TYPE, 2);
    Packet lost = camera.frame(false, rig.nowNs);
    rig.run(subscription, video, 0, camera.frame(false, rig.nowNs));
    rig.nack(1_002);
    assertThat(rig.drops.of(DropReason.RETRANSMISSION_NOT_STORED)).isEqualTo(1);
    video.stores.get(0).put(lost.extendedSequence(), lost);
    rig.nack(1_002);
    assertThat(RtxPacket.originalSequence(rig.last())).isEqualTo(1_002);
  }

  @Test
  void onePacketIsRepeatedOnceARoundTrip() {
    watching(Rig.RTX_PAYLOAD_TYPE, 3);
    rig.nack(1_001);
    rig.nack(1_001);
    assertThat(rig.drops.of(DropReason.RETRANSMISSION_TOO_FREQUENT)).isEqualTo(1);
    rig.advanceMs(60);
    rig.nack(1_001);
    assertThat(rig.sent).as("what was lost twice goes twice").hasSize(6);
  }

  @Test
  void withoutRtxTheIdenticalProtectedBytesAreRepeated() {
    watching(CodecParameters.NO_RTX, 5);
    int protections = rig.protections;
    rig.nack(1_002);
    assertThat(rig.sent).hasSize(6);
    assertThat(rig.sent.get(5)).isEqualTo(rig.sent.get(2));
    assertThat(rig.protections).isEqualTo(protections);
    rig.nack(999, 1_005);
    assertThat(rig.drops.of(DropReason.RETRANSMISSION_NOT_STORED)).isEqualTo(2);
  }

  @Test
  void aFloodOfNacksStaysWithinTheBudget() {
    camera.payloadSize = 1_000;
    watching(Rig.RTX_PAYLOAD_TYPE, 200);
    int before = rig.sent.size();
    int[] all = IntStream.range(1_000, 1_200).toArray();
    for (int second = 0; second < 5; second++) {
      for (int i = 0; i < 400; i++) {
        rig.nack(all);
      }
      rig.advanceMs(1_000);
    }
    int repeated = rig.sent.size() - before;
    // 50 packets a second were sent: the first second's worth at their rate, then at the least rate.
    assertThat(repeated).isBetween(150, 250);
    assertThat(rig.drops.of(DropReason.BUDGET_EXHAUSTED)).isGreaterThan(200);
  }

  @Test
  void senderReportsKeepThePublishersRelationOfAudioAndVideo() {
    FakeSource audio = new FakeSource(Codec.OPUS, 1);
    FakePublisher microphone = new FakePublisher(Codec.OPUS, 0, 200, 80_000, 77, 0);
    Subscription pictures = rig.subscribe(video, Layer.BIG);
    Subscription sound = rig.subscribe(audio, Layer.BIG, CodecParameters.NO_RTX, 0x3333);
    long captureNtp = Ntp.fromUnixNs(3_000_000_000_000L);
    int cameraStart = camera.timestamp;
    int microphoneStart = microphone.timestamp;
    rig.run(pictures, video, 0, camera.frame(true, rig.nowNs));
    rig.run(sound, audio, 0, microphone.frame(false, rig.nowNs));
    rig.advanceMs(500);
    assertThat(rig.rtcp).as("nothing to translate yet").isEmpty();
    video.layers.layer(0).clock(camera.ssrc, captureNtp, cameraStart, rig.nowNs);
    audio.layers.layer(0).clock(microphone.ssrc, captureNtp, microphoneStart, rig.nowNs);
    pictures.onLayerState(0, rig.nowNs);
    sound.onLayerState(0, rig.nowNs);
    rig.advanceMs(100);
    assertThat(rig.rtcp).hasSize(2);
    RtcpReader first = rtcp(0);
    RtcpReader second = rtcp(1);
    RtcpReader ofVideo = first.senderSsrc() == Rig.SSRC ? first : second;
    RtcpReader ofAudio = first.senderSsrc() == Rig.SSRC ? second : first;
    // Whatever was captured at captureNtp has these timestamps at the subscriber.
    double videoS = (ofVideo.rtpTimestamp() - rig.sent(0).timestamp()) / 90_000.0;
    double audioS = (ofAudio.rtpTimestamp() - rig.sent(1).timestamp()) / 48_000.0;
    double videoNtpS = (Ntp.toUnixNs(ofVideo.ntpTimestamp()) - 3_000_000_000_000L) / 1e9;
    double audioNtpS = (Ntp.toUnixNs(ofAudio.ntpTimestamp()) - 3_000_000_000_000L) / 1e9;
    assertThat(videoS - videoNtpS).isCloseTo(0, within(0.0001));
    assertThat(audioS - audioNtpS).isCloseTo(0, within(0.0001));
    assertThat(ofVideo.packetCount()).isEqualTo(1);
    assertThat(first.next()).isTrue();
    rig.advanceMs(4_000);
    assertThat(rig.rtcp).hasSize(2 + 4 + 2);
  }

  @Test
  void answersToSenderReportsTellTheRoundTripTimeAndLoss() {
    video.layers.layer(0).clock(camera.ssrc, Ntp.fromUnixNs(3_000_000_000_000L), 5, rig.nowNs);
    Subscription subscription = watching(Rig.RTX_PAYLOAD_TYPE, 10);
    assertThat(rig.media.rttNs()).isNegative();
    int lsr = Ntp.compact(rtcp(0).ntpTimestamp());
    long sentAt = 10_000_000_000L + 20_000_000 + 20_000_000 + (Rig.SSRC & 0x3F) * 1_000_000L;
    rig.advanceMs(100);
    int dlsr = Ntp.spanFromNs(rig.nowNs - sentAt - 30_000_000);
    rig.feedback(w -> {
      w.receiverReport(9);
      w.reportBlock(Rig.SSRC, 64, 3, 1_010, 900, lsr, dlsr);
    });
    assertThat(rig.media.rttNs() / 1e6).isCloseTo(30, within(1.0));
    assertThat(subscription.report(rig.nowNs).fractionLost()).isEqualTo(0.25);
    assertThat(subscription.report(rig.nowNs).jitterMs()).isEqualTo(10);
    rig.feedback(w -> {
      w.receiverReport(9);
      w.reportBlock(Rig.SSRC, 0, 0, 0, 0, lsr + 1, dlsr);
    });
    assertThat(rig.media.rttNs() / 1e6).as("an answer to no report of ours tells nothing").isCloseTo(30, within(1.0));
  }

  @Test
  void aReferenceTimeIsAnsweredAtOnceAndAFloodOfThemIsNot() {
    watching(Rig.RTX_PAYLOAD_TYPE, 2);
    for (int i = 0; i < 10; i++) {
      rig.receive("80CF0004 00000009 04000002 0102030405060708");
    }
    assertThat(rig.rtcp).hasSize(1);
    assertThat(rtcp(0).packetType()).isEqualTo(Rtcp.RECEIVER_REPORT);
    byte[] answer = rig.rtcp.getFirst();
    assertThat(HexFormat.of().formatHex(answer, 8, answer.length)).isEqualTo("80cf000500001111" + "05000003000000090304050600000000");
    rig.advanceMs(50);
    rig.receive("80CF0004 00000009 04000002 0102030405060708");
    assertThat(rig.rtcp).hasSize(2);
  }

  @Test
  void pictureLossAsksTheSource() {
    watching(Rig.RTX_PAYLOAD_TYPE, 2);
    video.keyframeRequests.clear();
    rig.feedback(w -> w.pli(9, Rig.SSRC));
    rig.feedback(w -> w.fir(9, Rig.SSRC, 1));
    rig.feedback(w -> w.pli(9, 12345));
    assertThat(video.keyframeRequests).containsExactly(0, 0);
  }

  @Test
  void byeNamesEveryStream() {
    for (int i = 0; i < 120; i++) {
      rig.subscribe(video, Layer.BIG, Rig.RTX_PAYLOAD_TYPE, Rig.SSRC + i);
    }
    rig.media.sayBye(rig.nowNs);
    int byes = 0;
    for (byte[] compound : rig.rtcp) {
      RtcpReader reader = new RtcpReader();
      assertThat(reader.wrap(compound, 0, compound.length)).isTrue();
      while (reader.next()) {
        byes += reader.byeCount();
      }
    }
    assertThat(byes).isEqualTo(120);
  }

  @Test
  void closingDisarmsEveryTimer() {
    video.layers.layer(0).clock(camera.ssrc, Ntp.fromUnixNs(3_000_000_000_000L), 5, rig.nowNs);
    Subscription subscription = watching(Rig.RTX_PAYLOAD_TYPE, 10);
    rig.subscribe(video, Layer.BIG, Rig.RTX_PAYLOAD_TYPE, 0x7777);
    assertThat(rig.timers.armed()).isPositive();
    rig.media.close();
    assertThat(rig.timers.armed()).isZero();
    rig.run(subscription, video, 0, camera.frame(true, rig.nowNs));
    subscription.onLayerState(0, rig.nowNs);
    subscription.want(Layer.SMALL, rig.nowNs);
    rig.advanceMs(2_000);
    assertThat(rig.timers.armed()).isZero();
    assertThat(rig.sequences()).hasSize(10);
  }
}
