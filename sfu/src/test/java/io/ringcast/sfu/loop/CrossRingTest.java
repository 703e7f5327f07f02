package io.ringcast.sfu.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CrossRingTest {
  private static final int MANY = 200_000;

  private final CrossRing ring = new CrossRing();
  private final PacketPool pool = new PacketPool(CrossRing.CAPACITY * 2);
  private final CrossRing.Arrival arrival = new CrossRing.Arrival();

  private static Packet numbered(Packet packet, int number) {
    packet.bytes()[0] = (byte) number;
    packet.bytes()[1] = (byte) (number >> 8);
    packet.bytes()[2] = (byte) (number >> 16);
    packet.length(3);
    return packet;
  }

  private static int numberOf(Packet packet) {
    byte[] bytes = packet.bytes();
    return (bytes[0] & 0xFF) | ((bytes[1] & 0xFF) << 8) | ((bytes[2] & 0xFF) << 16);
  }

  private Packet taken() {
    return Objects.requireNonNull(pool.take());
  }

  @Test
  void tradesPacketsInOrderAndPoolsStayWhole() {
    Packet source = taken();
    assertThat(ring.offer(7, 2, numbered(source, 42))).isTrue();
    Packet got = Objects.requireNonNull(ring.trade(taken(), arrival));
    assertThat(numberOf(got)).isEqualTo(42);
    assertThat(arrival.publication()).isEqualTo(7);
    assertThat(arrival.stream()).isEqualTo(2);
    assertThat(ring.isEmpty()).isTrue();
    got.release();
    source.release();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void refusesWhenFull() {
    Packet source = taken();
    for (int i = 0; i < CrossRing.CAPACITY; i++) {
      assertThat(ring.offer(1, 0, numbered(source, i))).isTrue();
    }
    assertThat(ring.offer(1, 0, source)).isFalse();
    Objects.requireNonNull(ring.trade(taken(), arrival)).release();
    assertThat(ring.offer(1, 0, source)).isTrue();
  }

  @Test
  @Timeout(60)
  void carriesEverythingBetweenTwoThreads() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread producer = Thread.ofPlatform().start(() -> {
      Packet source = Objects.requireNonNull(new PacketPool(1).take());
      for (int i = 0; i < MANY; i++) {
        numbered(source, i);
        while (!ring.offer(i, i % 3, source)) {
          Thread.onSpinWait();
        }
      }
    });
    producer.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
    for (int expected = 0; expected < MANY; expected++) {
      Packet empty = taken();
      Packet got = ring.trade(empty, arrival);
      while (got == null) {
        Thread.onSpinWait();
        got = ring.trade(empty, arrival);
      }
      assertThat(numberOf(got)).isEqualTo(expected & 0xFFFFFF);
      assertThat(arrival.publication()).isEqualTo(expected);
      got.release();
    }
    producer.join();
    assertThat(failure.get()).isNull();
    assertThat(pool.inUse()).isZero();
  }
}
