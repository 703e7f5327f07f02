package io.ringcast.sfu.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Pictures of three spatial and three temporal layers, as encoders make them for SVC. Temporal layers go 0 2 1 2; a frame needs the last
 * one below it in time, and the one below it in space, always (L3T3) or at keyframes only (L3T3_KEY).
 */
record LayeredPictures(boolean keyOnly) {
  static final int LAYERS = 3;
  private static final int[] TEMPORAL = {0, 2, 1, 2};

  List<SentFrame> next(SentStream stream, List<SentFrame> sent, int spatialLayers, boolean keyframe, RandomGenerator random) {
    SentFrame previous = FrameFormat.last(sent);
    int picture = previous == null ? random.nextInt(1 << 15) : previous.picture() + 1;
    int temporal = keyframe ? 0 : TEMPORAL[(picture - keyPicture(sent)) % TEMPORAL.length];
    int tl0 = (previous == null ? random.nextInt(1 << 8) : previous.tl0()) + (temporal == 0 ? 1 : 0);
    int told = keyframe ? spatialLayers : previous.layersTold();
    List<SentFrame> frames = new ArrayList<>();
    for (int spatial = 0; spatial < spatialLayers; spatial++) {
      List<SentFrame> needs = new ArrayList<>();
      if (!keyframe) {
        needs.add(below(sent, spatial, temporal));
      }
      if (spatial > 0 && (keyframe || !keyOnly)) {
        needs.add(frames.getLast());
      }
      int packets = (keyframe ? 2 : 1) + random.nextInt(2);
      SentFrame.Place place = new SentFrame.Place(picture, tl0, spatial, temporal, told);
      frames.add(new SentFrame(stream, place, keyframe && spatial == 0, packets, needs));
    }
    return frames;
  }

  /** Whether a frame belongs to a keyframe's picture: it is predicted from nothing but that. */
  static boolean isOfKeyPicture(SentFrame frame) {
    return frame.needs().stream().allMatch(needed -> needed.picture() == frame.picture());
  }

  private static int keyPicture(List<SentFrame> sent) {
    return last(sent, SentFrame::isKeyframe).picture();
  }

  private static SentFrame below(List<SentFrame> sent, int spatial, int temporal) {
    return last(sent, frame -> frame.spatialLayer() == spatial && frame.temporalLayer() <= Math.max(0, temporal - 1));
  }

  private static SentFrame last(List<SentFrame> sent, Predicate<SentFrame> wanted) {
    for (int i = sent.size() - 1; i >= 0; i--) {
      if (wanted.test(sent.get(i))) {
        return sent.get(i);
      }
    }
    throw new IllegalStateException("nothing to predict from");
  }
}
