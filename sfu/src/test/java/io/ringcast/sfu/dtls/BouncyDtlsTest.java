package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BouncyDtlsTest {
  private static final int CONTENT_CHANGE_CIPHER_SPEC = 20;
  private static final int CONTENT_HANDSHAKE = 22;
  private static final int RECORD_HEADER = 13;
  /** Stand for a ChangeCipherSpec and for a record of the encrypted epoch where a handshake message's type is asked for. */
  private static final int CHANGE_CIPHER_SPEC = 100;
  private static final int ENCRYPTED = 101;
  private static final Fingerprint FOREIGN = new Fingerprint("sha-256", "00:".repeat(31) + "00");

  private final BouncyDtls ours = dtls();
  private final BouncyDtls theirs = dtls();

  @Test
  void bothRolesExportTheSameKeysAndPreferGcm() throws Exception {
    Wire wire = new Wire(new Random(1), 0);
    wire.start(List.of(theirs.fingerprint()), List.of(ours.fingerprint()));
    SrtpKeys server = wire.server.keys.get(30, TimeUnit.SECONDS);
    SrtpKeys client = wire.client.keys.get(30, TimeUnit.SECONDS);
    assertThat(server.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
    assertThat(client.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
    assertThat(client.outboundKey()).isEqualTo(server.inboundKey()).hasSize(16);
    assertThat(client.outboundSalt()).isEqualTo(server.inboundSalt()).hasSize(12);
    assertThat(client.inboundKey()).isEqualTo(server.outboundKey()).isNotEqualTo(client.outboundKey());
    assertThat(client.inboundSalt()).isEqualTo(server.outboundSalt());
    assertThat(wire.largest).isLessThanOrEqualTo(DatagramQueue.SEND_LIMIT);
    wire.clientSide.close(0);
    assertThat(wire.server.end.get(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.REMOTE_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5, 6, 7, 8})
  void completesWhileAFifthOfTheDatagramsAreLost(long seed) throws Exception {
    Wire wire = new Wire(new Random(seed), 20);
    wire.start(List.of(theirs.fingerprint()), List.of(ours.fingerprint()));
    assertThat(wire.server.keys.get(50, TimeUnit.SECONDS)).as("seed %d", seed).isNotNull();
    assertThat(wire.client.keys.get(50, TimeUnit.SECONDS)).as("seed %d", seed).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 16, 15, CHANGE_CIPHER_SPEC, ENCRYPTED})
  void anyMessageOfTheClientsLastFlightMayBeLost(int lost) throws Exception {
    Wire wire = new Wire(new Random(1), 0);
    wire.lostOnce = lost;
    wire.start(List.of(theirs.fingerprint()), List.of(ours.fingerprint()));
    assertThat(wire.server.keys.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(wire.client.keys.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(wire.lostOnce).as("the message was sent and lost").isZero();
  }

  @Test
  void serverRefusesACertificateNobodyAnnounced() throws Exception {
    Wire wire = new Wire(new Random(1), 0);
    wire.start(List.of(FOREIGN), List.of(ours.fingerprint()));
    assertThat(wire.server.end.get(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.FINGERPRINT_MISMATCH);
    assertThat(wire.server.keys).isNotDone();
    assertThat(wire.client.end.get(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.HANDSHAKE_FAILED);
    assertThat(wire.client.keys).isNotDone();
  }

  @Test
  void clientRefusesACertificateNobodyAnnounced() throws Exception {
    Wire wire = new Wire(new Random(1), 0);
    wire.start(List.of(theirs.fingerprint()), List.of(FOREIGN));
    assertThat(wire.client.end.get(30, TimeUnit.SECONDS)).isEqualTo(CloseReason.FINGERPRINT_MISMATCH);
    assertThat(wire.client.keys).isNotDone();
  }

  @Test
  void aSha1FingerprintProvesNothing() {
    byte[] certificate = "certificate".getBytes(StandardCharsets.UTF_8);
    Fingerprint sha512 = Fingerprints.of("sha-512", certificate);
    assertThat(Fingerprints.match(certificate, List.of(new Fingerprint("sha-1", "AA"), sha512))).isTrue();
    assertThat(Fingerprints.match(certificate, List.of(new Fingerprint("SHA-512", sha512.value().toLowerCase(java.util.Locale.ROOT)))))
      .isTrue();
    assertThat(Fingerprints.match(certificate, List.of(new Fingerprint("sha-1", "AA")))).isFalse();
    assertThat(Fingerprints.match(certificate, List.of())).isFalse();
  }

  @Test
  void garbageBeforeAndDuringTheHandshakeIsSurvived() throws Exception {
    Wire wire = new Wire(new Random(1), 0);
    wire.garbage = new Random(9);
    wire.start(List.of(theirs.fingerprint()), List.of(ours.fingerprint()));
    assertThat(wire.server.keys.get(50, TimeUnit.SECONDS)).isNotNull();
    assertThat(wire.client.keys.get(50, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aFullQueueRefuses() {
    DtlsPort.Association idle = ours.open(DtlsRole.SERVER, List.of(), command -> false, new Side());
    byte[] datagram = {CONTENT_HANDSHAKE, 1, 2};
    DatagramQueue queue = new DatagramQueue(new Semaphore(1), ignored -> { }, new CipherChangeGate(DtlsRole.SERVER), dropped -> { });
    for (int i = 0; i < DatagramQueue.CAPACITY; i++) {
      assertThat(queue.offer(datagram, 0, datagram.length)).isTrue();
    }
    assertThat(queue.offer(datagram, 0, datagram.length)).isFalse();
    idle.close(0);
  }

  @Test
  void encryptedRecordsThatFindNoRoomToWaitAreCounted() throws Exception {
    int beyond = 3;
    byte[] record = {CONTENT_HANDSHAKE, (byte) 0xFE, (byte) 0xFD, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 7};
    byte[] datagram = new byte[record.length * (CipherChangeGate.HELD_MAX + beyond)];
    for (int at = 0; at < datagram.length; at += record.length) {
      System.arraycopy(record, 0, datagram, at, record.length);
    }
    CompletableFuture<Integer> dropped = new CompletableFuture<>();
    DtlsPort.Association waiting = ours.open(DtlsRole.SERVER, List.of(), command -> {
      command.run(0);
      return true;
    }, new Side() {
      @Override
      public void onDropped(DropReason reason, int records) {
        assertThat(reason).isEqualTo(DropReason.DTLS_TOO_EARLY);
        dropped.complete(records);
      }
    });
    waiting.receive(datagram, 0, datagram.length);
    assertThat(dropped.get(30, TimeUnit.SECONDS)).isEqualTo(beyond);
    waiting.close(0);
  }

  private static BouncyDtls dtls() {
    try {
      return new BouncyDtls(SecureRandom.getInstance("NativePRNGNonBlocking"), 1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int typeOf(byte[] datagram) {
    if (datagram[0] != CONTENT_HANDSHAKE) {
      return datagram[0] == CONTENT_CHANGE_CIPHER_SPEC ? CHANGE_CIPHER_SPEC : 0;
    }
    return datagram[4] == 1 ? ENCRYPTED : datagram[RECORD_HEADER];
  }

  /** What one side's events brought. */
  private static class Side implements DtlsPort.Events {
    final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    final CompletableFuture<CloseReason> end = new CompletableFuture<>();

    @Override
    public void onDatagram(byte[] datagram, long nowNs) {}

    @Override
    public void onKeys(SrtpKeys exported, long nowNs) {
      keys.complete(exported);
    }

    @Override
    public void onEnd(CloseReason reason, String detail, long nowNs) {
      end.complete(reason);
    }
  }

  /** Carries datagrams between our server role and our client role, on one thread as a loop would. */
  private final class Wire {
    final BlockingQueue<Mailbox.Command> commands = new LinkedBlockingQueue<>();
    final Random random;
    final int lossPercent;
    final Side server = new Side() {
      @Override
      public void onDatagram(byte[] datagram, long nowNs) {
        deliver(datagram, clientSide);
      }
    };
    final Side client = new Side() {
      @Override
      public void onDatagram(byte[] datagram, long nowNs) {
        for (byte[] part : lostOnce == 0 ? List.of(datagram) : LossyPath.records(datagram)) {
          if (lostOnce != 0 && typeOf(part) == lostOnce) {
            lostOnce = 0;
          } else {
            deliver(part, serverSide);
          }
        }
      }
    };
    volatile DtlsPort.Association serverSide;
    volatile DtlsPort.Association clientSide;
    Random garbage;
    /** The client's first message of this type is lost, alone; 0 loses nothing, or nothing more. */
    volatile int lostOnce;
    int largest;

    Wire(Random random, int lossPercent) {
      this.random = random;
      this.lossPercent = lossPercent;
    }

    void start(List<Fingerprint> serverExpects, List<Fingerprint> clientExpects) {
      serverSide = ours.open(DtlsRole.SERVER, serverExpects, commands::add, server);
      clientSide = theirs.open(DtlsRole.CLIENT, clientExpects, commands::add, client);
      Thread.ofVirtual().start(() -> {
        try {
          while (true) {
            commands.take().run(0);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
    }

    void deliver(byte[] datagram, DtlsPort.Association to) {
      largest = Math.max(largest, datagram.length);
      if (garbage != null) {
        byte[] noise = new byte[1 + garbage.nextInt(80)];
        garbage.nextBytes(noise);
        noise[0] = (byte) (20 + garbage.nextInt(44));
        to.receive(noise, 0, noise.length);
      }
      if (random.nextInt(100) >= lossPercent) {
        to.receive(datagram, 0, datagram.length);
      }
    }
  }
}
