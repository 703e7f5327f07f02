package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.IceCredentials;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopCredentialsTest {
  private static final long SEED = 6_544;

  @Test
  void everyLoopIsFoundAgainInItsUserFragments() {
    Random random = new Random(SEED);
    for (int loop = 0; loop < 256; loop++) {
      IceCredentials made = LoopCredentials.make(loop, random);
      assertThat(LoopCredentials.loopOf(made.ufrag())).as("seed %d, %s", SEED, made.ufrag()).isEqualTo(loop);
      assertThat(made.ufrag()).matches("[A-Za-z0-9+/]{8}");
      assertThat(made.password()).matches("[A-Za-z0-9+/]{32}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "AAAAAAA", "AAAAAAAAA", "-AAAAAAA", "A-AAAAAA"})
  void othersNameNoLoop(String ufrag) {
    assertThat(LoopCredentials.loopOf(ufrag)).isEqualTo(LoopCredentials.NO_LOOP);
  }

  @Test
  void aCheckNamesTheLoopOfItsReceiver() {
    String ufrag = LoopCredentials.make(77, new Random(SEED)).ufrag();
    byte[] request = VirtualLoop.request(ufrag, "any password", writer -> { });
    assertThat(LoopCredentials.loopOf(VirtualLoop.parse(request))).isEqualTo(77);
  }
}
