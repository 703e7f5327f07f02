package io.ringcast.sfu.wire.dependency;

import io.ringcast.sfu.wire.BitReader;
import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * Reads the descriptors of one stream and keeps its structures: the newest, and the one before it for packets that come late. Owned by
 * whoever owns the stream.
 */
public final class DependencyReader {
  /** A structure that arrives this many frames late or less is the one before; a larger step back means that frames are counted anew. */
  private static final int LATE_FRAMES = 128;

  private final BitReader bits = new BitReader();
  private final DependencyDescriptor descriptor = new DependencyDescriptor();
  private DependencyStructure newest = new DependencyStructure();
  private DependencyStructure before = new DependencyStructure();
  private DependencyStructure spare = new DependencyStructure();
  private DependencyStructure used = newest;
  private boolean started;
  /** What the publisher serves: all of a structure's, until it says otherwise. */
  private int served;
  private int newestSince;

  /** What was read last. */
  public DependencyDescriptor descriptor() {
    return descriptor;
  }

  /** The structure by which it was read. */
  public DependencyStructure structure() {
    return used;
  }

  /** Whether a structure has come. */
  public boolean started() {
    return started;
  }

  /** Reads an extension element; false when it is malformed or no structure that has come describes it. */
  public boolean read(byte[] bytes, int offset, int length) {
    descriptor.structureAttached = false;
    if (length < DependencyDescriptor.MANDATORY_SIZE) {
      return false;
    }
    bits.wrap(bytes, offset, length);
    DependencyDescriptor out = descriptor;
    out.startOfFrame = bits.flag();
    out.endOfFrame = bits.flag();
    out.templateId = bits.read(DependencyDescriptor.TEMPLATE_BITS);
    out.frameNumber = bits.read(DependencyDescriptor.FRAME_NUMBER_BITS);
    readFlags(length > DependencyDescriptor.MANDATORY_SIZE);
    DependencyStructure structure = structureFor(out);
    out.structureEnd = bits.position();
    int template = structure.templateOf(out.templateId);
    if (bits.exhausted() || template < 0) {
      return false;
    }
    out.activeTargets = out.activeTargetsPresent ? bits.read(structure.targetCount()) : 0;
    out.customStart = bits.position();
    structure.describe(template, out);
    if (!readCustom(structure) || bits.exhausted()) {
      return false;
    }
    if (out.structureAttached || out.activeTargetsPresent) {
      served = out.activeTargetsPresent ? out.activeTargets : -1 >>> (Integer.SIZE - structure.targetCount());
    }
    used = structure;
    if (out.structureAttached) {
      keep(structure);
    }
    return true;
  }

  /** Reads an extension element into what forwarding must know of its packet; false, and {@code out} untouched, when it cannot. */
  public boolean read(byte[] bytes, int offset, int length, PayloadInfo out) {
    if (!read(bytes, offset, length)) {
      return false;
    }
    out.frameStart = descriptor.startOfFrame;
    out.frameEnd = descriptor.endOfFrame;
    out.spatialLayer = descriptor.spatialLayer;
    out.temporalLayer = descriptor.temporalLayer;
    out.frameNumber = descriptor.frameNumber;
    out.decodeTargets = used.targetCount();
    out.servedTargets = served;
    out.activeTargets = used.activeTargets();
    out.activeTargetsStart = descriptor.structureEnd;
    out.activeTargetsEnd = descriptor.customStart;
    out.targets = used.presentTargets(descriptor.indications);
    out.switchTargets = used.switchTargets(descriptor.indications);
    out.discardable = isDiscardable();
    out.keyframe = descriptor.structureAttached && descriptor.startOfFrame
      && descriptor.frameDiffCount == 0 && descriptor.spatialLayer == 0;
    if (descriptor.structureAttached) {
      tellLayers(out);
    }
    return true;
  }

  private void readFlags(boolean extended) {
    descriptor.structureAttached = extended && bits.flag();
    descriptor.activeTargetsPresent = extended && bits.flag();
    descriptor.customIndications = extended && bits.flag();
    descriptor.customFrameDiffs = extended && bits.flag();
    descriptor.customChainDiffs = extended && bits.flag();
  }

  /** The structure that describes this frame: the one it brings, else that of its template; one without templates when there is none. */
  private DependencyStructure structureFor(DependencyDescriptor out) {
    if (out.structureAttached) {
      if (!spare.read(bits)) {
        bits.skip(Integer.MAX_VALUE);
      }
      return spare;
    }
    return newest.templateOf(out.templateId) < 0 ? before : newest;
  }

  private boolean readCustom(DependencyStructure structure) {
    DependencyDescriptor out = descriptor;
    if (out.customIndications) {
      out.indications = DependencyStructure.readIndications(bits, structure.targetCount());
    }
    if (out.customFrameDiffs) {
      out.frameDiffCount = 0;
      for (int size = bits.read(2); size != 0; size = bits.read(2)) {
        if (out.frameDiffCount == DependencyDescriptor.MAX_FRAME_DIFFS) {
          return false;
        }
        out.frameDiffs[out.frameDiffCount++] = bits.read(4 * size) + 1;
      }
    }
    for (int chain = 0; out.customChainDiffs && chain < structure.chainCount(); chain++) {
      out.chainDiffs[chain] = bits.read(DependencyDescriptor.CHAIN_DIFF_BITS);
    }
    return true;
  }

  /** Files the spare structure as the newest, or as the one before when it came late. */
  private void keep(DependencyStructure read) {
    int ahead = (short) (descriptor.frameNumber - newestSince);
    DependencyStructure displaced = before;
    if (started && ahead < 0 && ahead >= -LATE_FRAMES) {
      before = read;
    } else {
      before = newest;
      newest = read;
      newestSince = descriptor.frameNumber;
      started = true;
    }
    spare = displaced;
  }

  private boolean isDiscardable() {
    for (int target = 0; target < used.targetCount(); target++) {
      int indication = DependencyDescriptor.indication(descriptor.indications, target);
      if (indication != DependencyDescriptor.NOT_PRESENT && indication != DependencyDescriptor.DISCARDABLE) {
        return false;
      }
    }
    return true;
  }

  private void tellLayers(PayloadInfo out) {
    int layers = used.spatialLayerCount();
    out.spatialLayers = layers;
    for (int layer = 0; layer < layers; layer++) {
      out.layerWidths[layer] = used.sizesPresent() ? used.width(layer) : 0;
      out.layerHeights[layer] = used.sizesPresent() ? used.height(layer) : 0;
    }
    if (used.sizesPresent() && out.keyframe) {
      out.width = used.width(layers - 1);
      out.height = used.height(layers - 1);
    }
  }
}
