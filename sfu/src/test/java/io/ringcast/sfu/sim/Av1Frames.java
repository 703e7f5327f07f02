package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.wire.dependency.DependencyDescriptor;
import io.ringcast.sfu.wire.dependency.DependencyStructure;
import io.ringcast.sfu.wire.dependency.DependencyWriter;
import io.ringcast.sfu.wire.payload.Av1Format;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * AV1 with spatial and temporal layers in one stream, whose dependency descriptors say what the payload does not. The structure names a
 * decode target for each pair of layers and four templates a spatial layer: of a keyframe's picture, and T0, T1 and T2 behind it.
 */
final class Av1Frames implements FrameFormat {
  private static final CodecParameters CODEC = new CodecParameters(Codec.AV1, 45, 46, "", true, true, true);
  private static final int LAYERS = LayeredPictures.LAYERS;
  private static final int TEMPLATES_A_LAYER = 1 + LAYERS;
  private static final int DESCRIPTOR_MAX = 200;
  private static final int HEIGHT = 180;
  private static final int CONTINUES = 0x80;
  private static final int GOES_ON = 0x40;
  private static final int TWO_UNITS = 0x20;
  private static final int ONE_UNIT = 0x10;
  private static final int NEW_SEQUENCE = 0x08;
  /** A sequence header that tells nothing, its length in front. */
  private static final byte[] SEQUENCE_HEADER = {2, 0x08, 0};
  private static final byte FRAME = 6 << 3;

  private final LayeredPictures pictures;
  private final DependencyWriter writer = new DependencyWriter();

  Av1Frames(boolean keyOnly) {
    pictures = new LayeredPictures(keyOnly);
  }

  @Override
  public CodecParameters codec() {
    return CODEC;
  }

  @Override
  public PayloadFormat parser() {
    return new Av1Format();
  }

  @Override
  public int spatialLayers() {
    return LAYERS;
  }

  @Override
  public List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random) {
    return pictures.next(stream, sent, spatialLayers, keyframe, random);
  }

  @Override
  public byte[] payload(SentFrame frame, int index, RandomGenerator random) {
    boolean sequence = frame.isKeyframe() && index == 0;
    ByteBuffer payload = ByteBuffer.allocate(1 + SEQUENCE_HEADER.length + 1 + random.nextInt(40) + Ledger.NUMBER_BYTES);
    payload.put((byte) ((index > 0 ? CONTINUES : 0) | (index < frame.packets() - 1 ? GOES_ON : 0)
        | (sequence ? TWO_UNITS | NEW_SEQUENCE : ONE_UNIT)));
    if (sequence) {
      payload.put(SEQUENCE_HEADER);
    }
    return payload.put(FRAME).array();
  }

  @Override
  public byte[] descriptor(SentFrame frame, int index) {
    boolean key = LayeredPictures.isOfKeyPicture(frame);
    DependencyDescriptor descriptor = new DependencyDescriptor();
    descriptor.startOfFrame = index == 0;
    descriptor.endOfFrame = index == frame.packets() - 1;
    descriptor.templateId = offset(frame.layersTold()) + frame.spatialLayer() * TEMPLATES_A_LAYER + (key ? 0 : 1 + frame.temporalLayer());
    descriptor.frameNumber = number(frame);
    descriptor.structureAttached = frame.isKeyframe() && index == 0;
    descriptor.customFrameDiffs = !frame.needs().isEmpty();
    for (SentFrame needed : frame.needs()) {
      descriptor.frameDiffs[descriptor.frameDiffCount++] = (number(frame) - number(needed)) & 0xFFFF;
    }
    byte[] bytes = new byte[DESCRIPTOR_MAX];
    return Arrays.copyOf(bytes, writer.write(descriptor, structure(frame.layersTold()), bytes, 0, bytes.length));
  }

  private static int number(SentFrame frame) {
    return (frame.picture() * LAYERS + frame.spatialLayer()) & 0xFFFF;
  }

  /** Encoders give the templates of another structure other ids. */
  private static int offset(int spatialLayers) {
    return (spatialLayers - 1) * LAYERS * TEMPLATES_A_LAYER;
  }

  private DependencyStructure structure(int spatialLayers) {
    DependencyStructure structure = new DependencyStructure();
    structure.begin(offset(spatialLayers), spatialLayers * LAYERS, 0);
    int[] widths = new int[spatialLayers];
    int[] heights = new int[spatialLayers];
    for (int spatial = 0; spatial < spatialLayers; spatial++) {
      widths[spatial] = FrameFormat.width(spatial);
      heights[spatial] = HEIGHT << spatial;
      structure.addTemplate(spatial, 0, indications(spatialLayers, spatial, 0, true), new int[0], new int[0]);
      for (int temporal = 0; temporal < LAYERS; temporal++) {
        structure.addTemplate(spatial, temporal, indications(spatialLayers, spatial, temporal, false), new int[] {1}, new int[0]);
      }
    }
    structure.sizes(widths, heights);
    return structure;
  }

  /** A frame is part of its own layer's targets, and of those above where they stand on it. */
  private String indications(int spatialLayers, int spatial, int temporal, boolean key) {
    StringBuilder letters = new StringBuilder();
    for (int target = 0; target < spatialLayers * LAYERS; target++) {
      int above = target / LAYERS - spatial;
      boolean part = target % LAYERS >= temporal && (above == 0 || (above > 0 && (key || !pictures.keyOnly())));
      boolean discardable = above == 0 && temporal == LAYERS - 1;
      letters.append(!part ? '-' : discardable ? 'D' : above == 0 || key ? 'S' : 'R');
    }
    return letters.toString();
  }
}
