package io.ringcast.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.client.media.ArrivalListener;
import io.ringcast.client.media.Stamp;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final int FRAME = 4;
  private static final long MS = 1_000_000;

  private final Ledger ledger = new Ledger();
  private final Tally tally = new Tally(ledger, FRAME);

  @Test
  void countsWholeFramesOfTheMeasurementOnly() {
    send(0, 6, 0);
    tally.begin();
    send(6, 22, 0);
    tally.end();
    assertThat(tally.sent()).as("counts 8 to 19").isEqualTo(12);
    ArrivalListener watcher = tally.listener();
    for (int count = 0; count < 22; count++) {
      watcher.onArrival(0, 1_000 + count, false, false, count, MS);
    }
    assertThat(tally.arrived()).isEqualTo(12);
  }

  @Test
  void aPacketTakenByItsHeaderIsKnownByItsNumber() {
    tally.begin();
    send(0, 8, 0);
    tally.end();
    ArrivalListener watcher = tally.listener();
    watcher.onArrival(0, 500, false, false, ArrivalListener.UNREAD, MS);
    assertThat(tally.arrived()).as("nothing is known before the first decrypted packet").isZero();
    watcher.onArrival(0, 501, false, false, 1, MS);
    watcher.onArrival(0, 502, false, false, ArrivalListener.UNREAD, MS);
    watcher.onArrival(0, 509, false, false, ArrivalListener.UNREAD, MS);
    assertThat(tally.arrived()).as("counts 1 and 2; 9 was not sent").isEqualTo(2);
    assertThat(tally.renumbered()).isZero();
    watcher.onArrival(0, 503, false, false, 4, MS);
    assertThat(tally.renumbered()).isEqualTo(1);
  }

  @Test
  void lateIsWhatThePublishersClockAndTheArrivalAreApart() {
    tally.begin();
    send(0, FRAME, 10 * MS);
    tally.end();
    ArrivalListener near = tally.listener();
    ArrivalListener far = tally.listener();
    for (int count = 0; count < FRAME; count++) {
      near.onArrival(0, count, false, false, count, 11 * MS);
      far.onArrival(0, count, false, false, count, 14 * MS);
    }
    tally.close();
    assertThat(tally.first().count()).isEqualTo(2);
    assertThat(tally.last().quantileUs(0.01)).isBetween(970L, 1_000L);
    assertThat(tally.lastOfAll().count()).isEqualTo(1);
    assertThat(tally.lastOfAll().quantileUs(0.5)).isBetween(3_880L, 4_000L);
  }

  @Test
  void whatCameByRtxIsNotLate() {
    tally.begin();
    send(0, FRAME, 0);
    tally.end();
    tally.listener().onArrival(0, 0, false, true, 0, 500 * MS);
    assertThat(tally.arrived()).isEqualTo(1);
    assertThat(tally.recovered()).isEqualTo(1);
    assertThat(tally.first().count()).isZero();
  }

  private void send(int from, int to, long sentNs) {
    byte[] payload = new byte[Stamp.SIZE];
    for (int count = from; count < to; count++) {
      Stamp.write(payload, payload.length, 0, count % FRAME, count, sentNs);
      ledger.onPayload(1, count, payload, 0, payload.length);
    }
  }
}
