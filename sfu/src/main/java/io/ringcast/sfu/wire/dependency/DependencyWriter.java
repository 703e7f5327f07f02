package io.ringcast.sfu.wire.dependency;

import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.BitReader;
import io.ringcast.sfu.wire.BitWriter;
import io.ringcast.sfu.wire.payload.PayloadInfo;

/** Writes dependency descriptors, new ones and changed copies. Reusable, owned by one thread. */
public final class DependencyWriter {
  /** How much longer than its original a copy with active decode targets can be: five flags and a bit for each target. */
  public static final int MAX_GROWTH = 5;
  private static final int FRAME_NUMBER_OFFSET = 1;
  private static final int FLAG_BITS = 5;
  private static final int ACTIVE_TARGETS_FLAG = 0x08;
  private static final int NIBBLE = 4;

  private final BitWriter bits = new BitWriter();
  private final BitReader source = new BitReader();

  /** Writes a descriptor of a stream with this structure; its length, or 0 when {@code limit} bytes cannot hold it. */
  public int write(DependencyDescriptor descriptor, DependencyStructure structure, byte[] to, int offset, int limit) {
    bits.wrap(to, offset, limit);
    bits.flag(descriptor.startOfFrame);
    bits.flag(descriptor.endOfFrame);
    bits.put(descriptor.templateId, DependencyDescriptor.TEMPLATE_BITS);
    bits.put(descriptor.frameNumber, DependencyDescriptor.FRAME_NUMBER_BITS);
    if (descriptor.extended()) {
      bits.flag(descriptor.structureAttached);
      bits.flag(descriptor.activeTargetsPresent);
      bits.flag(descriptor.customIndications);
      bits.flag(descriptor.customFrameDiffs);
      bits.flag(descriptor.customChainDiffs);
      if (descriptor.structureAttached) {
        structure.write(bits);
      }
      bits.put(descriptor.activeTargets, descriptor.activeTargetsPresent ? structure.targetCount() : 0);
      writeCustom(descriptor, structure);
    }
    return bits.overflown() ? 0 : bits.length();
  }

  /** The length of a copy of this long an element that names active decode targets. */
  public static int lengthWithActiveTargets(PayloadInfo info, int length) {
    int flags = length > DependencyDescriptor.MANDATORY_SIZE ? 0 : FLAG_BITS;
    int kept = Byte.SIZE * length - (info.activeTargetsEnd - info.activeTargetsStart);
    return (kept + flags + info.decodeTargets + Byte.SIZE - 1) / Byte.SIZE;
  }

  /**
   * Copies an element that was read into {@code info}, naming the decode targets that are still served to the receiver, and tells the
   * copy's length; {@code to} must have room for the original and {@link #MAX_GROWTH} bytes more.
   */
  public int withActiveTargets(PayloadInfo info, byte[] from, int offset, int length, int activeTargets, byte[] to, int toOffset) {
    source.wrap(from, offset, length);
    bits.wrap(to, toOffset, length + MAX_GROWTH);
    copy(8 * DependencyDescriptor.MANDATORY_SIZE);
    boolean extended = length > DependencyDescriptor.MANDATORY_SIZE;
    int flags = extended ? source.read(FLAG_BITS) : 0;
    bits.put(flags | ACTIVE_TARGETS_FLAG, FLAG_BITS);
    copy(info.activeTargetsStart - source.position());
    bits.put(activeTargets, info.decodeTargets);
    source.skip(info.activeTargetsEnd - source.position());
    copy(8 * length - source.position());
    return bits.length();
  }

  /** Moves the frame number of an element in place, modulo its 16 bits. */
  public static void moveFrameNumber(byte[] bytes, int offset, int length, int delta) {
    if (length >= DependencyDescriptor.MANDATORY_SIZE) {
      BigEndian.put16(bytes, offset + FRAME_NUMBER_OFFSET, BigEndian.u16(bytes, offset + FRAME_NUMBER_OFFSET) + delta);
    }
  }

  private void copy(int count) {
    for (int i = 0; i < count; i++) {
      bits.put(source.read(1), 1);
    }
  }

  private void writeCustom(DependencyDescriptor descriptor, DependencyStructure structure) {
    if (descriptor.customIndications) {
      DependencyStructure.writeIndications(bits, descriptor.indications, structure.targetCount());
    }
    if (descriptor.customFrameDiffs) {
      for (int i = 0; i < descriptor.frameDiffCount; i++) {
        int diff = descriptor.frameDiffs[i] - 1;
        int size = diff < 0x10 ? 1 : diff < 0x100 ? 2 : 3;
        bits.put(size, 2);
        bits.put(diff, NIBBLE * size);
      }
      bits.put(0, 2);
    }
    for (int chain = 0; descriptor.customChainDiffs && chain < structure.chainCount(); chain++) {
      bits.put(descriptor.chainDiffs[chain], DependencyDescriptor.CHAIN_DIFF_BITS);
    }
  }
}
