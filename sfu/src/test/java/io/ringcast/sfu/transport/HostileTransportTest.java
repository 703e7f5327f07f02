package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.wire.BigEndian;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each case of bad input to a transport is counted by its reason, changes nothing, and leaves the other peer of the loop alone. */
class HostileTransportTest {
  private static final InetSocketAddress HOME = VirtualLoop.address(4_000);
  private static final InetSocketAddress ATTACKER = VirtualLoop.address(6_666);
  private static final InetSocketAddress BYSTANDER = VirtualLoop.address(5_000);
  private static final RemoteTransport REMOTE = new RemoteTransport(
    new IceCredentials("theirs", "secret"), List.of(new Fingerprint("sha-256", "AA")), DtlsRole.SERVER);
  private static final int SSRC = 77;
  /** Slow enough for {@link ArrivalBudget}. */
  private static final long STEP_NS = 200_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final VirtualLoop.Heard heard = new VirtualLoop.Heard();
  private final VirtualLoop.Heard bystanderHeard = new VirtualLoop.Heard();
  private final Transport transport = loop.transport("ours", heard);
  private final Transport bystander = loop.transport("bystander", bystanderHeard);
  private final SrtpPair pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(1));
  private final SrtpPair bystanderPair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(2));
  private final SrtpOutbound peer = pair.sender();
  private final SrtpOutbound bystanderPeer = bystanderPair.sender();
  private int bystanderSequence;

  @BeforeEach
  void open() {
    bystander.nominate(loop.wire, BYSTANDER, loop.nowNs);
    bystander.installKeys(bystanderPair.mirrored, loop.nowNs);
    transport.remote(REMOTE, loop.nowNs);
  }

  @AfterEach
  void theBystanderGoesOnAndEveryPacketReturned() {
    int before = bystanderHeard.rtp.size();
    loop.feed(SrtpPair.seal(bystanderPeer, SrtpPair.rtp(9, ++bystanderSequence, 50)), BYSTANDER);
    assertThat(bystanderHeard.rtp).hasSize(before + 1);
    assertThat(bystander.drops().snapshot()).isEmpty();
    assertThat(loop.pool.inUse()).isZero();
  }

  private void connect() {
    loop.check("ours", HOME, true);
    loop.dtls.events.onKeys(pair.mirrored, loop.nowNs);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    assertThat(heard.rtp).hasSize(1);
  }

  private long drops(DropReason reason) {
    return loop.drops.of(reason);
  }

  @Test
  void datagramsCutShort() {
    connect();
    byte[] media = SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2, 50));
    byte[] control = SrtpPair.sealRtcp(peer, SrtpPair.rtcp(SSRC, 3));
    byte[] check = VirtualLoop.request("ours", VirtualLoop.PASSWORD, writer -> writer.useCandidate());
    int sent = 0;
    for (byte[] whole : List.of(media, control, check)) {
      for (int length = 1; length < whole.length; length++) {
        loop.feed(Arrays.copyOf(whole, length), HOME);
        sent++;
      }
    }
    assertThat(drops(DropReason.SRTP_MALFORMED) + drops(DropReason.SRTP_AUTH_FAILED) + drops(DropReason.STUN_MALFORMED)
      + drops(DropReason.STUN_BAD_INTEGRITY)).isEqualTo(sent);
    loop.feed(media, HOME);
    assertThat(heard.rtp).as("the whole one still counts").hasSize(2);
  }

  @Test
  void checksNobodyCanHaveSigned() {
    byte[] wrong = VirtualLoop.request("ours", "guessed", writer -> writer.useCandidate());
    byte[] unknown = VirtualLoop.request("nobody", VirtualLoop.PASSWORD, writer -> writer.useCandidate());
    byte[] signed = VirtualLoop.request("ours", VirtualLoop.PASSWORD, writer -> { });
    byte[] unsigned = Arrays.copyOf(signed, signed.length - 32);
    BigEndian.put16(unsigned, 2, unsigned.length - 20);
    loop.feed(wrong, ATTACKER);
    loop.feed(unsigned, ATTACKER);
    loop.feed(unknown, ATTACKER);
    assertThat(drops(DropReason.STUN_BAD_INTEGRITY)).isEqualTo(2);
    assertThat(drops(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(1);
    assertThat(loop.wire.sent).as("no answer, so nothing to amplify").isEmpty();
    assertThat(transport.paths()).isEmpty();
  }

  @Test
  void attributesWithoutAValue() {
    for (int type : new int[] {0x0006, 0x0008, 0x0024, 0x8029, 0x802A, 0x8028, 0x0020}) {
      byte[] request = new byte[24];
      BigEndian.put16(request, 0, 1);
      BigEndian.put16(request, 2, 4);
      BigEndian.put32(request, 4, 0x2112A442);
      BigEndian.put16(request, 20, type);
      loop.feed(request, ATTACKER);
    }
    assertThat(drops(DropReason.STUN_MALFORMED) + drops(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(7);
    assertThat(loop.wire.sent).isEmpty();
  }

  @Test
  void dtlsThatSpeaksOfHugeMessages() {
    loop.check("ours", HOME, true);
    byte[] huge = new byte[25];
    huge[0] = 22;
    huge[12] = 12;
    huge[13] = 11;
    BigEndian.put24(huge, 14, 0xFFFFFF);
    loop.feed(huge, HOME);
    assertThat(drops(DropReason.DTLS_MALFORMED)).isEqualTo(1);
    assertThat(loop.dtls.received).isEmpty();
    loop.feed(huge, ATTACKER);
    assertThat(drops(DropReason.UNKNOWN_ADDRESS)).as("DTLS from an address without a valid check").isEqualTo(1);
  }

  @Test
  void recordsThatCameTooEarlyAreCounted() {
    loop.check("ours", HOME, true);
    loop.dtls.events.onDropped(DropReason.DTLS_TOO_EARLY, 3);
    assertThat(drops(DropReason.DTLS_TOO_EARLY)).isEqualTo(3);
    assertThat(transport.drops().of(DropReason.DTLS_TOO_EARLY)).isEqualTo(3);
  }

  @Test
  void aHandshakeThatIsNeverFinished() {
    loop.check("ours", HOME, true);
    assertThat(transport.state()).isEqualTo("CONNECTING");
    assertThat(loop.services.handshakes().total()).isEqualTo(1);
    loop.advance(Transport.SETUP_NS - 1_000_000_000L);
    loop.feed(SrtpPair.seal(bystanderPeer, SrtpPair.rtp(9, ++bystanderSequence, 50)), BYSTANDER);
    loop.advance(1_100_000_000L);
    assertThat(heard.closed).containsExactly(CloseReason.SETUP_TIMEOUT);
    assertThat(loop.dtls.closes).isEqualTo(1);
    assertThat(loop.services.handshakes().total()).isZero();
    loop.check("ours", HOME, true);
    assertThat(drops(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(1);
  }

  @Test
  void handshakesFromOneAddressAreBoundedAndWaitForASeat() {
    List<Transport> many = new ArrayList<>();
    for (int i = 0; i < 2 * HandshakeSeats.MAX_PER_ADDRESS; i++) {
      Transport one = loop.transport("flood" + i, new VirtualLoop.Heard());
      one.remote(REMOTE, loop.nowNs);
      loop.check("flood" + i, VirtualLoop.address(10_000 + i), true);
      many.add(one);
    }
    assertThat(many.stream().filter(one -> one.state().equals("CONNECTING"))).hasSize(HandshakeSeats.MAX_PER_ADDRESS);
    assertThat(drops(DropReason.HANDSHAKE_LIMIT)).isEqualTo(HandshakeSeats.MAX_PER_ADDRESS);
    assertThat(loop.dtls.roles).hasSize(HandshakeSeats.MAX_PER_ADDRESS);
    many.getFirst().close(CloseReason.REQUESTED, loop.nowNs);
    int last = many.size() - 1;
    loop.check("flood" + last, VirtualLoop.address(10_000 + last), true);
    assertThat(many.get(last).state()).as("a seat became free").isEqualTo("CONNECTING");
    loop.advance(Transport.SETUP_NS - 1_000_000_000L);
    loop.feed(SrtpPair.seal(bystanderPeer, SrtpPair.rtp(9, ++bystanderSequence, 50)), BYSTANDER);
    loop.advance(2_000_000_000L);
    assertThat(many).allSatisfy(one -> assertThat(one.state()).isEqualTo("CLOSED"));
    assertThat(loop.services.handshakes().total()).isZero();
  }

  @Test
  void replayedAndForgedMedia() {
    connect();
    byte[] media = SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2, 50));
    byte[] control = SrtpPair.sealRtcp(peer, SrtpPair.rtcp(SSRC, 3));
    loop.feed(media, HOME);
    loop.feed(control, HOME);
    for (int i = 0; i < 100; i++) {
      loop.feed(media, HOME);
      loop.feed(control, HOME);
      loop.feed(media, ATTACKER);
    }
    assertThat(drops(DropReason.SRTP_REPLAYED)).isEqualTo(300);
    SrtpOutbound stranger = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(3)).sender();
    for (int i = 0; i < 100; i++) {
      loop.feed(SrtpPair.seal(stranger, SrtpPair.rtp(SSRC, 10 + i, 50)), HOME);
      loop.feed(SrtpPair.seal(stranger, SrtpPair.rtp(SSRC, 200 + i, 50)), ATTACKER);
    }
    assertThat(drops(DropReason.SRTP_AUTH_FAILED)).isEqualTo(200);
    assertThat(heard.rtp).hasSize(2);
    assertThat(heard.rtcp).hasSize(1);
    assertThat(transport.paths()).as("nothing was learned").containsExactly(new Path(loop.wire, HOME));
  }

  @Test
  void floodsOfUnknownSources() {
    connect();
    for (int i = 0; i < 10_000; i++) {
      loop.advance(STEP_NS);
      loop.feed(SrtpPair.rtp(1_000 + i, 1, 60), ATTACKER);
      loop.feed(SrtpPair.rtp(1_000 + i, 1, 60), HOME);
    }
    assertThat(drops(DropReason.UNKNOWN_ADDRESS)).isEqualTo(10_000);
    assertThat(drops(DropReason.SRTP_AUTH_FAILED)).isEqualTo(10_000);
    assertThat(transport.ssrcs()).as("what did not authenticate leaves no trace").containsExactly(SSRC);
    SrtpOutbound again = pair.sender();
    for (int i = 0; i < 10_000; i++) {
      loop.advance(STEP_NS);
      SrtpOutbound sender = i < 5_000 ? peer : again;
      loop.feed(SrtpPair.seal(sender, SrtpPair.rtp(1_000 + i, 1, 60)), HOME);
    }
    assertThat(transport.ssrcs()).as("what did is bounded").hasSize(SrtpInbound.MAX_STREAMS);
    assertThat(heard.rtp).hasSize(10_001);
  }

  @Test
  void aPeerThatSendsAsFastAsItCan() {
    connect();
    for (int i = 0; i < 10_000; i++) {
      loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2 + i, 50)), HOME);
    }
    assertThat(heard.rtp).hasSize(ArrivalBudget.BURST_PACKETS);
    assertThat(drops(DropReason.SENT_TOO_MUCH)).isEqualTo(10_001 - ArrivalBudget.BURST_PACKETS);
    assertThat(transport.drops().of(DropReason.SENT_TOO_MUCH)).as("counted by its peer").isPositive();
  }

  @Test
  void headersThatLie() {
    connect();
    byte[] extension = SrtpPair.rtp(SSRC, 2, 50);
    extension[0] |= 0x10;
    BigEndian.put16(extension, 14, 0xFFFF);
    loop.feed(extension, HOME);
    byte[] sources = SrtpPair.rtp(SSRC, 2, 50);
    sources[0] |= 0x0F;
    loop.feed(Arrays.copyOf(sources, 30), HOME);
    assertThat(drops(DropReason.SRTP_MALFORMED)).isEqualTo(2);
    byte[] padding = SrtpPair.rtp(SSRC, 3, 50);
    padding[0] |= 0x20;
    padding[padding.length - 1] = (byte) 200;
    loop.feed(SrtpPair.seal(peer, padding), HOME);
    byte[] noPadding = SrtpPair.rtp(SSRC, 4, 50);
    noPadding[0] |= 0x20;
    noPadding[noPadding.length - 1] = 0;
    loop.feed(SrtpPair.seal(peer, noPadding), HOME);
    assertThat(drops(DropReason.RTP_MALFORMED)).isEqualTo(2);
    assertThat(heard.rtp).hasSize(1);
  }
}
