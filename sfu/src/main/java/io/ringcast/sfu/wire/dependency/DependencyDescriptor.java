package io.ringcast.sfu.wire.dependency;

/**
 * What one dependency descriptor says (AV1 RTP specification, appendix A.8), as plain fields that the reader fills and the owner reads
 * before the next one. Reusable.
 *
 * <pre>
 * |S|E| template  |  S: start of frame, E: end of frame
 * | frame number  16 bits |
 * |T|A|D|F|C|          only in descriptors of more than three bytes
 * T: the structure   A: active decode targets   D, F, C: the frame's own indications, frame differences, chain differences
 * </pre>
 *
 * <p>Indications, two bits each, are packed: that of decode target i lies in the bits 2i and 2i + 1.
 */
public final class DependencyDescriptor {
  /** No payload for this decode target. */
  public static final int NOT_PRESENT = 0;
  /** For this decode target, and no later frame of it is predicted from this one. */
  public static final int DISCARDABLE = 1;
  /** All that follows for this decode target can be decoded when this frame can. */
  public static final int SWITCH = 2;
  public static final int REQUIRED = 3;
  /** References of one frame; AV1 names at most seven. */
  public static final int MAX_FRAME_DIFFS = 8;
  static final int MANDATORY_SIZE = 3;
  static final int TEMPLATE_BITS = 6;
  static final int FRAME_NUMBER_BITS = 16;
  static final int INDICATION_BITS = 2;
  static final int INDICATION_MASK = 3;
  static final int CHAIN_DIFF_BITS = 8;

  public boolean startOfFrame;
  public boolean endOfFrame;
  public int templateId;
  public int frameNumber;
  /** Whether the structure travels with this descriptor. */
  public boolean structureAttached;
  public boolean activeTargetsPresent;
  /** Bit i for decode target i. */
  public int activeTargets;
  public boolean customIndications;
  public boolean customFrameDiffs;
  public boolean customChainDiffs;
  /** The frame's, whether its own or its template's. */
  public int spatialLayer;
  public int temporalLayer;
  public long indications;
  public int frameDiffCount;
  /** How far back in frame numbers the frames lie that this one refers to. */
  public final int[] frameDiffs = new int[MAX_FRAME_DIFFS];
  /** How far back the last frame of each chain lies; 0 when the chain begins here. */
  public final int[] chainDiffs = new int[DependencyStructure.MAX_TARGETS];
  /** Where the structure ends, and where the frame's own fields begin, in bits. */
  int structureEnd;
  int customStart;

  public static int indication(long indications, int decodeTarget) {
    return (int) (indications >> (INDICATION_BITS * decodeTarget)) & INDICATION_MASK;
  }

  public static long withIndication(long indications, int decodeTarget, int indication) {
    int shift = INDICATION_BITS * decodeTarget;
    return (indications & ~((long) INDICATION_MASK << shift)) | ((long) indication << shift);
  }

  boolean extended() {
    return structureAttached || activeTargetsPresent || customIndications || customFrameDiffs || customChainDiffs;
  }
}
