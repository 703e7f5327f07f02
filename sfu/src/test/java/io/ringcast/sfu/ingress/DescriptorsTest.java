package io.ringcast.sfu.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.dependency.DependencyDescriptor;
import io.ringcast.sfu.wire.dependency.DependencyStructure;
import io.ringcast.sfu.wire.dependency.DependencyWriter;
import io.ringcast.sfu.wire.dependency.Structures;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Packets of a described stream that come before the structure which describes them. */
class DescriptorsTest {
  private static final int ID = 6;
  private static final int PAYLOAD_BYTES = 9;
  private static final byte[] UNREADABLE_STRUCTURE = {(byte) 0xBF, 1, 0x73, (byte) 0x80};

  private final PacketPool pool = new PacketPool(1_000);
  private final DropCounters drops = new DropCounters();
  private final Descriptors descriptors = new Descriptors(ID, drops);
  private final DependencyStructure structure = Structures.l1t3();

  private Packet packet(byte[] descriptor) {
    Packet packet = Objects.requireNonNull(pool.take());
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.beginTwoByte(packet.bytes(), 0, false, 45, 1, 2, 3);
    if (descriptor.length > 0) {
      header.extension(ID, descriptor, 0, descriptor.length);
    }
    packet.length(header.end() + PAYLOAD_BYTES);
    assertThat(packet.wrapRtp()).isTrue();
    return packet;
  }

  private byte[] written(boolean withStructure) {
    return written(structure, withStructure);
  }

  private static byte[] written(DependencyStructure structure, boolean withStructure) {
    DependencyDescriptor descriptor = new DependencyDescriptor();
    descriptor.startOfFrame = withStructure;
    descriptor.templateId = structure.templateIdOffset() + (withStructure ? 0 : 1);
    descriptor.structureAttached = withStructure;
    byte[] bytes = new byte[100];
    int length = new DependencyWriter().write(descriptor, structure, bytes, 0, bytes.length);
    return Arrays.copyOf(bytes, length);
  }

  /** A structure with template ids so far above. */
  private DependencyStructure later(int templates) {
    DependencyStructure later = new DependencyStructure();
    later.begin(structure.templateIdOffset() + templates, 1, 0);
    later.addTemplate(0, 0, "S", new int[0], new int[0]);
    later.addTemplate(0, 0, "S", new int[] {1}, new int[0]);
    return later;
  }

  @Test
  void packetsWaitForTheStructureAndFollowItInTheirOrder() {
    Packet first = packet(written(false));
    Packet second = packet(written(false));
    assertThat(descriptors.hold(first)).isTrue();
    assertThat(descriptors.hold(second)).isTrue();
    assertThat(descriptors.released()).isNull();
    assertThat(descriptors.hold(packet(written(true)))).isFalse();
    assertThat(descriptors.released()).isSameAs(first);
    assertThat(descriptors.released()).isSameAs(second);
    assertThat(descriptors.released()).isNull();
    assertThat(descriptors.hold(packet(written(false)))).as("once it has come nothing waits").isFalse();
  }

  @Test
  void whatTheNextStructureDoesNotDescribeIsDropped() {
    DependencyStructure other = later(20);
    DependencyStructure third = later(40);
    assertThat(descriptors.hold(packet(written(true)))).isFalse();
    assertThat(descriptors.hold(packet(written(other, false)))).as("its structure was lost").isTrue();
    Packet described = packet(written(third, false));
    assertThat(descriptors.hold(described)).isTrue();
    assertThat(descriptors.hold(packet(written(third, true)))).isFalse();
    assertThat(descriptors.released()).isSameAs(described);
    assertThat(descriptors.released()).isNull();
    assertThat(drops.of(DropReason.UNDESCRIBED)).isOne();
  }

  @Test
  void numbersOfWhatWaitsMoveWithTheirStream() {
    Packet waiting = packet(written(false));
    waiting.extendedSequence(70_000);
    assertThat(descriptors.hold(waiting)).isTrue();
    descriptors.moveUp(1 << 16);
    assertThat(waiting.extendedSequence()).isEqualTo(70_000 + (1 << 16));
  }

  @Test
  void noMoreWaitThanTheLimit() {
    Packet oldest = packet(written(false));
    assertThat(descriptors.hold(oldest)).isTrue();
    for (int i = 1; i < Descriptors.HELD_MAX; i++) {
      assertThat(descriptors.hold(packet(written(false)))).isTrue();
    }
    assertThat(descriptors.released()).isNull();
    assertThat(descriptors.hold(packet(written(false)))).isTrue();
    assertThat(descriptors.released()).isSameAs(oldest);
    assertThat(descriptors.released()).isNull();
  }

  @Test
  void whatCannotBeReadOrHasNoDescriptorIsNotHeldUp() {
    assertThat(descriptors.hold(packet(new byte[0]))).isFalse();
    Packet waiting = packet(written(false));
    assertThat(descriptors.hold(waiting)).isTrue();
    assertThat(descriptors.hold(packet(UNREADABLE_STRUCTURE))).isFalse();
    assertThat(descriptors.released()).isSameAs(waiting);
    assertThat(descriptors.hold(packet(written(false)))).as("payloads have to do").isFalse();
    assertThat(new Descriptors(0, drops).hold(packet(written(false)))).as("not negotiated").isFalse();
  }

  @Test
  void aStreamThatBeginsAnewLetsThemGo() {
    assertThat(descriptors.hold(packet(written(false)))).isTrue();
    descriptors.restart();
    assertThat(pool.inUse()).isZero();
    assertThat(drops.of(DropReason.UNDESCRIBED)).isOne();
    Packet waiting = packet(written(false));
    assertThat(descriptors.hold(waiting)).isTrue();
    descriptors.releaseAll();
    assertThat(pool.inUse()).isZero();
  }
}
