package io.ringcast.sfu.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class PacketPoolTest {
  private final PacketPool pool = new PacketPool(2);

  @Test
  void givesUpToItsLimitAndReusesWhatComesBack() {
    Packet first = Objects.requireNonNull(pool.take());
    Packet second = Objects.requireNonNull(pool.take());
    assertThat(pool.take()).isNull();
    assertThat(pool.inUse()).isEqualTo(2);
    first.release();
    assertThat(pool.take()).isSameAs(first);
    second.release();
    assertThat(pool.inUse()).isEqualTo(1);
  }

  @Test
  void refusesASecondRelease() {
    Packet packet = Objects.requireNonNull(pool.take());
    packet.release();
    assertThatThrownBy(packet::release).isInstanceOf(IllegalStateException.class);
  }
}
