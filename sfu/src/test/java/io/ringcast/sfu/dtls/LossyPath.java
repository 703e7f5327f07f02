package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A handshake between a server and a client whose datagrams are lost and delayed as a seed says, each by a time of its own, so that they
 * overtake each other. All of it happens on the loop's one thread; only the handshakes themselves have theirs.
 */
final class LossyPath {
  private static final int LOST_PERCENT = 10;
  /** Longer than it takes to write a flight, so that any order of its datagrams is seen. */
  private static final int DELAY_MAX_MICROS = 60_000;

  private final boolean splits;
  private final Side server;
  private final Side client;

  /** @param splits whether each record travels in a datagram of its own, as some DTLS stacks send them */
  LossyPath(long seed, boolean splits) {
    this.splits = splits;
    SplittableRandom random = new SplittableRandom(seed);
    server = new Side(random.split());
    client = new Side(random.split());
  }

  /** Starts the handshake; done when both sides have their keys, failed when one of them gives up. */
  CompletableFuture<Void> shakeHands(BouncyDtls dtls, ScheduledExecutorService loop) {
    server.open(dtls, DtlsRole.SERVER, loop, client);
    client.open(dtls, DtlsRole.CLIENT, loop, server);
    return CompletableFuture.allOf(server.keys, client.keys);
  }

  /** A datagram's records, each by itself. */
  static List<byte[]> records(byte[] datagram) {
    List<byte[]> records = new ArrayList<>();
    int at = 0;
    for (int end = 0; at < datagram.length; at = end) {
      end = SealedRecords.endOf(datagram, at, datagram.length);
      records.add(Arrays.copyOfRange(datagram, at, end));
    }
    return records;
  }

  private final class Side implements DtlsPort.Events {
    private final SplittableRandom random;
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private ScheduledExecutorService loop;
    private volatile DtlsPort.Association association;
    private Side peer;

    Side(SplittableRandom random) {
      this.random = random;
    }

    void open(BouncyDtls dtls, DtlsRole role, ScheduledExecutorService onLoop, Side other) {
      loop = onLoop;
      peer = other;
      Mailbox mailbox = command -> {
        onLoop.execute(() -> command.run(0));
        return true;
      };
      association = dtls.open(role, List.of(dtls.fingerprint()), mailbox, this);
    }

    @Override
    public void onDatagram(byte[] datagram, long nowNs) {
      (splits ? records(datagram) : List.of(datagram)).forEach(this::carry);
    }

    private void carry(byte[] datagram) {
      int delayMicros = random.nextInt(DELAY_MAX_MICROS);
      if (random.nextInt(100) >= LOST_PERCENT) {
        var _ = loop.schedule(() -> peer.association.receive(datagram, 0, datagram.length), delayMicros, TimeUnit.MICROSECONDS);
      }
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
