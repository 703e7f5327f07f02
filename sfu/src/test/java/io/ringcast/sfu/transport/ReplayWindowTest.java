package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  @Test
  void agreesWithASetThatForgetsNothing() {
    long seed = 3;
    Random random = new Random(seed);
    ReplayWindow window = new ReplayWindow();
    Set<Long> seen = new HashSet<>();
    long around = 0;
    long highest = -1;
    for (int i = 0; i < 200_000; i++) {
      around += random.nextInt(1_000) == 0 ? random.nextInt(5_000) : random.nextInt(2);
      long index = Math.max(0, around - random.nextInt(1_500));
      boolean fresh = !seen.contains(index) && index > highest - ReplayWindow.SIZE;
      assertThat(window.isFresh(index)).as("seed %d, step %d, index %d", seed, i, index).isEqualTo(fresh);
      if (fresh) {
        window.mark(index);
        seen.add(index);
        highest = Math.max(highest, index);
      }
      assertThat(window.highest()).isEqualTo(highest);
    }
  }
}
