package io.ringcast.fuzz.body;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import java.util.ArrayList;
import java.util.List;

/** A DTLS port whose associations do what the input says, in any order. */
final class RecordingDtls implements DtlsPort {
  private final List<Events> opened = new ArrayList<>();

  @Override
  public Fingerprint fingerprint() {
    return new Fingerprint("sha-256", "00");
  }

  @Override
  public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events events) {
    opened.add(events);
    return new Association() {
      private boolean closed;

      @Override
      public boolean receive(byte[] bytes, int offset, int length) {
        Invariant.holds(!closed, "a closed association is fed no more");
        return length % 2 == 0;
      }

      @Override
      public void close(long nowNs) {
        Invariant.holds(!closed, "an association is closed once");
        closed = true;
      }
    };
  }

  void keys(int index, SrtpKeys keys, long nowNs) {
    if (index < opened.size()) {
      opened.get(index).onKeys(keys, nowNs);
    }
  }

  void datagram(int index, byte[] datagram, long nowNs) {
    if (index < opened.size()) {
      opened.get(index).onDatagram(datagram, nowNs);
    }
  }

  void end(int index, CloseReason reason, long nowNs) {
    if (index < opened.size()) {
      opened.get(index).onEnd(reason, "fuzz", nowNs);
    }
  }
}
