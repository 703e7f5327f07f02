package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.wire.BigEndian;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes whose messages arrive in pieces and out of order, and those that never end. */
@Timeout(90)
class FragmentedHandshakeTest {
  private static final int RECORD_HEADER = 13;
  private static final int MESSAGE_HEADER = 12;
  private static final int HANDSHAKE = 22;
  private static final int PIECES = 3;

  private final BouncyDtls ours = dtls();
  private final BouncyDtls theirs = dtls();
  private final BlockingQueue<Mailbox.Command> commands = new LinkedBlockingQueue<>();
  private volatile DtlsPort.Association serverSide;
  private volatile DtlsPort.Association clientSide;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aHandshakeInThreePiecesAMessageOutOfOrderCompletes(long seed) throws Exception {
    Random random = new Random(seed);
    Cutter cutter = new Cutter(random);
    Side client = new Side(datagram -> cutter.cut(datagram).forEach(piece -> serverSide.receive(piece, 0, piece.length)));
    Side server = new Side(datagram -> clientSide.receive(datagram, 0, datagram.length));
    start(server, client);
    assertThat(server.keys.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isNotNull();
    assertThat(client.keys.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isNotNull();
    assertThat(cutter.pieces).as("the hello, the certificate, the key and the signature").isGreaterThanOrEqualTo(4 * PIECES);
  }

  @Test
  void aHandshakeThatStopsAfterItsHelloHoldsNothingOnceClosed() throws Exception {
    Side client = new Side(datagram -> serverSide.receive(datagram, 0, datagram.length));
    CompletableFuture<byte[]> answered = new CompletableFuture<>();
    start(new Side(answered::complete), client);
    assertThat(answered.get(60, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(ours.handshakes()).isEqualTo(1);
    serverSide.close(0);
    ours.awaitClosed(Duration.ofSeconds(30));
    assertThat(ours.handshakes()).isZero();
    clientSide.close(0);
  }

  private void start(Side server, Side client) {
    serverSide = ours.open(DtlsRole.SERVER, List.of(theirs.fingerprint()), commands::add, server);
    clientSide = theirs.open(DtlsRole.CLIENT, List.of(ours.fingerprint()), commands::add, client);
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

  private static BouncyDtls dtls() {
    try {
      return new BouncyDtls(SecureRandom.getInstance("NativePRNGNonBlocking"), 1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Cuts each handshake message that is not encrypted into pieces, a record and a datagram each, and mixes them. */
  private static final class Cutter {
    private final Random random;
    private int pieces;
    private int recordNumber;

    Cutter(Random random) {
      this.random = random;
    }

    List<byte[]> cut(byte[] datagram) {
      List<byte[]> cut = new ArrayList<>();
      List<byte[]> others = new ArrayList<>();
      int at = 0;
      while (at < datagram.length) {
        int end = at + RECORD_HEADER + BigEndian.u16(datagram, at + 11);
        byte[] record = Arrays.copyOfRange(datagram, at, end);
        boolean clear = BigEndian.u16(record, 3) == 0;
        if (clear && record[0] == HANDSHAKE) {
          cutMessages(record, cut);
        } else {
          others.add(clear ? numbered(record) : record);
        }
        at = end;
      }
      Collections.shuffle(cut, random);
      cut.addAll(others);
      return cut;
    }

    private void cutMessages(byte[] record, List<byte[]> into) {
      int at = RECORD_HEADER;
      while (at < record.length) {
        int offset = BigEndian.u24(record, at + 6);
        int length = BigEndian.u24(record, at + 9);
        int size = Math.max(1, Math.ceilDiv(length, PIECES));
        for (int from = 0; from < length; from += size) {
          int piece = Math.min(size, length - from);
          byte[] bytes = Arrays.copyOf(record, RECORD_HEADER + MESSAGE_HEADER + piece);
          System.arraycopy(record, at, bytes, RECORD_HEADER, MESSAGE_HEADER);
          System.arraycopy(record, at + MESSAGE_HEADER + from, bytes, RECORD_HEADER + MESSAGE_HEADER, piece);
          BigEndian.put24(bytes, RECORD_HEADER + 6, offset + from);
          BigEndian.put24(bytes, RECORD_HEADER + 9, piece);
          BigEndian.put16(bytes, 11, MESSAGE_HEADER + piece);
          into.add(numbered(bytes));
          pieces++;
        }
        at += MESSAGE_HEADER + length;
      }
    }

    /** A record number is used once, so pieces and repetitions get new ones. */
    private byte[] numbered(byte[] record) {
      BigEndian.put32(record, 7, recordNumber);
      recordNumber++;
      return record;
    }
  }

  /** Where one side's datagrams go and what its events brought. */
  private static final class Side implements DtlsPort.Events {
    private final Consumer<byte[]> out;
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();

    Side(Consumer<byte[]> out) {
      this.out = out;
    }

    @Override
    public void onDatagram(byte[] datagram, long nowNs) {
      out.accept(datagram);
    }

    @Override
    public void onKeys(SrtpKeys exported, long nowNs) {
      keys.complete(exported);
    }

    @Override
    public void onDropped(DropReason reason) {}

    @Override
    public void onEnd(CloseReason reason, String detail, long nowNs) {
      keys.completeExceptionally(new IllegalStateException(reason + ": " + detail));
    }
  }
}
