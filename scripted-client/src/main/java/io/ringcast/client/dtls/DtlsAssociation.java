package io.ringcast.client.dtls;

import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;

/**
 * One DTLS association on a virtual thread of its own: the handshake, then reading until either side says goodbye.
 *
 * <p>{@link #receive} and {@link #close} are called on the peer's loop; the events come on the association's thread.
 */
public final class DtlsAssociation {
  /** What an association tells its peer. */
  public interface Events {
    void onDatagram(byte[] datagram);

    void onKeys(SrtpKeys keys);

    void onEnd(String reason);
  }

  /** Datagrams waiting for the handshake; one that finds the queue full is lost, as on a network. */
  private static final int INBOX_LIMIT = 64;
  private static final int RECORD_LIMIT = 1500;
  /** Below every path's limit, so that no flight needs IP fragments. */
  private static final int MTU = 1200;
  private static final int POLL_MS = 500;

  private final BlockingQueue<byte[]> inbox = new ArrayBlockingQueue<>(INBOX_LIMIT);
  private final DtlsTerms terms;
  private final Events events;
  private volatile boolean closing;
  private volatile boolean silent;
  private long overflows;

  private DtlsAssociation(DtlsTerms terms, Events events) {
    this.terms = terms;
    this.events = events;
  }

  /** Opens an association with a peer whose certificate has this fingerprint, offering these profiles, best first. */
  public static DtlsAssociation open(
    DtlsIdentity identity, boolean asClient, String hash, String fingerprint, List<SrtpProfile> profiles, Events events) {
    DtlsAssociation association = new DtlsAssociation(new DtlsTerms(identity, hash, fingerprint, profiles), events);
    Thread.ofVirtual().name("scripted-dtls").start(() -> association.run(asClient));
    return association;
  }

  /** Takes a received datagram; the bytes are copied. */
  public void receive(byte[] bytes, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, 0, copy, 0, length);
    if (!inbox.offer(copy)) {
      overflows++;
    }
  }

  /** Datagrams that found the queue full. */
  public long overflows() {
    return overflows;
  }

  /** Says close_notify and ends. */
  public void close() {
    closing = true;
  }

  /** Ends without a word to the peer. */
  public void vanish() {
    silent = true;
    closing = true;
  }

  private void run(boolean asClient) {
    try {
      DatagramTransport path = new Path();
      if (asClient) {
        ClientEnd end = new ClientEnd(terms);
        serve(new DTLSClientProtocol().connect(end, path), end);
      } else {
        ServerEnd end = new ServerEnd(terms);
        serve(new DTLSServerProtocol().accept(end, path), end);
      }
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage();
      events.onEnd(message == null ? e.toString() : message);
    }
  }

  private void serve(DTLSTransport transport, DtlsEnd end) throws IOException {
    SrtpKeys keys = end.keys();
    if (keys == null) {
      throw new IOException("the handshake yielded no SRTP keys");
    }
    events.onKeys(keys);
    byte[] ignored = new byte[RECORD_LIMIT];
    while (!closing && !end.over()) {
      transport.receive(ignored, 0, ignored.length, POLL_MS);
    }
    transport.close();
    events.onEnd(closing ? "closed" : "the peer closed");
  }

  /** The datagrams of this association as BouncyCastle wants them. */
  private final class Path implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return RECORD_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return MTU;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      try {
        byte[] datagram = inbox.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        int count = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, buffer, offset, count);
        return count;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      if (silent) {
        return;
      }
      byte[] copy = new byte[length];
      System.arraycopy(buffer, offset, copy, 0, length);
      events.onDatagram(copy);
    }

    @Override
    public void close() {}
  }
}
