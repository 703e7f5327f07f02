package io.ringcast.sfu.dtls;

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
 * DTLS 1.2 (RFC 6347) by BouncyCastle for DTLS-SRTP (RFC 5763, RFC 5764), in both roles. Each association runs on a virtual thread of its
 * own; the CPU that handshakes take is bounded so that they cannot starve the media loops. One certificate serves all, made at start.
 */
public final class BouncyDtls implements DtlsPort {
  private final BcTlsCrypto crypto;
  private final SelfSignedCertificate certificate;
  private final Semaphore cores;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /** @param handshakeCores how many handshakes may compute at one time, at least one */
  public BouncyDtls(SecureRandom random, int handshakeCores) {
    crypto = new BcTlsCrypto(random);
    certificate = SelfSignedCertificate.create(crypto, random);
    cores = new Semaphore(Math.max(1, handshakeCores), true);
  }

  @Override
  public Fingerprint fingerprint() {
    return certificate.fingerprint();
  }

  @Override
  public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events events) {
    Handshake handshake = new Handshake(crypto, certificate, List.copyOf(remote));
    CipherChangeGate gate = role == DtlsRole.SERVER ? new CipherChangeGate() : null;
    DatagramQueue datagrams = new DatagramQueue(cores, datagram -> mailbox.post(nowNs -> events.onDatagram(datagram, nowNs)), gate);
    BouncyAssociation association = new BouncyAssociation(role, handshake, datagrams, mailbox, events);
    Thread thread = Thread.ofVirtual().name("dtls").unstarted(() -> {
      try {
        association.run();
      } finally {
        running.remove(Thread.currentThread());
      }
    });
    running.add(thread);
    thread.start();
    return association;
  }

  /** Waits until the associations that were closed have sent their close_notify. */
  public void awaitClosed(Duration limit) throws InterruptedException {
    for (Thread thread : List.copyOf(running)) {
      if (!thread.join(limit)) {
        return;
      }
    }
  }
}
