package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.dependency.DependencyDescriptor;
import io.ringcast.sfu.wire.dependency.DependencyReader;
import io.ringcast.sfu.wire.dependency.DependencyStructure;
import io.ringcast.sfu.wire.dependency.DependencyWriter;
import io.ringcast.sfu.wire.dependency.Structures;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dependency descriptors are forwarded under the subscriber's id, however long, with their frame numbers moved, and say which decode
 * targets are left.
 */
class DescriptorForwardingTest {
  private static final int PUBLISHER_ID = 12;
  private static final int SUBSCRIBER_ID = 9;
  private static final int TIME_ID = 2;
  private static final int SHORT_BYTES = 11;

  private final Rig rig = new Rig();
  private final SubscriberPath path =
    new SubscriberPath(rig, (bytes, offset, length, nowNs) -> { }, new TimerWheel(0), new DropCounters(), DepartureBudget.UNLIMITED,
      null);
  private final PacketPool pool = new PacketPool(100);
  private final DependencyStructure structure = Structures.l1t3();
  private final DependencyReader ingress = new DependencyReader();
  private final DependencyReader receiver = new DependencyReader();
  private final ActiveTargets targets = new ActiveTargets();
  private final ExtensionWriter extensions = writer();
  private int frameNumber;

  private static ExtensionWriter writer() {
    CodecParameters av1 = new CodecParameters(Codec.AV1, 96, CodecParameters.NO_RTX, "", true, true, true);
    ExtensionIds ids = new ExtensionIds(
      Map.of(HeaderExtension.ABS_SEND_TIME, TIME_ID, HeaderExtension.DEPENDENCY_DESCRIPTOR, SUBSCRIBER_ID));
    SubscriptionSpec spec = new SubscriptionSpec(new PublicationId("p"), "m", av1, ids, Layer.BIG);
    return new ExtensionWriter(spec, new ExtensionIds(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, PUBLISHER_ID)));
  }

  private Packet packet(byte[] descriptor) {
    Packet packet = pool.take();
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.beginTwoByte(packet.bytes(), 0, false, 96, 1, 2, 3);
    header.extension(PUBLISHER_ID, descriptor, 0, descriptor.length);
    packet.length(header.end());
    assertThat(packet.wrapRtp()).isTrue();
    packet.payload().clear();
    return packet;
  }

  private Packet counting(int descriptorBytes, int number) {
    byte[] descriptor = new byte[descriptorBytes];
    for (int i = 0; i < descriptorBytes; i++) {
      descriptor[i] = (byte) (i + 1);
    }
    BigEndian.put16(descriptor, 1, number);
    return packet(descriptor);
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, -9", "11, 70000", "12, 0", "16, 70000", "17, 0", "17, 5", "120, -65535", "255, 1"})
  void areCopiedWithMovedNumbers(int descriptorBytes, int moved) {
    Packet packet = counting(descriptorBytes, 7);
    Rewrite rewrite = new Rewrite();
    rewrite.frameNumberDelta = moved;
    assertThat(extensions.needsTwoByteForm(packet.rtp())).isEqualTo(descriptorBytes > SHORT_BYTES);
    RtpView written = written(packet, rewrite, extensions.measureRetransmission(packet, false));
    assertThat(written.findExtension(TIME_ID)).isTrue();
    assertThat(written.findExtension(SUBSCRIBER_ID)).isTrue();
    assertThat(written.extensionLength()).isEqualTo(descriptorBytes);
    assertThat(BigEndian.u16(written.bytes(), written.extensionOffset() + 1)).isEqualTo(7 + moved & 0xFFFF);
    assertThat(written.bytes()[written.extensionOffset()]).isEqualTo((byte) 1);
  }

  private RtpView written(Packet packet, Rewrite rewrite, int measured) {
    byte[] bytes = new byte[600];
    if (extensions.needsTwoByteForm(packet.rtp())) {
      path.header.beginTwoByte(bytes, 0, false, 96, 1, 2, 3);
    } else {
      path.header.begin(bytes, 0, false, 96, 1, 2, 3);
    }
    int length = extensions.finish(path, packet.rtp(), rewrite, true, 0);
    assertThat(length).as("no longer than announced").isLessThanOrEqualTo(measured + extensions.excess(packet.rtp()));
    RtpView written = new RtpView();
    assertThat(written.wrap(bytes, 0, length)).isTrue();
    return written;
  }

  /** A packet of a template: 10 begins with the structure, 12 is of T1. */
  private Packet described(int template, boolean attached) {
    DependencyDescriptor descriptor = new DependencyDescriptor();
    descriptor.startOfFrame = true;
    descriptor.templateId = template;
    descriptor.frameNumber = frameNumber++;
    descriptor.structureAttached = attached;
    byte[] bytes = new byte[200];
    int length = new DependencyWriter().write(descriptor, structure, bytes, 0, bytes.length);
    Packet packet = packet(Arrays.copyOf(bytes, length));
    assertThat(ingress.read(bytes, 0, length, packet.payload())).isTrue();
    return packet;
  }

  /** What a receiver reads of a packet forwarded to a target; it may be announced as telling, or not. */
  private DependencyDescriptor forwarded(Packet packet, int target, boolean announced) {
    Run run = new Run(0);
    run.add(packet);
    int measured = extensions.measure(run, announced);
    Rewrite rewrite = new Rewrite();
    targets.note(packet.payload(), target, rewrite);
    RtpView written = written(packet, rewrite, measured);
    assertThat(written.findExtension(SUBSCRIBER_ID)).isTrue();
    assertThat(receiver.read(written.bytes(), written.extensionOffset(), written.extensionLength())).isTrue();
    assertThat(receiver.descriptor().templateId).isEqualTo(ingress.descriptor().templateId);
    assertThat(receiver.descriptor().frameNumber).isEqualTo(ingress.descriptor().frameNumber);
    return receiver.descriptor();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sayWhichDecodeTargetsAreLeftUntilAKeyframeHasAll(boolean announced) {
    int whole = PayloadInfo.target(0, 3);
    int lower = PayloadInfo.target(0, 1);
    assertThat(forwarded(described(10, true), whole, announced).activeTargetsPresent).isFalse();
    assertThat(forwarded(described(12, false), whole, announced).activeTargetsPresent).isFalse();
    DependencyDescriptor cut = forwarded(described(12, false), lower, announced);
    assertThat(cut.activeTargetsPresent).isTrue();
    assertThat(cut.activeTargets).isEqualTo(0b011);
    DependencyDescriptor again = forwarded(described(12, false), whole, announced);
    assertThat(again.activeTargetsPresent).as("the last that came said less").isTrue();
    assertThat(again.activeTargets).isEqualTo(0b111);
    DependencyDescriptor keyframe = forwarded(described(10, true), lower, announced);
    assertThat(keyframe.structureAttached).isTrue();
    assertThat(keyframe.activeTargets).isEqualTo(0b011);
    assertThat(forwarded(described(10, true), whole, announced).activeTargetsPresent).as("a structure says it").isFalse();
    assertThat(forwarded(described(12, false), whole, announced).activeTargetsPresent).isFalse();
  }

  @Test
  void saysNoMoreThanThePublisherServes() {
    forwarded(described(10, true), PayloadInfo.target(0, 1), true);
    Packet packet = described(12, false);
    packet.payload().servedTargets = 0b001;
    assertThat(forwarded(packet, PayloadInfo.target(0, 1), true).activeTargets).isEqualTo(0b001);
  }

  @Test
  void aTargetThatIsForgottenLeavesTheDescriptorAsItWas() {
    forwarded(described(10, true), PayloadInfo.target(0, 1), true);
    assertThat(forwarded(described(12, false), 0, true).activeTargetsPresent).isFalse();
  }
}
