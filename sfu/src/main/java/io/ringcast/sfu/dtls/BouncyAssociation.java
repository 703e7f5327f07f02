package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;

/**
 * One association from handshake to close_notify, on its own virtual thread. After the handshake it keeps reading, so that a peer whose
 * copy of our last flight was lost gets it again and a close_notify is heard.
 */
final class BouncyAssociation implements DtlsPort.Association {
  private final DtlsRole role;
  private final Handshake handshake;
  private final DatagramQueue datagrams;
  private final Mailbox mailbox;
  private final DtlsPort.Events events;
  private volatile boolean closing;

  BouncyAssociation(DtlsRole role, Handshake handshake, DatagramQueue datagrams, Mailbox mailbox, DtlsPort.Events events) {
    this.role = role;
    this.handshake = handshake;
    this.datagrams = datagrams;
    this.mailbox = mailbox;
    this.events = events;
  }

  @Override
  public boolean receive(byte[] bytes, int offset, int length) {
    return datagrams.offer(bytes, offset, length);
  }

  @Override
  public void close() {
    closing = true;
    datagrams.wakeUp();
  }

  /** The life of the association's thread. */
  void run() {
    DTLSTransport records;
    try {
      records = shakeHands();
    } catch (IOException | RuntimeException e) {
      end(handshake.failure(), e);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    SrtpKeys keys = handshake.keys();
    if (keys == null || !mailbox.post(nowNs -> events.onKeys(keys, nowNs))) {
      end(CloseReason.HANDSHAKE_FAILED, new IOException("the loop did not take the keys"));
      return;
    }
    readUntilClosed(records);
  }

  private DTLSTransport shakeHands() throws IOException, InterruptedException {
    datagrams.beginHandshake();
    try {
      return switch (role) {
        case CLIENT -> new DTLSClientProtocol().connect(new SrtpClient(handshake), datagrams);
        case SERVER -> new DTLSServerProtocol().accept(new SrtpServer(handshake), datagrams);
      };
    } finally {
      datagrams.endHandshake();
    }
  }

  private void readUntilClosed(DTLSTransport records) {
    byte[] ignored = new byte[datagrams.getReceiveLimit()];
    try {
      while (!closing && !handshake.remoteClosed()) {
        records.receive(ignored, 0, ignored.length, 0);
      }
    } catch (InterruptedIOException e) {
      // Woken up: closing, or the peer closed.
    } catch (IOException | RuntimeException e) {
      end(CloseReason.REMOTE_CLOSED, e);
      return;
    }
    try {
      records.close();
    } catch (IOException e) {
      end(CloseReason.REMOTE_CLOSED, e);
      return;
    }
    end(CloseReason.REMOTE_CLOSED, new IOException("close_notify"));
  }

  private void end(CloseReason reason, Exception cause) {
    if (!closing) {
      String detail = String.valueOf(cause.getMessage());
      mailbox.post(nowNs -> events.onEnd(reason, detail, nowNs));
    }
  }
}
