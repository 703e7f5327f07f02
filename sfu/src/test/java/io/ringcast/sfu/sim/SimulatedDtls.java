package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.util.List;
import java.util.random.RandomGenerator;

/** Handshakes that always succeed after a while, with the keys of the null cipher. */
final class SimulatedDtls implements DtlsPort {
  private static final SrtpKeys NO_KEYS = new SrtpKeys(SrtpProfile.NULL, new byte[0], new byte[0], new byte[0], new byte[0]);
  private static final int HANDSHAKE_NS = 300_000_000;

  private final VirtualTime time;
  private final RandomGenerator random;

  SimulatedDtls(VirtualTime time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  @Override
  public Fingerprint fingerprint() {
    return new Fingerprint("sha-256", "00");
  }

  @Override
  public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events events) {
    time.after(random.nextInt(HANDSHAKE_NS), () -> mailbox.post(nowNs -> events.onKeys(NO_KEYS, nowNs)));
    return new Association() {
      @Override
      public boolean receive(byte[] bytes, int offset, int length) {
        return true;
      }

      @Override
      public void close(long nowNs) {}
    };
  }
}
