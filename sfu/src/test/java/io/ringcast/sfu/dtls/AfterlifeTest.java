package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AfterlifeTest {
  private static final byte[] CLOSE_NOTIFY = {1, 0};
  private static final byte[] FINISHED = {20, 0, 0, 12, 0, 5, 0, 0, 0, 0, 0, 12};
  private static final List<byte[]> LAST_FLIGHT = List.of(new byte[] {20, 1}, new byte[] {22, 2, 3});

  /** A cipher refuses to seal twice with one key and number: each test has keys of its own. */
  private static final AtomicInteger TESTS = new AtomicInteger();

  private final int keys = TESTS.incrementAndGet();
  private final List<byte[]> sent = new ArrayList<>();
  private final List<CloseReason> ends = new ArrayList<>();
  private final SealedRecords theirs = records(true, 16, false);
  private final Mailbox mailbox = command -> {
    command.run(0);
    return true;
  };
  private final Afterlife ours = new Afterlife(records(true, 16, true), LAST_FLIGHT, mailbox, new Recorder());

  @ParameterizedTest
  @CsvSource({"true,16", "true,32", "false,32"})
  void whatOneSideSealsTheOtherOpens(boolean gcm, int keyBytes) {
    SealedRecords client = records(gcm, keyBytes, false);
    SealedRecords server = records(gcm, keyBytes, true);
    byte[] first = client.seal(SealedRecords.ALERT, CLOSE_NOTIFY);
    byte[] second = client.seal(SealedRecords.ALERT, CLOSE_NOTIFY);
    assertThat(second).as("no number is used twice").isNotEqualTo(first);
    assertThat(SealedRecords.endOf(first, 0, first.length)).isEqualTo(first.length);
    assertThat(server.open(second, 0, second.length)).isEqualTo(CLOSE_NOTIFY);
    assertThat(server.open(first, 0, first.length)).isEqualTo(CLOSE_NOTIFY);
    assertThat(client.open(first, 0, first.length)).as("the other direction has other keys").isNull();
    for (int i = 0; i < first.length; i++) {
      byte[] changed = first.clone();
      if (i == 11 || i == 12) {
        continue; // The length says only where the record ends.
      }
      changed[i] ^= 1;
      assertThat(server.open(changed, 0, changed.length)).as("byte %d changed", i).isNull();
    }
  }

  @Test
  void aRepeatedFinishedIsAnsweredByTheLastFlightAsItWasSent() {
    receive(theirs.seal(SealedRecords.HANDSHAKE, FINISHED));
    receive(theirs.seal(SealedRecords.HANDSHAKE, FINISHED));
    assertThat(sent).containsExactly(LAST_FLIGHT.get(0), LAST_FLIGHT.get(1), LAST_FLIGHT.get(0), LAST_FLIGHT.get(1));
    assertThat(ends).isEmpty();
  }

  @Test
  void closeNotifyIsAnsweredAndEndsItOnce() {
    receive(theirs.seal(SealedRecords.ALERT, CLOSE_NOTIFY));
    receive(theirs.seal(SealedRecords.ALERT, CLOSE_NOTIFY));
    ours.close(0);
    assertThat(ends).containsExactly(CloseReason.REMOTE_CLOSED);
    assertThat(sent).hasSize(1);
    byte[] answer = sent.getFirst();
    assertThat(theirs.open(answer, 0, answer.length)).isEqualTo(CLOSE_NOTIFY);
  }

  @ParameterizedTest
  @ValueSource(bytes = {10, 20, 80})
  void aFatalAlertEndsItAndAWarningDoesNot(byte description) {
    receive(theirs.seal(SealedRecords.ALERT, new byte[] {1, description}));
    assertThat(ends).isEmpty();
    receive(theirs.seal(SealedRecords.ALERT, new byte[] {2, description}));
    assertThat(ends).containsExactly(CloseReason.REMOTE_CLOSED);
  }

  @Test
  void ofSeveralRecordsTheAuthenticOnesAreRead() {
    byte[] foreign = records(true, 16, true).seal(SealedRecords.ALERT, CLOSE_NOTIFY);
    byte[] finished = theirs.seal(SealedRecords.HANDSHAKE, FINISHED);
    byte[] datagram = new byte[3 + foreign.length + finished.length];
    System.arraycopy(foreign, 0, datagram, 3, foreign.length);
    System.arraycopy(finished, 0, datagram, 3 + foreign.length, finished.length);
    ours.receive(datagram, 3, datagram.length - 3);
    assertThat(sent).containsExactlyElementsOf(LAST_FLIGHT);
    assertThat(ends).isEmpty();
  }

  @Test
  void noiseAndRecordsCutShortAreSurvivedAndSayNothing() {
    Random random = new Random(5);
    byte[] alert = theirs.seal(SealedRecords.ALERT, CLOSE_NOTIFY);
    for (int length = 0; length < alert.length; length++) {
      ours.receive(alert, 0, length);
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      if (noise.length >= SealedRecords.HEADER_BYTES) {
        System.arraycopy(alert, 0, noise, 0, SealedRecords.HEADER_BYTES);
        noise[12] = (byte) random.nextInt(64);
      }
      receive(noise);
    }
    assertThat(sent).as("seed 5").isEmpty();
    assertThat(ends).as("seed 5").isEmpty();
  }

  private void receive(byte[] datagram) {
    ours.receive(datagram, 0, datagram.length);
  }

  private SealedRecords records(boolean gcm, int keyBytes, boolean server) {
    int ivBytes = gcm ? 4 : 12;
    byte[] keyBlock = new byte[2 * (keyBytes + ivBytes)];
    new Random(keys).nextBytes(keyBlock);
    return SealedRecords.of(keyBlock, gcm, keyBytes, ivBytes, server);
  }

  private final class Recorder implements DtlsPort.Events {
    @Override
    public void onDatagram(byte[] datagram, long nowNs) {
      sent.add(datagram);
    }

    @Override
    public void onKeys(SrtpKeys keys, long nowNs) {}

    @Override
    public void onEnd(CloseReason reason, String detail, long nowNs) {
      ends.add(reason);
    }
  }
}
