package io.ringcast.sfu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.Mailbox;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.transport.DtlsPort;
import io.ringcast.sfu.transport.Outbox;
import io.ringcast.sfu.transport.SrtpKeys;
import io.ringcast.sfu.transport.SrtpProfile;
import io.ringcast.sfu.transport.Transport;
import io.ringcast.sfu.wire.BigEndian;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one subscriber of a video keeps on the heap of its loop, after as many packets as its memory of numbers holds. */
class SubscriberMemoryTest {
  private static final int SUBSCRIBERS = 400;
  private static final int PACKETS = 600;
  /** Half as much again as it takes today. */
  private static final long LIMIT_BYTES = 20_000;
  private static final PublicationId VIDEO = new PublicationId("user_main_1");
  private static final PeerId PUBLISHER = new PeerId("publisher");
  private static final InetSocketAddress PUBLISHER_AT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);
  private static final CodecParameters VP8 = new CodecParameters(Codec.VP8, 96, 97, "", true, true, true);
  private static final ExtensionIds EXTENSIONS = new ExtensionIds(Map.of(
    HeaderExtension.ABS_SEND_TIME, 1, HeaderExtension.TRANSPORT_CC, 2, HeaderExtension.MID, 3));
  private static final SrtpKeys NO_KEYS = new SrtpKeys(SrtpProfile.NULL, new byte[0], new byte[0], new byte[0], new byte[0]);

  private final RoomScope room = RoomScope.of(new RoomKey("app", "room"), event -> { }, 0);
  private final PublicationRef publication = new PublicationRef(1,
    new PublicationSpec(VIDEO, "user_main", "0", VP8, EXTENSIONS, List.of(new StreamSource("", 77, StreamSource.UNKNOWN))), 0);
  private final Outlet outlet = new Outlet();
  private final Shard shard = new Shard(new Shard.Settings(0, 10_000), command -> true, new Alone(),
    new NoDtls(), new Random(1), 0);
  private long nowNs = 1_000_000;
  private int sequence = 1;

  @Test
  void aSubscriberOfAVideoTakesLittle() {
    connect(PUBLISHER, PUBLISHER_AT, NO_KEYS);
    shard.peers().publish(PUBLISHER, publication, nowNs);
    for (int i = 0; i < SUBSCRIBERS / 10; i++) {
      subscribe(-1 - i);
    }
    stream();
    long before = usedBytes();
    for (int i = 0; i < SUBSCRIBERS; i++) {
      subscribe(i);
    }
    long sentBefore = outlet.packets;
    stream();
    long bytes = (usedBytes() - before) / SUBSCRIBERS;
    assertThat(outlet.packets - sentBefore).as("packets forwarded").isGreaterThanOrEqualTo((long) SUBSCRIBERS * PACKETS);
    assertThat(bytes).as("bytes of a subscriber").isBetween(1_000L, LIMIT_BYTES);
    assertThat(shard.peers().subscriptions()).isEqualTo(SUBSCRIBERS + SUBSCRIBERS / 10);
  }

  private void subscribe(int number) {
    PeerId id = new PeerId("viewer" + number);
    byte[] key = new byte[16];
    BigEndian.put32(key, 0, number);
    SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, new byte[12], key, new byte[12]);
    connect(id, new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_000 + number), keys);
    SubscriptionSpec spec = new SubscriptionSpec(VIDEO, "1", VP8, EXTENSIONS, Layer.BIG);
    shard.peers().subscribe(id, new SubscribeOrder(new SubscriptionId(number), spec, publication, number, ~number, "cname"), nowNs);
  }

  private void connect(PeerId id, InetSocketAddress address, SrtpKeys keys) {
    shard.peers().connect(room, id, new IceCredentials("u" + id.value(), "password of 24 characters"), () -> { }, nowNs);
    PeerLink link = shard.peers().find(id);
    assertThat(link).isNotNull();
    Transport transport = link.transport();
    transport.nominate(outlet, address, nowNs);
    transport.installKeys(keys, nowNs);
  }

  /** A keyframe of one packet, then frames of one packet each; what is sent is remembered for retransmission before and after alike. */
  private void stream() {
    for (int i = 0; i < PACKETS; i++) {
      nowNs += 1_000_000;
      Packet packet = shard.pool().take();
      assertThat(packet).isNotNull();
      byte[] bytes = packet.bytes();
      BigEndian.put32(bytes, 0, 0x80E0_0000 | sequence++);
      BigEndian.put32(bytes, 4, 3_000 * sequence);
      BigEndian.put32(bytes, 8, 77);
      byte[] payload = {0x10, (byte) (i == 0 ? 0 : 1), 0, 0, (byte) 0x9D, 1, 0x2A, 0x40, 1, (byte) 0xB4, 0, 1, 2, 3, 4, 5};
      System.arraycopy(payload, 0, bytes, 12, payload.length);
      packet.length(12 + payload.length);
      packet.arrivalNs(nowNs);
      shard.demux().receive(packet, PUBLISHER_AT, outlet, nowNs);
      do {
        shard.endTurn(nowNs);
      } while (shard.nextTurnNs() <= nowNs);
    }
  }

  private static long usedBytes() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  /** Counts what is sent. */
  private static final class Outlet implements Outbox {
    private long packets;

    @Override
    public void send(byte[] bytes, int offset, int length, InetSocketAddress to) {}

    @Override
    public void send(Slab slab, InetSocketAddress to) {
      packets += slab.size();
    }
  }

  /** Keys are installed by hand. */
  private static final class NoDtls implements DtlsPort {
    @Override
    public Fingerprint fingerprint() {
      return new Fingerprint("sha-256", "00");
    }

    @Override
    public Association open(DtlsRole role, List<Fingerprint> remote, Mailbox mailbox, Events events) {
      throw new IllegalStateException("nobody shakes hands");
    }
  }

  /** There is no other loop. */
  private static final class Alone implements Neighbours {
    @Override
    public void tell(int shard, Command command) {
      throw new IllegalStateException("no other loop");
    }

    @Override
    public void wake(int shard) {}
  }
}
