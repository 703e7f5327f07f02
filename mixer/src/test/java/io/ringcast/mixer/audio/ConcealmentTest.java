package io.ringcast.mixer.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcealmentTest {
  private static final int PACKET = 960;

  private static Concealment after(double hertz, int packets) {
    Concealment concealment = new Concealment();
    for (int i = 0; i < packets; i++) {
      concealment.onDecoded(Tones.sine(hertz, 0.5, (long) i * PACKET, PACKET), PACKET);
    }
    return concealment;
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 220, 400})
  void aVoiceGoesOnAtItsPitchAndFades(double hertz) {
    Concealment concealment = after(hertz, 4);
    float[] made = new float[2 * PACKET];
    concealment.makeUp(made, PACKET);
    assertThat(Tones.amplitude(made, hertz)).isCloseTo(0.5 * 5 / 6, within(0.08));
    concealment.makeUp(made, PACKET);
    concealment.makeUp(made, PACKET);
    assertThat(Tones.amplitude(made, hertz)).isLessThan(0.15);
    concealment.makeUp(made, PACKET);
    assertThat(Tones.amplitude(made, hertz)).isZero();
  }

  @Test
  void thereIsNoStepWhereItBeginsAndEnds() {
    Concealment concealment = after(200, 4);
    float[] made = new float[2 * PACKET];
    concealment.makeUp(made, PACKET);
    float[] next = Tones.sine(200, 0.5, 5 * PACKET, PACKET);
    concealment.onDecoded(next, PACKET);
    float last = Tones.sine(200, 0.5, 4 * PACKET - 1, 1)[0];
    assertThat(made[0]).isCloseTo(last, within(0.03f));
    assertThat(next[0]).isCloseTo(made[2 * PACKET - 2], within(0.03f));
    assertThat(next[2 * PACKET - 2]).isEqualTo(Tones.sine(200, 0.5, 5 * PACKET, PACKET)[2 * PACKET - 2]);
  }

  @Test
  void afterSilenceSilenceIsMadeUp() {
    float[] made = new float[2 * PACKET];
    new Concealment().makeUp(made, PACKET);
    assertThat(made).containsOnly(0);
  }
}
