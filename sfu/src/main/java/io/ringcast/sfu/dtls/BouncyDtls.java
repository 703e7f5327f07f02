package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * DTLS 1.2 (RFC 6347) by BouncyCastle for DTLS-SRTP (RFC 5763, RFC 5764), in both roles. Each handshake runs on a virtual thread of its
 * own; the CPU that handshakes take is bounded so that they cannot starve the media loops. One certificate serves all, made at start.
 */
public final class BouncyDtls implements DtlsPort {
  private final SecureRandom random;
  private final SelfSignedCertificate certificate;
  private final Semaphore cores;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /** @param handshakeCores how many handshakes may compute at one time, at least one */
  public BouncyDtls(SecureRandom random, int handshakeCores) {
    this.random = random;
    certificate = SelfSignedCertificate.create(new BcTlsCrypto(random), random);
    cores = new Semaphore(Math.max(1, handshakeCores), true);
  }

  @Override
  public Fingerprint fingerprint() {
    return certificate.fingerprint();
  }

  @Override
  public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events events) {
    Handshake handshake = new Handshake(new BoundedCrypto(random), certificate, List.copyOf(remote));
    DatagramQueue datagrams = new DatagramQueue(
      cores, datagram -> mailbox.post(nowNs -> events.onDatagram(datagram, nowNs)), new CipherChangeGate(role),
      dropped -> mailbox.post(nowNs -> events.onDropped(DropReason.DTLS_TOO_EARLY, dropped)));
    BouncyAssociation association = new BouncyAssociation(datagrams, mailbox, events);
    Thread thread = Thread.ofVirtual().name("dtls").unstarted(() -> {
      try {
        association.shakeHands(role, handshake, datagrams);
      } finally {
        running.remove(Thread.currentThread());
      }
    });
    running.add(thread);
    thread.start();
    return association;
  }

  /** Handshakes under way. */
  int handshakes() {
    return running.size();
  }

  /** Waits until the handshakes that were given up have ended. */
  public void awaitClosed(Duration limit) throws InterruptedException {
    for (Thread thread : List.copyOf(running)) {
      if (!thread.join(limit)) {
        return;
      }
    }
  }
}
