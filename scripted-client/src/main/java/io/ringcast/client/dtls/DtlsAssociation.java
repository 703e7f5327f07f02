package io.ringcast.client.dtls;

import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * One DTLS association on a virtual thread of its own: the handshake, then reading until either side says goodbye.
 *
 * <p>{@link #receive}, {@link #send} and {@link #close} are called on the peer's loop; the events come on the association's thread.
 */
public final class DtlsAssociation {
  /** What an association tells its peer. */
  public interface Events {
    void onDatagram(byte[] datagram);

    void onKeys(SrtpKeys keys);

    /** What a record of application data brought, and when its datagram came. */
    void onData(byte[] content, long arrivedNs);

    void onEnd(String reason);
  }

  /** Datagrams waiting for the handshake; one that finds the queue full is lost, as on a network. */
  private static final int INBOX_LIMIT = 64;
  private static final int RECORD_LIMIT = 1500;
  /** Below every path's limit, so that no flight needs IP fragments. */
  private static final int MTU = 1200;
  private static final int POLL_MS = 500;

  private final BlockingQueue<Datagram> inbox = new ArrayBlockingQueue<>(INBOX_LIMIT);
  private final DtlsTerms terms;
  private final Events events;
  private volatile @Nullable DTLSTransport open;
  private volatile boolean closing;
  private volatile boolean silent;
  private long overflows;

  /** What waits to be read. */
  private static final class Datagram {
    private final byte[] bytes;
    private final long arrivedNs;

    private Datagram(byte[] bytes, long arrivedNs) {
      this.bytes = bytes;
      this.arrivedNs = arrivedNs;
    }
  }

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
  public void receive(byte[] bytes, int length, long nowNs) {
    if (!inbox.offer(new Datagram(Arrays.copyOf(bytes, length), nowNs))) {
      overflows++;
    }
  }

  /** Sends application data in a record of its own; nothing happens while there is no association. */
  public void send(byte[] bytes, int offset, int length) {
    DTLSTransport transport = open;
    if (transport == null || closing) {
      return;
    }
    try {
      transport.send(bytes, offset, length);
    } catch (IOException e) {
      closing = true;
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
      Path path = new Path();
      if (asClient) {
        ClientEnd end = new ClientEnd(terms);
        serve(new DTLSClientProtocol().connect(end, path), end, path);
      } else {
        ServerEnd end = new ServerEnd(terms);
        serve(new DTLSServerProtocol().accept(end, path), end, path);
      }
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage();
      events.onEnd(message == null ? e.toString() : message);
    }
  }

  private void serve(DTLSTransport transport, DtlsEnd end, Path path) throws IOException {
    SrtpKeys keys = end.keys();
    if (keys == null) {
      throw new IOException("the handshake yielded no SRTP keys");
    }
    open = transport;
    events.onKeys(keys);
    byte[] record = new byte[RECORD_LIMIT];
    while (!closing && !end.over()) {
      int length = transport.receive(record, 0, record.length, POLL_MS);
      if (length > 0) {
        events.onData(Arrays.copyOf(record, length), path.arrivedNs);
      }
    }
    open = null;
    transport.close();
    events.onEnd(closing ? "closed" : "the peer closed");
  }

  /** The datagrams of this association as BouncyCastle wants them. */
  private final class Path implements DatagramTransport {
    /** When the datagram came that was read last. */
    private long arrivedNs;

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
        Datagram datagram = inbox.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (datagram == null) {
          return -1;
        }
        arrivedNs = datagram.arrivedNs;
        int count = Math.min(length, datagram.bytes.length);
        System.arraycopy(datagram.bytes, 0, buffer, offset, count);
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
