package io.ringcast.sfu.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.egress.LayerSelector.Decision;
import io.ringcast.sfu.egress.LayerSelector.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSelectorTest {
  private final FakeSource source = new FakeSource(Codec.VP8, 3);

  @ParameterizedTest
  @CsvSource({
    "BIG, 111, 2", "BIG, 011, 1", "BIG, 001, 0", "MEDIUM, 101, 0", "MEDIUM, 100, 2", "SMALL, 110, 1", "SMALL, 100, 2", "BIG, 000, 2",
    "MEDIUM, 000, 1",
  })
  void targetIsTheWantedLayerElseTheNextLowerElseTheNextHigher(Layer wanted, String activeFromTop, int target) {
    for (int layer = 0; layer < 3; layer++) {
      source.layers.layer(layer).active(activeFromTop.charAt(2 - layer) == '1');
    }
    assertThat(new LayerSelector(source.layers, true, wanted).target()).isEqualTo(target);
  }

  @Test
  void startsAtAnyKeyframeAndMovesOnToTheTarget() {
    LayerSelector selector = new LayerSelector(source.layers, true, Layer.BIG);
    assertThat(selector.state()).isEqualTo(State.WAITING);
    assertThat(selector.decide(2, false)).isEqualTo(Decision.AWAIT_KEYFRAME);
    assertThat(selector.decide(0, true)).isEqualTo(Decision.SWITCH);
    selector.switched(0);
    assertThat(selector.state()).isEqualTo(State.SWITCHING);
    assertThat(selector.demanded()).isEqualTo(0b101);
    assertThat(selector.decide(0, false)).isEqualTo(Decision.FORWARD);
    assertThat(selector.decide(1, true)).isEqualTo(Decision.NOT_WANTED);
    assertThat(selector.decide(2, false)).isEqualTo(Decision.AWAIT_KEYFRAME);
    assertThat(selector.decide(2, true)).isEqualTo(Decision.SWITCH);
    selector.switched(2);
    assertThat(selector.state()).isEqualTo(State.STEADY);
    assertThat(selector.decide(0, true)).isEqualTo(Decision.NOT_WANTED);
  }

  /** A feed makes a layer only when somebody wants it, so what is not being sent must be asked for. */
  @Test
  void theWantedLayerIsDemandedThoughAnotherIsSent() {
    source.layers.layer(0).active(false);
    source.layers.layer(1).active(false);
    source.layers.layer(2).active(true);
    LayerSelector selector = new LayerSelector(source.layers, true, Layer.SMALL);
    assertThat(selector.target()).isEqualTo(2);
    assertThat(selector.demanded()).isEqualTo(0b101);
    selector.switched(2);
    source.layers.layer(0).active(true);
    assertThat(selector.retarget()).isTrue();
    selector.switched(0);
    assertThat(selector.demanded()).as("the other one need not be sent for this").isEqualTo(0b001);
  }

  @Test
  void audioStartsAtAnyPacket() {
    LayerSelector selector = new LayerSelector(new FakeSource(Codec.OPUS, 1).layers, false, Layer.BIG);
    assertThat(selector.decide(0, false)).isEqualTo(Decision.SWITCH);
  }
}
