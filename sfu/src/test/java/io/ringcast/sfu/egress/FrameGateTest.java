package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.PathRoom;
import org.junit.jupiter.api.Test;

class FrameGateTest {
  private static final long NOW = 5_000_000_000L;
  private final FrameGate gate = new FrameGate();

  private boolean passes(int timestamp, boolean continues, long nowNs) {
    if (gate.refuses(timestamp, continues, nowNs)) {
      gate.shut(timestamp, nowNs);
      return false;
    }
    gate.passed(timestamp, continues);
    return true;
  }

  @Test
  void aBegunFrameIsFinishedAndNoNewOneBegins() {
    assertThat(passes(3_000, false, NOW)).isTrue();
    gate.look(PathRoom.BEGUN_FRAMES);
    assertThat(passes(3_000, true, NOW)).as("the frame's next packet").isTrue();
    assertThat(passes(0, true, NOW)).as("a repaired packet of an earlier frame").isTrue();
    assertThat(passes(6_000, true, NOW)).as("the next frame").isFalse();
  }

  @Test
  void timestampsMayWrap() {
    assertThat(passes(-1_000, false, NOW)).isTrue();
    gate.look(PathRoom.BEGUN_FRAMES);
    assertThat(passes(-1_000, true, NOW)).isTrue();
    assertThat(passes(2_000, true, NOW)).isFalse();
  }

  @Test
  void aFullPathCutsEvenABegunFrame() {
    assertThat(passes(3_000, false, NOW)).isTrue();
    gate.look(PathRoom.NO_VIDEO);
    assertThat(passes(3_000, true, NOW)).isFalse();
  }

  @Test
  void aPathThatNobodyAnswersOnIsSentNothingAndSaysWhy() {
    assertThat(passes(3_000, false, NOW)).isTrue();
    assertThat(gate.reason()).isEqualTo(DropReason.PATH_CONGESTED);
    gate.look(PathRoom.UNANSWERED);
    assertThat(passes(3_000, true, NOW)).isFalse();
    assertThat(passes(6_000, false, NOW + FrameGate.REST_NS)).isFalse();
    assertThat(gate.isOpen(PathRoom.UNANSWERED, NOW + FrameGate.REST_NS)).as("it asks for no keyframe").isFalse();
    assertThat(gate.reason()).isEqualTo(DropReason.PATH_UNANSWERED);
    gate.look(PathRoom.ANY);
    assertThat(passes(9_000, false, NOW + FrameGate.REST_NS)).isTrue();
  }

  @Test
  void aGateThatShutRestsBeforeTheNextKeyframe() {
    assertThat(passes(3_000, false, NOW)).isTrue();
    gate.look(PathRoom.BEGUN_FRAMES);
    assertThat(passes(6_000, true, NOW)).isFalse();
    assertThat(gate.isOpen(PathRoom.ANY, NOW + FrameGate.REST_NS - 1)).isFalse();
    gate.look(PathRoom.ANY);
    assertThat(passes(9_000, false, NOW + FrameGate.REST_NS - 1)).isFalse();
    assertThat(gate.isOpen(PathRoom.BEGUN_FRAMES, NOW + FrameGate.REST_NS)).isFalse();
    assertThat(passes(12_000, false, NOW + FrameGate.REST_NS)).isTrue();
    assertThat(passes(15_000, true, NOW + FrameGate.REST_NS)).isTrue();
  }

  @Test
  void framesLeftOutAreCountedOnce() {
    assertThat(gate.shut(3_000, NOW)).isTrue();
    assertThat(gate.shut(3_000, NOW)).isFalse();
    assertThat(gate.shut(6_000, NOW)).isTrue();
  }
}
