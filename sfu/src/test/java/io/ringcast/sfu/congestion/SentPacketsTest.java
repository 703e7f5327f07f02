package io.ringcast.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentPacketsTest {
  private final SentPackets sent = new SentPackets();

  private void add(long number) {
    sent.add(number, 9, (int) number & 0xFFFF, (int) (number % 1_400), (int) (number % 7), number * 1_000);
  }

  @Test
  void itGrowsWhileFeedbackIsAwaitedAndForgetsTheOldestAtItsLimit() {
    add(999);
    sent.tell(999, true);
    for (long number = 1_000; number < 1_000 + 2L * SentPackets.MOST; number++) {
      add(number);
    }
    assertThat(sent.first()).isEqualTo(1_000 + SentPackets.MOST);
    for (long number = sent.first(); number < sent.next(); number++) {
      assertThat(sent.sentNs(number)).isEqualTo(number * 1_000);
      assertThat(sent.bytes(number)).isEqualTo((int) (number % 1_400));
      assertThat(sent.probe(number)).isEqualTo((int) (number % 7));
      assertThat(sent.rtpSequence(number)).isEqualTo((int) number & 0xFFFF);
      assertThat(sent.ssrc(number)).isEqualTo(9);
    }
  }

  @Test
  void itStaysSmallWhereNobodyAnswers() {
    for (long number = 0; number < 10_000; number++) {
      add(number);
    }
    assertThat(sent.next() - sent.first()).isEqualTo(SentPackets.FEWEST);
  }

  @Test
  void itStaysSmallWhereFeedbackComes() {
    for (long number = 0; number < 10_000; number++) {
      add(number);
      sent.tell(number, true);
    }
    assertThat(sent.next() - sent.first()).isEqualTo(SentPackets.FEWEST);
  }

  @Test
  void aPacketIsToldOnceAndMayComeAfterItWasLost() {
    add(5);
    assertThat(sent.tell(5, false)).isTrue();
    assertThat(sent.tell(5, false)).isFalse();
    assertThat(sent.isLost(5)).isTrue();
    assertThat(sent.tell(5, true)).isTrue();
    assertThat(sent.tell(5, true)).isFalse();
    assertThat(sent.tell(5, false)).as("received stays received").isFalse();
    assertThat(sent.holds(4)).isFalse();
    assertThat(sent.holds(6)).isFalse();
  }
}
