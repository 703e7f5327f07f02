package io.ringcast.fuzz.body;

import io.ringcast.sfu.wire.dependency.DependencyReader;
import io.ringcast.sfu.wire.dependency.DependencyWriter;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The dependency descriptors of one stream, packet by packet; what can be read can be written anew for a subscriber and read there. */
public final class DependencyBody implements FuzzBody {
  private static final int FRAMES_MOVED = 300;
  private static final int FRAME_NUMBER_MASK = 0xFFFF;
  private static final int ELEMENT_MAX = 255;
  /** An L3T3 structure of a browser, and three packets described by it. */
  private static final String STRUCTURE = "c1017280081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a80006000040001d954926e082"
    + "b04a0941b820ac1282503157f974000ca864330e222222eca8655304224230eca877530077004200ef008601df010d";
  private static final List<String> PACKETS = List.of("860173", "c30175", "88017640fc");

  private final PayloadInfo info = new PayloadInfo();
  private final DependencyWriter writer = new DependencyWriter();
  private final byte[] written = new byte[ELEMENT_MAX + DependencyWriter.MAX_GROWTH];

  @Override
  public void take(byte[] input) {
    Steps steps = new Steps(input);
    DependencyReader reader = new DependencyReader();
    DependencyReader subscriber = new DependencyReader();
    while (steps.more()) {
      byte[] element = shortened(steps.slice());
      if (reader.read(element, 0, element.length, info)) {
        Invariant.holds(info.spatialLayers >= 0 && info.spatialLayers <= PayloadInfo.MAX_LAYERS, "layers are bounded");
        Invariant.holds(!info.keyframe || info.frameStart, "a keyframe begins a picture");
        Invariant.holds(info.spatialLayer >= 0 && info.temporalLayer >= 0, "a layer's number");
        int length = writer.withActiveTargets(info, element, 0, element.length, 1, written, 0);
        Invariant.holds(length > 0 && length <= element.length + DependencyWriter.MAX_GROWTH, "what can be read can be written");
        Invariant.holds(length == DependencyWriter.lengthWithActiveTargets(info, element.length), "its length is known before");
        DependencyWriter.moveFrameNumber(written, 0, length, FRAMES_MOVED);
        Invariant.holds(subscriber.read(written, 0, length), "what we write can be read by who saw all");
        int moved = reader.descriptor().frameNumber + FRAMES_MOVED & FRAME_NUMBER_MASK;
        Invariant.holds(subscriber.descriptor().frameNumber == moved, "frames are numbered anew");
      }
    }
  }

  private static byte[] shortened(byte[] slice) {
    return slice.length <= ELEMENT_MAX ? slice : Arrays.copyOf(slice, ELEMENT_MAX);
  }

  @Override
  public List<byte[]> seeds() {
    StepWriter stream = new StepWriter().slice(HexFormat.of().parseHex(STRUCTURE));
    PACKETS.forEach(packet -> stream.slice(HexFormat.of().parseHex(packet)));
    return List.of(stream.bytes());
  }
}
