package io.ringcast.sfu.wire.dependency;

import io.ringcast.sfu.wire.BitReader;
import io.ringcast.sfu.wire.BitWriter;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.Arrays;

/**
 * The frame dependency structure that a keyframe brings (AV1 RTP specification, appendix A.8.2): the templates its frames are described
 * by, and which spatial and temporal layer each decode target goes up to. Reusable.
 *
 * <p>Forwarding thinks in a grid of targets, one for each spatial and temporal layer ({@link PayloadInfo}); {@link #presentTargets} and
 * {@link #switchTargets} map indications on it. A cell that no decode target stands for takes the nearest one below it: of the highest
 * spatial layer not above the cell's that of the highest temporal layer not above; without any, the lowest decode target.
 */
public final class DependencyStructure {
  public static final int MAX_TEMPLATES = 64;
  public static final int MAX_TARGETS = 32;
  static final int TEMPLATE_IDS = 64;
  /** Layers of AV1; structures that name more are refused. */
  private static final int MAX_SPATIAL = 4;
  private static final int MAX_TEMPORAL = 8;
  private static final int NEXT_TEMPORAL = 1;
  private static final int NEXT_SPATIAL = 2;
  private static final int NO_MORE = 3;
  private static final int TARGET_COUNT_BITS = 5;
  private static final int FRAME_DIFF_BITS = 4;
  private static final int TEMPLATE_CHAIN_BITS = 4;
  private static final int CELLS = PayloadInfo.MAX_LAYERS * PayloadInfo.MAX_LAYERS;
  private static final int DIFFS = DependencyDescriptor.MAX_FRAME_DIFFS;

  private int templateIdOffset;
  private int templateCount;
  private int targetCount;
  private int chainCount;
  private final int[] spatialLayers = new int[MAX_TEMPLATES];
  private final int[] temporalLayers = new int[MAX_TEMPLATES];
  private final long[] indications = new long[MAX_TEMPLATES];
  private final int[] frameDiffCounts = new int[MAX_TEMPLATES];
  private final byte[] frameDiffs = new byte[MAX_TEMPLATES * DIFFS];
  private final byte[] chainDiffs = new byte[MAX_TEMPLATES * MAX_TARGETS];
  private final int[] protectedBy = new int[MAX_TARGETS];
  private boolean sizesPresent;
  private final int[] widths = new int[MAX_SPATIAL];
  private final int[] heights = new int[MAX_SPATIAL];
  private final int[] targetSpatial = new int[MAX_TARGETS];
  private final int[] targetTemporal = new int[MAX_TARGETS];
  private final int[] targetOfCell = new int[CELLS];
  /** Made anew with each structure, since packets keep it. */
  private int[] activeOfCell = new int[CELLS];

  /** Begins a structure to be filled by {@link #addTemplate}. */
  public void begin(int templateIdOffset, int targetCount, int chainCount) {
    this.templateIdOffset = templateIdOffset;
    this.targetCount = targetCount;
    this.chainCount = chainCount;
    templateCount = 0;
    sizesPresent = false;
    Arrays.fill(protectedBy, 0);
  }

  /**
   * Adds a template behind those of lower layers.
   *
   * @param indications one letter a decode target: {@code -}, {@code D}, {@code S} or {@code R}
   */
  public void addTemplate(int spatialLayer, int temporalLayer, String indications, int[] frameDiffs, int[] chainDiffs) {
    int template = templateCount++;
    spatialLayers[template] = spatialLayer;
    temporalLayers[template] = temporalLayer;
    this.indications[template] = packed(indications);
    frameDiffCounts[template] = frameDiffs.length;
    for (int i = 0; i < frameDiffs.length; i++) {
      this.frameDiffs[template * DIFFS + i] = (byte) frameDiffs[i];
    }
    for (int i = 0; i < chainDiffs.length; i++) {
      this.chainDiffs[template * MAX_TARGETS + i] = (byte) chainDiffs[i];
    }
    mapTargets();
  }

  /** Indications written as letters, packed. */
  public static long packed(String letters) {
    long packed = 0;
    for (int i = 0; i < letters.length(); i++) {
      packed = DependencyDescriptor.withIndication(packed, i, "-DSR".indexOf(letters.charAt(i)));
    }
    return packed;
  }

  public void protect(int decodeTarget, int chain) {
    protectedBy[decodeTarget] = chain;
  }

  /** The pictures' sizes, one for each spatial layer. */
  public void sizes(int[] widths, int[] heights) {
    sizesPresent = true;
    System.arraycopy(widths, 0, this.widths, 0, widths.length);
    System.arraycopy(heights, 0, this.heights, 0, heights.length);
  }

  public int templateIdOffset() {
    return templateIdOffset;
  }

  public int templateCount() {
    return templateCount;
  }

  public int targetCount() {
    return targetCount;
  }

  public int chainCount() {
    return chainCount;
  }

  public int spatialLayerCount() {
    return templateCount == 0 ? 0 : spatialLayers[templateCount - 1] + 1;
  }

  public boolean sizesPresent() {
    return sizesPresent;
  }

  public int width(int spatialLayer) {
    return widths[spatialLayer];
  }

  public int height(int spatialLayer) {
    return heights[spatialLayer];
  }

  /** The highest spatial layer of a decode target. */
  public int targetSpatial(int decodeTarget) {
    return targetSpatial[decodeTarget];
  }

  public int targetTemporal(int decodeTarget) {
    return targetTemporal[decodeTarget];
  }

  public int protectedBy(int decodeTarget) {
    return protectedBy[decodeTarget];
  }

  /** Which template an id names, -1 for none. */
  int templateOf(int templateId) {
    int template = (templateId + TEMPLATE_IDS - templateIdOffset) % TEMPLATE_IDS;
    return template < templateCount ? template : -1;
  }

  /** Fills in what a template says of its frames. */
  void describe(int template, DependencyDescriptor out) {
    out.spatialLayer = spatialLayers[template];
    out.temporalLayer = temporalLayers[template];
    out.indications = indications[template];
    out.frameDiffCount = frameDiffCounts[template];
    for (int i = 0; i < out.frameDiffCount; i++) {
      out.frameDiffs[i] = frameDiffs[template * DIFFS + i];
    }
    for (int i = 0; i < chainCount; i++) {
      out.chainDiffs[i] = chainDiffs[template * MAX_TARGETS + i];
    }
  }

  /** The grid's targets that a frame with these indications is part of. */
  public int presentTargets(long indications) {
    int targets = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      boolean present = DependencyDescriptor.indication(indications, targetOfCell[cell]) != DependencyDescriptor.NOT_PRESENT;
      targets |= present ? 1 << cell : 0;
    }
    return targets;
  }

  /** The grid's targets that can be switched to at a frame with these indications. */
  public int switchTargets(long indications) {
    int targets = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      boolean switches = DependencyDescriptor.indication(indications, targetOfCell[cell]) == DependencyDescriptor.SWITCH;
      targets |= switches ? 1 << cell : 0;
    }
    return targets;
  }

  /**
   * For each target of the grid, the decode targets, bit i for target i, that can be shown of a stream cut to it: those of which every
   * frame is part of it. Never changed.
   */
  public int[] activeTargets() {
    return activeOfCell;
  }

  /** Reads template_dependency_structure; false when it is cut short or beyond the limits, and this then means nothing. */
  boolean read(BitReader bits) {
    begin(bits.read(DependencyDescriptor.TEMPLATE_BITS), bits.read(TARGET_COUNT_BITS) + 1, 0);
    if (!readLayers(bits)) {
      return false;
    }
    for (int template = 0; template < templateCount; template++) {
      indications[template] = readIndications(bits, targetCount);
    }
    if (!readFrameDiffs(bits)) {
      return false;
    }
    readChains(bits);
    sizesPresent = bits.flag();
    for (int layer = 0; sizesPresent && layer < spatialLayerCount(); layer++) {
      widths[layer] = bits.read(16) + 1;
      heights[layer] = bits.read(16) + 1;
    }
    mapTargets();
    return !bits.exhausted();
  }

  static long readIndications(BitReader bits, int targetCount) {
    long indications = 0;
    for (int target = 0; target < targetCount; target++) {
      indications |= (long) bits.read(DependencyDescriptor.INDICATION_BITS) << (DependencyDescriptor.INDICATION_BITS * target);
    }
    return indications;
  }

  private boolean readLayers(BitReader bits) {
    int spatial = 0;
    int temporal = 0;
    int next;
    do {
      if (templateCount == MAX_TEMPLATES || spatial >= MAX_SPATIAL || temporal >= MAX_TEMPORAL || bits.exhausted()) {
        return false;
      }
      spatialLayers[templateCount] = spatial;
      temporalLayers[templateCount] = temporal;
      templateCount++;
      next = bits.read(2);
      spatial += next == NEXT_SPATIAL ? 1 : 0;
      temporal = next == NEXT_SPATIAL ? 0 : temporal + (next == NEXT_TEMPORAL ? 1 : 0);
    } while (next != NO_MORE);
    return true;
  }

  private boolean readFrameDiffs(BitReader bits) {
    for (int template = 0; template < templateCount; template++) {
      int count = 0;
      while (bits.flag()) {
        if (count == DIFFS) {
          return false;
        }
        frameDiffs[template * DIFFS + count] = (byte) (bits.read(FRAME_DIFF_BITS) + 1);
        count++;
      }
      frameDiffCounts[template] = count;
    }
    return true;
  }

  private void readChains(BitReader bits) {
    chainCount = bits.nonSymmetric(targetCount + 1);
    for (int target = 0; chainCount > 0 && target < targetCount; target++) {
      protectedBy[target] = bits.nonSymmetric(chainCount);
    }
    for (int template = 0; template < templateCount; template++) {
      for (int chain = 0; chain < chainCount; chain++) {
        chainDiffs[template * MAX_TARGETS + chain] = (byte) bits.read(TEMPLATE_CHAIN_BITS);
      }
    }
  }

  void write(BitWriter bits) {
    bits.put(templateIdOffset, DependencyDescriptor.TEMPLATE_BITS);
    bits.put(targetCount - 1, TARGET_COUNT_BITS);
    for (int template = 1; template < templateCount; template++) {
      boolean sameSpatial = spatialLayers[template] == spatialLayers[template - 1];
      int step = temporalLayers[template] - temporalLayers[template - 1];
      bits.put(sameSpatial ? step : NEXT_SPATIAL, 2);
    }
    bits.put(NO_MORE, 2);
    for (int template = 0; template < templateCount; template++) {
      writeIndications(bits, indications[template], targetCount);
    }
    for (int template = 0; template < templateCount; template++) {
      for (int i = 0; i < frameDiffCounts[template]; i++) {
        bits.flag(true);
        bits.put(frameDiffs[template * DIFFS + i] - 1, FRAME_DIFF_BITS);
      }
      bits.flag(false);
    }
    writeChains(bits);
    bits.flag(sizesPresent);
    for (int layer = 0; sizesPresent && layer < spatialLayerCount(); layer++) {
      bits.put(widths[layer] - 1, 16);
      bits.put(heights[layer] - 1, 16);
    }
  }

  static void writeIndications(BitWriter bits, long indications, int targetCount) {
    for (int target = 0; target < targetCount; target++) {
      bits.put(DependencyDescriptor.indication(indications, target), DependencyDescriptor.INDICATION_BITS);
    }
  }

  private void writeChains(BitWriter bits) {
    bits.nonSymmetric(chainCount, targetCount + 1);
    for (int target = 0; chainCount > 0 && target < targetCount; target++) {
      bits.nonSymmetric(protectedBy[target], chainCount);
    }
    for (int template = 0; template < templateCount; template++) {
      for (int chain = 0; chain < chainCount; chain++) {
        bits.put(chainDiffs[template * MAX_TARGETS + chain], TEMPLATE_CHAIN_BITS);
      }
    }
  }

  private void mapTargets() {
    for (int target = 0; target < targetCount; target++) {
      targetSpatial[target] = 0;
      targetTemporal[target] = 0;
      for (int template = 0; template < templateCount; template++) {
        if (DependencyDescriptor.indication(indications[template], target) != DependencyDescriptor.NOT_PRESENT) {
          targetSpatial[target] = Math.max(targetSpatial[target], spatialLayers[template]);
          targetTemporal[target] = Math.max(targetTemporal[target], temporalLayers[template]);
        }
      }
    }
    activeOfCell = new int[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      targetOfCell[cell] = nearestTarget(cell / PayloadInfo.MAX_LAYERS, cell % PayloadInfo.MAX_LAYERS);
      long kept = templatesOf(targetOfCell[cell]);
      for (int target = 0; target < targetCount; target++) {
        activeOfCell[cell] |= (templatesOf(target) & ~kept) == 0 ? 1 << target : 0;
      }
    }
  }

  /** The templates whose frames are part of a decode target, one bit each. */
  private long templatesOf(int target) {
    long part = 0;
    for (int template = 0; template < templateCount; template++) {
      part |= DependencyDescriptor.indication(indications[template], target) == DependencyDescriptor.NOT_PRESENT ? 0 : 1L << template;
    }
    return part;
  }

  private int nearestTarget(int spatial, int temporal) {
    int nearest = -1;
    int lowest = 0;
    for (int target = 0; target < targetCount; target++) {
      boolean below = targetSpatial[target] <= spatial && targetTemporal[target] <= temporal;
      if (below && (nearest < 0 || rank(target) > rank(nearest))) {
        nearest = target;
      }
      lowest = rank(target) < rank(lowest) ? target : lowest;
    }
    return nearest < 0 ? lowest : nearest;
  }

  private int rank(int target) {
    return targetSpatial[target] * MAX_TEMPORAL + targetTemporal[target];
  }
}
