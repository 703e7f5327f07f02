package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.wire.payload.PayloadInfo;
import org.junit.jupiter.api.Test;

/** How many layers there are, as packets in disorder tell it; what becomes of frames is tested in {@link LayeredForwardingTest}. */
class TargetSelectorTest {
  /** Of MEDIUM: the middle one of three layers, the lower one of two. */
  private final TargetSelector targets = new TargetSelector(layers -> layers == 3 ? 1 : 0);

  private static PayloadInfo keyframe(int layers) {
    PayloadInfo info = new PayloadInfo();
    info.frameStart = true;
    info.keyframe = true;
    info.spatialLayers = layers;
    info.switchTargets = PayloadInfo.ALL_TARGETS;
    return info;
  }

  private static PayloadInfo upperFrame() {
    PayloadInfo info = new PayloadInfo();
    info.frameStart = true;
    info.spatialLayer = 1;
    return info;
  }

  @Test
  void aStructureThatWasOvertakenStillTellsOfTwoLayers() {
    targets.begin(keyframe(3), 0, 10);
    assertThat(targets.spatialLayer()).isEqualTo(1);
    targets.advance(upperFrame(), 3_000, 22, false);
    targets.learnTop(keyframe(2), 20);
    targets.forgetOthers();
    assertThat(targets.needsKeyframe()).isTrue();
  }

  @Test
  void anOlderOneTellsNothing() {
    targets.begin(keyframe(3), 0, 10);
    targets.learnTop(keyframe(2), 5);
    targets.forgetOthers();
    assertThat(targets.needsKeyframe()).isFalse();
  }
}
