package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.wire.Hex;
import io.ringcast.sfu.wire.RtpView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedundancyTest {
  private static final int OPUS = 96;
  private static final int RED = 63;

  private final Rig rig = new Rig();
  private final FakeSource source = new FakeSource(Codec.OPUS, 1);
  private final FakePublisher microphone = new FakePublisher(Codec.OPUS, 0, 100, 70_000, 1_000_000, 0);

  /** What the publisher sends, how much of it stands before the primary block; what the subscriber gets. */
  @ParameterizedTest
  @CsvSource({
    "ef0f00026fbbbbaaaa,7,true,63,e00f000260bbbbaaaa",
    "ef0f00026fbbbbaaaa,7,false,96,aaaa",
    "6faaaa,1,true,63,60aaaa",
    "aaaa,0,true,96,aaaa",
    "aaaa,0,false,96,aaaa",
  })
  void redundancyGoesToThoseWhoKnowIt(String payload, int primaryOffset, boolean known, int payloadType, String received) {
    Subscription subscription = subscribe(known);
    Packet packet = packet(payload, primaryOffset);
    int timestamp = packet.rtp().timestamp();
    rig.run(subscription, source, 0, packet);
    RtpView sent = rig.last();
    assertThat(sent.payloadType()).isEqualTo(payloadType);
    assertThat(Hex.string(sent.bytes(), sent.payloadOffset(), sent.payloadLength())).isEqualTo(received);
    assertThat(sent.timestamp()).isEqualTo(timestamp + Rig.START.timestampOffset());
    assertThat(Hex.string(packet.bytes(), packet.rtp().payloadOffset(), packet.rtp().payloadLength())).isEqualTo(payload);
  }

  private Subscription subscribe(boolean redundant) {
    CodecParameters codec = new CodecParameters(
      Codec.OPUS, OPUS, CodecParameters.NO_RTX, "", false, false, false, redundant ? RED : CodecParameters.NO_RED);
    SubscriptionSpec spec = new SubscriptionSpec(new PublicationId("p"), "0", codec, ExtensionIds.NONE, Layer.BIG);
    return rig.media.subscribe(
      new SubscriptionId(7), spec, new OutgoingStream(Rig.SSRC, Rig.RTX_SSRC, "cname"), Rig.START, source, rig.nowNs);
  }

  private Packet packet(String payload, int primaryOffset) {
    byte[] bytes = Hex.bytes(payload);
    microphone.payloadSize = bytes.length;
    Packet packet = microphone.frame(true, rig.nowNs);
    System.arraycopy(bytes, 0, packet.bytes(), packet.rtp().payloadOffset(), bytes.length);
    packet.payload().keyframe = true;
    packet.payload().primaryOffset = primaryOffset;
    return packet;
  }
}
