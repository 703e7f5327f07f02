package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import java.io.IOException;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One association from handshake to close_notify. The handshake has a virtual thread of its own; when it is done the thread ends, and with
 * it goes all that BouncyCastle holds. What is left, an {@link Afterlife}, lives on the transport's loop.
 */
final class BouncyAssociation implements DtlsPort.Association {
  private final Mailbox mailbox;
  private final DtlsPort.Events events;
  /** Written by the loop, read by the handshake's thread. */
  private volatile boolean closing;
  /** What the handshake reads; null once it is done. */
  private @Nullable DatagramQueue datagrams;
  private @Nullable Afterlife afterlife;

  BouncyAssociation(DatagramQueue datagrams, Mailbox mailbox, DtlsPort.Events events) {
    this.datagrams = datagrams;
    this.mailbox = mailbox;
    this.events = events;
  }

  @Override
  public boolean receive(byte[] bytes, int offset, int length) {
    if (afterlife != null) {
      afterlife.receive(bytes, offset, length);
      return true;
    }
    return datagrams == null || datagrams.offer(bytes, offset, length);
  }

  @Override
  public void send(byte[] bytes, int offset, int length, long nowNs) {
    if (afterlife != null) {
      afterlife.send(bytes, offset, length, nowNs);
    }
  }

  @Override
  public void close(long nowNs) {
    closing = true;
    if (afterlife != null) {
      afterlife.close(nowNs);
    } else if (datagrams != null) {
      datagrams.wakeUp();
    }
  }

  /** The handshake, on a thread of its own. */
  void shakeHands(DtlsRole role, Handshake handshake, DatagramQueue queue) {
    try {
      queue.beginHandshake();
      try {
        switch (role) {
          case CLIENT -> new DTLSClientProtocol().connect(new SrtpClient(handshake), queue);
          case SERVER -> new DTLSServerProtocol().accept(new SrtpServer(handshake), queue);
        }
      } finally {
        queue.endHandshake();
      }
    } catch (IOException | RuntimeException e) {
      fail(handshake.failure(), String.valueOf(e.getMessage()));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    SrtpKeys keys = handshake.keys();
    SealedRecords records = handshake.records();
    if (keys == null || records == null) {
      fail(CloseReason.HANDSHAKE_FAILED, "no keys");
      return;
    }
    Afterlife next = new Afterlife(records, queue.lastFlight(), mailbox, events);
    if (!mailbox.post(nowNs -> succeed(next, queue, keys, nowNs))) {
      fail(CloseReason.HANDSHAKE_FAILED, "the loop did not take the keys");
    }
  }

  private void succeed(Afterlife next, DatagramQueue queue, SrtpKeys keys, long nowNs) {
    datagrams = null;
    if (closing) {
      next.close(nowNs);
      return;
    }
    afterlife = next;
    events.onKeys(keys, nowNs);
    for (byte[] datagram = queue.poll(); datagram != null; datagram = queue.poll()) {
      next.receive(datagram, 0, datagram.length);
    }
  }

  private void fail(CloseReason reason, String detail) {
    if (!closing) {
      mailbox.post(nowNs -> events.onEnd(reason, detail, nowNs));
    }
  }
}
