package io.ringcast.mixer.audio;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The sum of up to {@value #INPUTS_MAX} inputs, block by block. Owned by one thread. */
public final class AudioMix {
  public static final int INPUTS_MAX = 32;

  private final Map<String, AudioInput> inputs = new LinkedHashMap<>();
  private final Limiter limiter = new Limiter();

  /** A new input; null when there are too many. One that is there already goes on. */
  public @Nullable AudioInput open(String name) {
    AudioInput known = inputs.get(name);
    if (known != null || inputs.size() >= INPUTS_MAX) {
      return known;
    }
    AudioInput input = new AudioInput();
    inputs.put(name, input);
    return input;
  }

  public void close(String name) {
    inputs.remove(name);
  }

  public int size() {
    return inputs.size();
  }

  /**
   * Fills the next block.
   *
   * @param target of each input, by its name, the position that should be heard at the block's first frame; NaN for one that has none yet
   * @return false when the block is silent
   */
  public boolean mix(float[] block, ToDoubleFunction<String> target) {
    Arrays.fill(block, 0);
    boolean heard = false;
    for (Map.Entry<String, AudioInput> input : inputs.entrySet()) {
      double position = target.applyAsDouble(input.getKey());
      heard |= !Double.isNaN(position) && input.getValue().mixInto(block, position);
    }
    if (!heard && limiter.isEmpty()) {
      return false;
    }
    limiter.limit(block);
    return true;
  }
}
