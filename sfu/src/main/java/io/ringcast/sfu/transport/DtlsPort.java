package io.ringcast.sfu.transport;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.loop.Mailbox;
import java.util.List;

/**
 * The port behind which DTLS handshakes happen, on threads of their own: they block and read their own clock. What an association does
 * after its handshake, it does on its transport's loop.
 */
public interface DtlsPort {
  /** The digest of our certificate. */
  Fingerprint fingerprint();

  /** Starts an association; its events are posted to {@code mailbox}, so they happen on the transport's loop. */
  Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events events);

  /** One DTLS association as its transport feeds it. */
  interface Association {
    /** Takes a received DTLS datagram; the bytes are copied. False when its bounded queue is full. */
    boolean receive(byte[] bytes, int offset, int length);

    /** Sends data in a record of its own, on the transport's loop; before the handshake is done nothing happens. */
    default void send(byte[] bytes, int offset, int length, long nowNs) {}

    /** Sends close_notify and ends the association. */
    void close(long nowNs);
  }

  /** What an association does, on its transport's loop. */
  interface Events {
    void onDatagram(byte[] datagram, long nowNs);

    void onKeys(SrtpKeys keys, long nowNs);

    /** The content of one record of data. */
    default void onData(byte[] content, long nowNs) {}

    /** Records that came were not read. */
    default void onDropped(DropReason reason, int records) {}

    void onEnd(CloseReason reason, String detail, long nowNs);
  }
}
