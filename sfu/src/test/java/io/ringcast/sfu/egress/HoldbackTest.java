package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.egress.Holdback.Step;
import io.ringcast.sfu.egress.LayeredPublisher.Mode;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PacketPool;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HoldbackTest {
  private final LayeredPublisher publisher = new LayeredPublisher(Mode.L3T3, new Random(1));
  private final Holdback holdback = new Holdback();
  private final List<Packet> before = publisher.picture(true);
  private final List<Packet> keyframe = publisher.picture(true);
  private final List<Packet> next = publisher.picture(false);

  @Test
  void keepsWhatIsOfANewPictureWithSomethingMissingBeforeIt() {
    assertThat(holdback.ignores(1)).isTrue();
    assertThat(holdback.ignores(2)).isFalse();
    assertThat(holdback.step(keyframe.getLast(), 2, false)).as("a picture that was begun").isEqualTo(Step.FORWARD);
    assertThat(holdback.step(keyframe.getFirst(), 2, true)).as("a keyframe's beginning").isEqualTo(Step.FORWARD);
    assertThat(holdback.step(keyframe.getLast(), 2, true)).isEqualTo(Step.KEEP);
    assertThat(holdback.ignores(1)).as("while anything is kept back").isFalse();
    assertThat(holdback.step(keyframe.get(1), 3, true)).isEqualTo(Step.KEEP);
    assertThat(holdback.first()).isEqualTo(keyframe.get(1).extendedSequence());
    assertThat(holdback.last()).isEqualTo(keyframe.getLast().extendedSequence());
  }

  @Test
  void aPicturesBeginningLeads() {
    holdback.step(keyframe.getLast(), 9, true);
    assertThat(holdback.step(keyframe.getFirst(), 4, true)).as("a keyframe's, whatever is missing before it").isEqualTo(Step.LEAD);
    assertThat(holdback.step(keyframe.get(1), 1, true)).as("what comes next").isEqualTo(Step.LEAD);
  }

  @Test
  void anEarlierPictureGoesOnAndALaterOneReleases() {
    holdback.step(keyframe.getLast(), 9, true);
    assertThat(holdback.step(before.getLast(), 1, true)).isEqualTo(Step.FORWARD);
    assertThat(holdback.step(keyframe.get(1), 0, true)).as("behind what was forwarded").isEqualTo(Step.FORWARD);
    assertThat(holdback.step(next.getFirst(), 10, true)).isEqualTo(Step.RELEASE);
    holdback.clear();
    assertThat(holdback.isKeeping()).isFalse();
    assertThat(holdback.step(next.getFirst(), 10, true)).as("looked at again").isEqualTo(Step.KEEP);
  }

  @Test
  void noMoreIsKeptBackThanTheLimit() {
    Packet far = keyframe.get(1);
    holdback.step(keyframe.getLast(), 9, true);
    far.extendedSequence(keyframe.getLast().extendedSequence() + Holdback.SPAN_MAX - 1);
    assertThat(holdback.step(far, 40, true)).isEqualTo(Step.KEEP);
    far.extendedSequence(far.extendedSequence() + 1);
    assertThat(holdback.step(far, 41, true)).isEqualTo(Step.RELEASE);
  }

  @Test
  void paddingIsNotKeptBack() {
    Packet padding = new PacketPool(1).take();
    RtpHeaderWriter header = new RtpHeaderWriter();
    header.begin(padding.bytes(), 0, false, 100, 1, keyframe.getLast().rtp().timestamp(), 77);
    padding.length(header.end());
    padding.wrapRtp();
    padding.payload().clear();
    assertThat(holdback.step(padding, 5, true)).isEqualTo(Step.FORWARD);
    holdback.step(keyframe.getLast(), 9, true);
    assertThat(holdback.step(padding, 10, true)).isEqualTo(Step.RELEASE);
  }
}
