package io.ringcast.mixer.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioMixTest {
  private static final int BLOCK = AudioFormat.BLOCK_FRAMES;

  /** Half a second of a mix of inputs that are all where they should be, 40 ms behind what was written. */
  private static float[] mixed(AudioMix mix, int blocks) {
    float[] out = new float[blocks * AudioFormat.BLOCK_SAMPLES];
    float[] block = new float[AudioFormat.BLOCK_SAMPLES];
    for (int i = 0; i < blocks; i++) {
      double target = 1_000 + (double) i * BLOCK;
      mix.mix(block, name -> target);
      System.arraycopy(block, 0, out, i * block.length, block.length);
    }
    return out;
  }

  private static AudioInput opened(AudioMix mix, String name, double hertz, double amplitude) {
    AudioInput input = mix.open(name);
    input.write(0, Tones.sine(hertz, amplitude, 0, 30_000), 30_000);
    return input;
  }

  @Test
  void everyToneOfThirtyTwoIsHeard() {
    AudioMix mix = new AudioMix();
    for (int i = 0; i < AudioMix.INPUTS_MAX; i++) {
      opened(mix, "u" + i, 200 + 100 * i, 0.02);
    }
    assertThat(mix.open("one too many")).isNull();
    float[] out = mixed(mix, 50);
    for (int i = 0; i < AudioMix.INPUTS_MAX; i++) {
      assertThat(Tones.amplitude(out, 200 + 100 * i)).as("tone %d", i).isCloseTo(0.02, within(0.002));
    }
    assertThat(Tones.amplitude(out, 150)).isLessThan(0.002);
    mix.close("u0");
    assertThat(mix.open("now there is room")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 1_000, 8_000, 12_000, 16_000})
  void tonesBetweenTwoSamplesKeepTheirLoudness(double hertz) {
    AudioInput input = new AudioInput();
    input.write(0, Tones.sine(hertz, 0.5, 0, 30_000), 30_000);
    float[] out = new float[20 * AudioFormat.BLOCK_SAMPLES];
    float[] block = new float[AudioFormat.BLOCK_SAMPLES];
    for (int i = 0; i < 20; i++) {
      Arrays.fill(block, 0);
      input.mixInto(block, 1_000.5 + i * BLOCK);
      System.arraycopy(block, 0, out, i * block.length, block.length);
    }
    assertThat(Tones.amplitude(out, hertz)).isCloseTo(0.5, within(0.03));
  }

  @Test
  void gainGlides() {
    AudioMix mix = new AudioMix();
    AudioInput input = opened(mix, "a", 1_000, 0.4);
    input.gain(0.5f);
    mixed(mix, 1);
    float[] out = new float[AudioFormat.BLOCK_SAMPLES];
    mix.mix(out, name -> 1_000 + BLOCK);
    assertThat(Tones.amplitude(out, 1_000)).isCloseTo(0.2, within(0.01));
    input.gain(0);
    mix.mix(out, name -> 1_000 + 2 * BLOCK);
    mix.mix(out, name -> 1_000 + 3 * BLOCK);
    assertThat(mix.mix(out, name -> 1_000 + 4 * BLOCK)).as("silence once the limiter has let go").isFalse();
  }

  @Test
  void loudSumsAreTurnedDownAndNotCut() {
    AudioMix mix = new AudioMix();
    for (int i = 0; i < 8; i++) {
      opened(mix, "u" + i, 300 + 50 * i, 0.9);
    }
    float[] out = mixed(mix, 50);
    float peak = 0;
    for (float sample : out) {
      peak = Math.max(peak, Math.abs(sample));
    }
    assertThat(peak).isLessThanOrEqualTo(Limiter.CEILING + 1e-4f).isGreaterThan(0.6f);
    assertThat(Tones.amplitude(out, 400)).isGreaterThan(0.05);
    assertThat(Tones.amplitude(out, 3_000)).as("what cutting would add").isLessThan(0.02);
  }

  @Test
  void aLimiterNeverLetsMoreThroughWhateverComes() {
    for (int seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      Limiter limiter = new Limiter();
      float[] block = new float[AudioFormat.BLOCK_SAMPLES];
      for (int i = 0; i < 10; i++) {
        float loud = random.nextInt(4) == 0 ? 30 : random.nextFloat();
        for (int s = 0; s < block.length; s++) {
          block[s] = (random.nextFloat() * 2 - 1) * loud;
        }
        limiter.limit(block);
        for (float sample : block) {
          assertThat(Math.abs(sample)).as("seed %d", seed).isLessThanOrEqualTo(Limiter.CEILING + 1e-4f);
        }
      }
    }
  }

  @Test
  void whatIsQuietComesOutAsItWasOneStretchLater() {
    Limiter limiter = new Limiter();
    float[] in = Tones.sine(440, 0.5, 0, BLOCK);
    float[] out = in.clone();
    limiter.limit(out);
    int delay = BLOCK / 4 * AudioFormat.CHANNELS;
    for (int i = delay; i < out.length; i++) {
      assertThat(out[i]).isEqualTo(in[i - delay]);
    }
    assertThat(limiter.isEmpty()).isFalse();
  }

  @Test
  void silenceIsNotMixed() {
    AudioMix mix = new AudioMix();
    AudioInput input = mix.open("a");
    input.write(0, new float[2 * 9_600], 9_600);
    float[] out = new float[AudioFormat.BLOCK_SAMPLES];
    assertThat(mix.mix(out, name -> 100)).isFalse();
    assertThat(mix.mix(out, name -> Double.NaN)).isFalse();
  }

  @Test
  void aGapIsSilenceAndNothingIsHeardTwice() {
    AudioMix mix = new AudioMix();
    AudioInput input = mix.open("a");
    input.write(0, Tones.sine(1_000, 0.5, 0, AudioInput.CAPACITY), AudioInput.CAPACITY);
    float[] out = new float[AudioFormat.BLOCK_SAMPLES];
    long end = AudioInput.CAPACITY;
    for (int i = 0; i < 10; i++) {
      double target = end - 2 * BLOCK + (double) i * BLOCK;
      boolean heard = mix.mix(out, name -> target);
      assertThat(heard).as("block %d", i).isEqualTo(i < 3);
      if (i > 2) {
        assertThat(Tones.amplitude(out, 1_000)).isZero();
      }
    }
    assertThat(input.underruns()).isPositive();
    input.write(end + 20 * BLOCK, Tones.sine(1_000, 0.5, 0, 4 * BLOCK), 4 * BLOCK);
    assertThat(mix.mix(out, name -> end + 19.0 * BLOCK)).as("the gap").isTrue();
    assertThat(mix.mix(out, name -> end + 21.0 * BLOCK)).isTrue();
    assertThat(Tones.amplitude(out, 1_000)).isGreaterThan(0.3);
  }

  /**
   * Two minutes of clocks that run at other speeds than ours, with jitter: never silent, never jumping, never further than 10 ms from where
   * they should be.
   */
  @Test
  void driftingClocksAreFollowed() {
    for (int seed = 1; seed <= 6; seed++) {
      Random random = new Random(seed);
      double speed = 1 + (random.nextDouble() * 2 - 1) * 0.0005;
      AudioInput input = new AudioInput();
      double worst = 0;
      float[] block = new float[AudioFormat.BLOCK_SAMPLES];
      long written = 0;
      int blocks = 12_000;
      for (int i = 0; i < blocks; i++) {
        double there = i * BLOCK * speed;
        while (written < there + 2_400) {
          input.write(written, Tones.sine(500, 0.3, written, 960), 960);
          written += 960;
        }
        double target = there + (random.nextDouble() - 0.5) * 96;
        Arrays.fill(block, 0);
        assertThat(input.mixInto(block, target)).as("seed %d block %d", seed, i).isTrue();
        double off = Math.abs(written - input.aheadFrames() - there - BLOCK * speed);
        worst = Math.max(worst, i < 1_000 ? 0 : off);
        if (i % 5_000 == 4_999) {
          assertThat(Tones.amplitude(block, 500)).as("seed %d block %d", seed, i).isCloseTo(0.3, within(0.02));
        }
      }
      assertThat(worst).as("seed %d at speed %f", seed, speed).isLessThan(480);
      assertThat(input.takeJumps() + input.underruns()).as("seed %d", seed).isZero();
    }
  }
}
