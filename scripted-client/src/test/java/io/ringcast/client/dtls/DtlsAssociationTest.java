package io.ringcast.client.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.client.srtp.PacketBuffer;
import io.ringcast.client.srtp.SrtpSession;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DtlsAssociationTest {
  private static final int LIMIT_S = 20;
  private static final long NOW_NS = 12;
  private static final byte[] SEED = {1, 2, 3, 4};
  private final DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(SEED), Instant.parse("2026-11-01T00:00:00Z"));

  /** One side: its datagrams go straight to the other's inbox. */
  private static final class Side implements DtlsAssociation.Events {
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private final CompletableFuture<byte[]> data = new CompletableFuture<>();
    private final CompletableFuture<Long> arrived = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final AtomicReference<DtlsAssociation> other = new AtomicReference<>();

    @Override
    public void onDatagram(byte[] datagram) {
      DtlsAssociation to = other.get();
      if (to != null) {
        to.receive(datagram, datagram.length, NOW_NS);
      }
    }

    @Override
    public void onData(byte[] content, long arrivedNs) {
      data.complete(content);
      arrived.complete(arrivedNs);
    }

    @Override
    public void onKeys(SrtpKeys exported) {
      keys.complete(exported);
    }

    @Override
    public void onEnd(String reason) {
      end.complete(reason);
      keys.completeExceptionally(new IllegalStateException(reason));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NULL", mode = EnumSource.Mode.EXCLUDE)
  void whatOneSideProtectsTheOtherReads(SrtpProfile profile) throws Exception {
    Side client = new Side();
    Side server = new Side();
    DtlsAssociation closing = connect(client, server, List.of(profile), identity.fingerprint());
    SrtpKeys clientKeys = client.keys.get(LIMIT_S, TimeUnit.SECONDS);
    assertThat(clientKeys.profile()).isEqualTo(profile);
    SrtpSession sending = new SrtpSession(clientKeys);
    SrtpSession receiving = new SrtpSession(server.keys.get(LIMIT_S, TimeUnit.SECONDS));
    byte[] plain = new byte[100];
    plain[0] = (byte) 0x80;
    PacketBuffer packet = new PacketBuffer();
    packet.set(plain, 0, plain.length);
    assertThat(sending.protectRtp(packet)).isTrue();
    assertThat(packet.getLength()).isEqualTo(plain.length + profile.tagBytes());
    assertThat(receiving.unprotectRtp(packet)).isTrue();
    assertThat(packet.getBuffer()).startsWith(plain);
    closing.close();
    assertThat(server.end.get(LIMIT_S, TimeUnit.SECONDS)).isEqualTo("the peer closed");
  }

  @Test
  void dataComesWithTheTimeOfItsDatagram() throws Exception {
    Side client = new Side();
    Side server = new Side();
    DtlsAssociation sending = connect(client, server, List.of(SrtpProfile.AEAD_AES_128_GCM), identity.fingerprint());
    SrtpKeys _ = client.keys.get(LIMIT_S, TimeUnit.SECONDS);
    sending.send(new byte[] {0, 7, 8, 0}, 1, 2);
    assertThat(server.data.get(LIMIT_S, TimeUnit.SECONDS)).containsExactly(7, 8);
    assertThat(server.arrived.get(LIMIT_S, TimeUnit.SECONDS)).isEqualTo(NOW_NS);
    sending.close();
  }

  @Test
  void anotherCertificateIsRefused() {
    Side client = new Side();
    Side server = new Side();
    connect(client, server, List.of(SrtpProfile.AEAD_AES_128_GCM), identity.fingerprint().replace('A', 'B').replace('0', '1'));
    assertThatThrownBy(() -> client.keys.get(LIMIT_S, TimeUnit.SECONDS)).hasMessageContaining("not the one signaled");
  }

  /** The client's association; the server is there first. */
  private DtlsAssociation connect(Side client, Side server, List<SrtpProfile> profiles, String expected) {
    client.other.set(DtlsAssociation.open(identity, false, "sha-256", identity.fingerprint(), profiles, server));
    DtlsAssociation association = DtlsAssociation.open(identity, true, "sha-256", expected, profiles, client);
    server.other.set(association);
    return association;
  }
}
