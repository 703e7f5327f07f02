package io.ringcast.sfu.wire.payload;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a payload said, for tables of expectations. */
final class Described {
  private Described() {}

  /** What is not the default, in words. */
  static String info(PayloadInfo info) {
    List<String> said = new ArrayList<>();
    add(said, info.frameStart, "start");
    add(said, info.frameEnd, "end");
    add(said, info.keyframe, "key");
    add(said, info.width != 0, info.width + "x" + info.height);
    add(said, info.pictureId != PayloadInfo.ABSENT, "id " + info.pictureId + "/" + info.pictureIdBits);
    add(said, info.tl0PicIdx != PayloadInfo.ABSENT, "tl0 " + info.tl0PicIdx);
    add(said, info.spatialLayer + info.temporalLayer != 0, "S" + info.spatialLayer + "T" + info.temporalLayer);
    add(said, info.layerSync, "sync");
    add(said, info.spatialLayers != 0, "layers " + info.spatialLayers);
    return String.join(" ", said);
  }

  /** A set of targets as four hex digits, the highest spatial layer first. */
  static String targets(int targets) {
    return String.format("%04x", targets);
  }

  private static void add(List<String> said, boolean condition, String word) {
    if (condition) {
      said.add(word);
    }
  }
}
