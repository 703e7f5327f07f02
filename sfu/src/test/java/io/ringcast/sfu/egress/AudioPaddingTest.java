package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.wire.RtpView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audio that is gathered with longer audio is padded to its length where it lacks little (RFC 3550 section 5.1). */
class AudioPaddingTest {
  private static final int PAYLOAD_BYTES = 100;

  private final Rig rig = new Rig();
  private final FakeSource source = new FakeSource(Codec.OPUS, 1);
  private final FakePublisher microphone = new FakePublisher(Codec.OPUS, 0, 100, 70_000, 1_000_000, 0);

  @ParameterizedTest
  @CsvSource({"0, 0", "100, 0", "101, 1", "116, 16", "117, 0", "90, 0"})
  void whatLacksLittleIsPadded(int padTo, int padding) {
    Subscription subscription = rig.subscribe(source, Layer.BIG);
    microphone.payloadSize = PAYLOAD_BYTES;
    Packet packet = microphone.frame(true, rig.nowNs);
    Run run = new Run(0);
    run.add(packet);
    run.padTo(padTo);
    subscription.onRun(run, rig.nowNs);
    RtpView sent = rig.last();
    assertThat(sent.payloadLength()).as("what a receiver takes").isEqualTo(PAYLOAD_BYTES);
    int length = rig.sent.getLast().length - Rig.TRAILER;
    assertThat(length - sent.payloadOffset() - PAYLOAD_BYTES).isEqualTo(padding);
  }
}
