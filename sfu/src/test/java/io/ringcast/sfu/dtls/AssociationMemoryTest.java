package io.ringcast.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of an association when its handshake is done. */
@Timeout(90)
class AssociationMemoryTest {
  private static final int PAIRS = 60;
  private static final int WARM_UP = 10;
  /** Twice as much as it takes today; before the handshake's objects were let go it was more than 30,000. */
  private static final long LIMIT_BYTES = 3_000;

  private final BouncyDtls dtls = new BouncyDtls(new SecureRandom(), 2);
  private final BlockingQueue<Mailbox.Command> commands = new LinkedBlockingQueue<>();
  private final List<Side> sides = new ArrayList<>();
  private int opened;

  @Test
  void anEstablishedAssociationKeepsKeysAndItsLastFlight() throws InterruptedException {
    shakeHands(WARM_UP);
    long before = usedBytes();
    shakeHands(PAIRS);
    long bytes = (usedBytes() - before) / (2 * PAIRS);
    assertThat(sides).hasSize(2 * (WARM_UP + PAIRS));
    assertThat(dtls.handshakes()).as("threads").isZero();
    assertThat(bytes).as("bytes of an association").isBetween(100L, LIMIT_BYTES);
  }

  private void shakeHands(int pairs) throws InterruptedException {
    for (int i = 0; i < pairs; i++) {
      Side server = new Side();
      Side client = new Side();
      server.open(DtlsRole.SERVER, client);
      client.open(DtlsRole.CLIENT, server);
      opened = 0;
      while (opened < 2) {
        Mailbox.Command command = commands.poll(30, TimeUnit.SECONDS);
        assertThat(command).as("a handshake goes on").isNotNull();
        command.run(0);
      }
      sides.add(server);
      sides.add(client);
    }
    dtls.awaitClosed(Duration.ofSeconds(30));
  }

  private static long usedBytes() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  /** One end, whose datagrams go to the other. */
  private final class Side implements DtlsPort.Events {
    private DtlsPort.Association association;
    private Side peer;

    void open(DtlsRole role, Side other) {
      peer = other;
      association = dtls.open(role, List.of(dtls.fingerprint()), commands::add, this);
    }

    @Override
    public void onDatagram(byte[] datagram, long nowNs) {
      peer.association.receive(datagram, 0, datagram.length);
    }

    @Override
    public void onKeys(SrtpKeys keys, long nowNs) {
      opened++;
    }

    @Override
    public void onDropped(DropReason reason) {}

    @Override
    public void onEnd(CloseReason reason, String detail, long nowNs) {
      throw new IllegalStateException(reason + ": " + detail);
    }
  }
}
