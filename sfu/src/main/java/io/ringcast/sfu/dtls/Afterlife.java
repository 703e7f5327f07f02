package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.wire.BigEndian;
import java.util.List;

/**
 * What an association still does when its handshake is done: a peer whose copy of our last flight was lost gets it again (RFC 6347 section
 * 4.2.4), a close_notify or a fatal alert ends the transport, and ours is sent. Used by the transport's loop; answers go by the mailbox, so
 * that nothing ends while a datagram is being handled.
 */
final class Afterlife {
  private static final int ALERT_BYTES = 2;
  private static final byte WARNING = 1;
  private static final byte FATAL = 2;
  private static final byte CLOSE_NOTIFY = 0;
  private static final int FINISHED = 20;

  private final SealedRecords records;
  /** As it was sent: to the peer a repetition is what the network might have done, and no number is used for something else. */
  private final List<byte[]> lastFlight;
  private final Mailbox mailbox;
  private final DtlsPort.Events events;
  private boolean ended;

  Afterlife(SealedRecords records, List<byte[]> lastFlight, Mailbox mailbox, DtlsPort.Events events) {
    this.records = records;
    this.lastFlight = List.copyOf(lastFlight);
    this.mailbox = mailbox;
    this.events = events;
  }

  /** Reads a datagram's records; what is not authentic, not whole or of the handshake's first epoch is passed over. */
  void receive(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (!ended) {
      int recordEnd = SealedRecords.endOf(bytes, at, end);
      if (recordEnd < 0) {
        return;
      }
      int type = BigEndian.u8(bytes, at);
      if (type >= SealedRecords.ALERT && type <= SealedRecords.APPLICATION_DATA) {
        byte[] content = records.open(bytes, at, recordEnd);
        if (content != null) {
          onContent(type, content);
        }
      }
      at = recordEnd;
    }
  }

  /** Sends close_notify, once. */
  void close(long nowNs) {
    if (!ended) {
      ended = true;
      events.onDatagram(records.seal(SealedRecords.ALERT, new byte[] {WARNING, CLOSE_NOTIFY}), nowNs);
    }
  }

  private void onContent(int type, byte[] content) {
    if (type == SealedRecords.APPLICATION_DATA) {
      events.onDropped(DropReason.SCTP_NOT_TAKEN);
    } else if (type == SealedRecords.HANDSHAKE) {
      if (content.length > 0 && content[0] == FINISHED) {
        mailbox.post(nowNs -> lastFlight.forEach(datagram -> events.onDatagram(datagram, nowNs)));
      }
    } else if (content.length == ALERT_BYTES && (content[0] == FATAL || content[1] == CLOSE_NOTIFY)) {
      mailbox.post(nowNs -> {
        close(nowNs);
        events.onEnd(CloseReason.REMOTE_CLOSED, "alert " + content[1], nowNs);
      });
    }
  }
}
