package io.ringcast.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.api.Fingerprint;
import io.ringcast.sfu.api.IceCredentials;
import io.ringcast.sfu.api.RemoteTransport;
import io.ringcast.sfu.loop.PathRoom;
import io.ringcast.sfu.loop.Slab;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetSocketAddress HOME = VirtualLoop.address(4_000);
  private static final InetSocketAddress ROAMED = VirtualLoop.address(4_001);
  private static final RemoteTransport REMOTE = new RemoteTransport(
    new IceCredentials("theirs", "secret"), List.of(new Fingerprint("sha-256", "AA")), DtlsRole.SERVER);
  private static final byte[] DTLS = {22, 1, 2, 3};
  private static final int SSRC = 77;

  private final VirtualLoop loop = new VirtualLoop();
  private final VirtualLoop.Heard heard = new VirtualLoop.Heard();
  private final Transport transport = loop.transport("ours", heard);
  private final SrtpPair pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(1));
  private final SrtpOutbound peer = pair.sender();

  @AfterEach
  void everyPacketReturned() {
    assertThat(loop.pool.inUse()).isZero();
  }

  @Test
  void goesFromWaitingOverConnectingToOpen() {
    assertThat(transport.state()).isEqualTo("WAITING");
    transport.remote(REMOTE, loop.nowNs);
    assertThat(loop.dtls.roles).as("no handshake before the path is proven").isEmpty();
    loop.check("ours", HOME, true);
    assertThat(transport.state()).isEqualTo("CONNECTING");
    assertThat(loop.dtls.roles).containsExactly(DtlsRole.SERVER);
    loop.feed(DTLS, HOME);
    assertThat(loop.dtls.received).containsExactly(DTLS);
    loop.dtls.events.onDatagram(DTLS, loop.nowNs);
    assertThat(loop.wire.last()).satisfies(sent -> assertThat(sent.to()).isEqualTo(HOME));
    loop.dtls.events.onKeys(pair.mirrored, loop.nowNs);
    assertThat(transport.state()).isEqualTo("OPEN");
    assertThat(transport.isOpen()).isTrue();
    assertThat(heard.opened).isEqualTo(1);
  }

  @Test
  void aCheckBeforeTheAnswerWaitsForIt() {
    loop.check("ours", HOME, true);
    assertThat(transport.state()).isEqualTo("WAITING");
    transport.remote(REMOTE, loop.nowNs);
    assertThat(transport.state()).isEqualTo("CONNECTING");
  }

  @Test
  void handsDecryptedMediaOn() {
    open();
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    loop.feed(SrtpPair.sealRtcp(peer, SrtpPair.rtcp(SSRC, 3)), HOME);
    assertThat(heard.rtp).containsExactly(SrtpPair.rtp(SSRC, 1, 50));
    assertThat(heard.rtcp).containsExactly(SrtpPair.rtcp(SSRC, 3));
    assertThat(transport.traffic().packetsIn()).isEqualTo(2);
  }

  @Test
  void sendsProtectedMediaToTheChosenPath() {
    open();
    Slab slab = transport.slab();
    byte[] first = SrtpPair.rtp(SSRC, 1, 50);
    append(slab, first);
    append(slab, first);
    append(slab, SrtpPair.rtp(SSRC, 2, 50));
    assertThat(slab.size()).as("a repeated index is not protected").isEqualTo(2);
    assertThat(transport.drops().of(DropReason.SRTP_INDEX_REUSED)).isEqualTo(1);
    int before = loop.wire.sent.size();
    transport.send(slab, loop.nowNs);
    assertThat(slab.size()).isZero();
    assertThat(loop.wire.sent).hasSize(before + 2);
    SrtpInbound receiver = new SrtpInbound(pair.keys, new LoopScratch(), new SrtpPair.IgnoredSsrcs());
    assertThat(SrtpPair.open(receiver, loop.wire.sent.get(before).bytes())).isEqualTo(first);
    transport.sendRtcp(SrtpPair.rtcp(9, 9), 0, 32, loop.nowNs);
    assertThat(SrtpPair.openRtcp(receiver, loop.wire.last().bytes())).isEqualTo(SrtpPair.rtcp(9, 9));
    assertThat(loop.wire.last().to()).isEqualTo(HOME);
  }

  @Test
  void sendsNothingBeforeItIsOpen() {
    append(transport.slab(), SrtpPair.rtp(SSRC, 1, 50));
    transport.send(transport.slab(), loop.nowNs);
    transport.sendRtcp(SrtpPair.rtcp(9, 9), 0, 32, loop.nowNs);
    assertThat(loop.wire.sent).isEmpty();
    assertThat(transport.drops().of(DropReason.TRANSPORT_NOT_READY)).isEqualTo(2);
  }

  @Test
  void hearsARoamingPublisherAtOnceAndMovesEgressWithItsNextNomination() {
    open();
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2, 50)), ROAMED);
    assertThat(heard.rtp).hasSize(2);
    assertThat(transport.remoteAddress()).isEqualTo(HOME);
    loop.check("ours", ROAMED, false);
    assertThat(transport.remoteAddress()).as("a check alone moves nothing while the path is alive").isEqualTo(HOME);
    loop.check("ours", ROAMED, true);
    assertThat(transport.remoteAddress()).isEqualTo(ROAMED);
  }

  @Test
  void aCheckMovesEgressAwayFromASilentPath() {
    open();
    loop.advance(PathSilence.MOVABLE_NS + 1);
    loop.check("ours", ROAMED, false);
    assertThat(transport.remoteAddress()).isEqualTo(ROAMED);
  }

  @Test
  void aPathThatNobodyAnswersOnTakesNoVideoUntilItSpeaks() {
    open();
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    loop.advance(PathSilence.UNANSWERED_NS);
    assertThat(transport.room(loop.nowNs)).isEqualTo(PathRoom.ANY);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2, 50)), ROAMED);
    loop.advance(1);
    assertThat(transport.room(loop.nowNs)).as("what comes from elsewhere tells nothing of it").isEqualTo(PathRoom.UNANSWERED);
    loop.feed(SrtpPair.sealRtcp(peer, SrtpPair.rtcp(SSRC, 3)), HOME);
    assertThat(transport.room(loop.nowNs)).isEqualTo(PathRoom.ANY);
    loop.advance(PathSilence.UNANSWERED_NS + 1);
    assertThat(transport.room(loop.nowNs)).isEqualTo(PathRoom.UNANSWERED);
    loop.check("ours", ROAMED, false);
    assertThat(transport.room(loop.nowNs)).as("it moved").isEqualTo(PathRoom.ANY);
  }

  @Test
  void unauthenticatedPacketsTeachNothing() {
    open();
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    byte[] forged = SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2, 50));
    forged[30] ^= 1;
    loop.feed(forged, ROAMED);
    loop.feed(DTLS, ROAMED);
    loop.feed(VirtualLoop.request("ours", "guessed", writer -> writer.useCandidate()), ROAMED);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC + 1, 1, 50)), ROAMED);
    assertThat(loop.drops.of(DropReason.SRTP_AUTH_FAILED)).isEqualTo(1);
    assertThat(loop.drops.of(DropReason.STUN_BAD_INTEGRITY)).isEqualTo(1);
    assertThat(loop.drops.of(DropReason.UNKNOWN_ADDRESS)).isEqualTo(2);
    assertThat(transport.remoteAddress()).isEqualTo(HOME);
    assertThat(heard.rtp).hasSize(1);
  }

  @Test
  void twoOwnersOfOneSsrcAreToldApartByTheirKeys() {
    open();
    VirtualLoop.Heard otherHeard = new VirtualLoop.Heard();
    Transport other = loop.transport("other", otherHeard);
    SrtpPair otherPair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, new Random(2));
    SrtpOutbound otherPeer = otherPair.sender();
    other.nominate(loop.wire, VirtualLoop.address(5_000), loop.nowNs);
    other.installKeys(otherPair.mirrored, loop.nowNs);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    loop.feed(SrtpPair.seal(otherPeer, SrtpPair.rtp(SSRC, 1, 60)), VirtualLoop.address(5_000));
    loop.feed(SrtpPair.seal(otherPeer, SrtpPair.rtp(SSRC, 2, 60)), VirtualLoop.address(5_001));
    assertThat(otherHeard.rtp).containsExactly(SrtpPair.rtp(SSRC, 1, 60), SrtpPair.rtp(SSRC, 2, 60));
    assertThat(heard.rtp).hasSize(1);
  }

  @Test
  void remembersABoundedNumberOfAddresses() {
    open();
    for (int port = 6_000; port < 6_100; port++) {
      loop.check("ours", VirtualLoop.address(port), false);
    }
    assertThat(transport.paths()).hasSize(Demux.MAX_ADDRESSES).contains(new Path(loop.wire, HOME));
    loop.feed(DTLS, VirtualLoop.address(6_000));
    assertThat(loop.drops.of(DropReason.UNKNOWN_ADDRESS)).isEqualTo(1);
  }

  @Test
  void closesWhenSetUpTakesTooLong() {
    transport.remote(REMOTE, loop.nowNs);
    loop.advance(Transport.SETUP_NS - SECOND);
    assertThat(heard.closed).isEmpty();
    loop.advance(2 * SECOND);
    assertThat(heard.closed).containsExactly(CloseReason.SETUP_TIMEOUT);
  }

  @Test
  void closesWhenNobodySaysWhatThePeerIs() {
    transport.awaitRemote(loop.nowNs);
    loop.check("ours", HOME, true);
    loop.advance(Transport.REMOTE_NS - SECOND);
    assertThat(heard.closed).isEmpty();
    loop.advance(2 * SECOND);
    assertThat(heard.closed).containsExactly(CloseReason.SETUP_TIMEOUT);
  }

  @Test
  void aRemoteSideThatComesLateHasAllItsTime() {
    transport.awaitRemote(loop.nowNs);
    loop.advance(Transport.REMOTE_NS - SECOND);
    transport.remote(REMOTE, loop.nowNs);
    loop.advance(Transport.SETUP_NS - SECOND);
    assertThat(heard.closed).isEmpty();
    loop.advance(2 * SECOND);
    assertThat(heard.closed).containsExactly(CloseReason.SETUP_TIMEOUT);
  }

  @Test
  void closesWhenThePeerFallsSilent() {
    open();
    loop.advance(20 * SECOND);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    loop.advance(29 * SECOND);
    assertThat(heard.closed).isEmpty();
    loop.advance(2 * SECOND);
    assertThat(heard.closed).containsExactly(CloseReason.CONSENT_EXPIRED);
    assertThat(loop.dtls.closes).isEqualTo(1);
  }

  @Test
  void closesOnceAndIsForgotten() {
    open();
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    transport.close(CloseReason.REQUESTED, loop.nowNs);
    transport.close(CloseReason.ROOM_CLOSED, loop.nowNs);
    assertThat(heard.closed).containsExactly(CloseReason.REQUESTED);
    assertThat(loop.timers.armed()).isZero();
    int before = loop.wire.sent.size();
    loop.dtls.events.onDatagram(DTLS, loop.nowNs);
    assertThat(loop.wire.sent).as("close_notify still leaves").hasSize(before + 1);
    loop.check("ours", HOME, true);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2, 50)), HOME);
    assertThat(loop.drops.of(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(1);
    assertThat(loop.drops.of(DropReason.UNKNOWN_ADDRESS)).isEqualTo(1);
  }

  @Test
  void anEndedAssociationClosesWithItsReason() {
    open();
    loop.dtls.events.onEnd(CloseReason.REMOTE_CLOSED, "", loop.nowNs);
    assertThat(heard.closed).containsExactly(CloseReason.REMOTE_CLOSED);
  }

  @Test
  void iceRestartKeepsMediaAndAcceptsBothCredentials() {
    open();
    transport.renew(new IceCredentials("fresh", VirtualLoop.PASSWORD));
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 1, 50)), HOME);
    loop.check("fresh", ROAMED, false);
    loop.check("ours", HOME, true);
    assertThat(transport.remoteAddress()).as("the old path goes on until another is chosen").isEqualTo(HOME);
    assertThat(loop.drops.of(DropReason.STUN_UNKNOWN_UFRAG)).isZero();
    loop.check("fresh", ROAMED, true);
    assertThat(transport.remoteAddress()).isEqualTo(ROAMED);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 2, 50)), HOME);
    loop.feed(SrtpPair.seal(peer, SrtpPair.rtp(SSRC, 3, 50)), ROAMED);
    assertThat(heard.rtp).as("media of both paths, with the same keys").hasSize(3);
    loop.check("ours", HOME, true);
    assertThat(loop.drops.of(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(1);
    assertThat(transport.remoteAddress()).as("old credentials move nothing any more").isEqualTo(ROAMED);
    assertThat(loop.dtls.roles).as("one handshake").hasSize(1);
  }

  @Test
  void anIceRestartOnTheSamePathForgetsTheOldCredentialsToo() {
    open();
    transport.renew(new IceCredentials("fresh", VirtualLoop.PASSWORD));
    loop.check("fresh", HOME, true);
    loop.check("ours", HOME, true);
    assertThat(loop.drops.of(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(1);
    assertThat(transport.isOpen()).isTrue();
  }

  @Test
  void aRestartOfAClosedTransportNamesNothing() {
    open();
    transport.close(CloseReason.REQUESTED, loop.nowNs);
    transport.renew(new IceCredentials("fresh", VirtualLoop.PASSWORD));
    loop.check("fresh", HOME, true);
    assertThat(loop.drops.of(DropReason.STUN_UNKNOWN_UFRAG)).isEqualTo(1);
  }

  @Test
  void anEndedConnectionIsForgotten() {
    open();
    loop.demux.closed(loop.wire);
    assertThat(transport.isOpen()).isFalse();
    assertThat(transport.paths()).isEmpty();
    assertThat(loop.wire.forsaken).as("it has ended by itself").isZero();
    loop.check("ours", ROAMED, false);
    assertThat(transport.isOpen()).as("over the next connection").isTrue();
    assertThat(transport.remoteAddress()).isEqualTo(ROAMED);
    assertThat(loop.dtls.roles).as("one handshake").hasSize(1);
  }

  @Test
  void aConnectionIsTemporaryUntilItsPeerProvesItselfAndAfterTheLastTransport() {
    loop.feed(VirtualLoop.request("ours", "guessed", writer -> writer.useCandidate()), HOME);
    assertThat(loop.wire.proven).isZero();
    open();
    assertThat(loop.wire.proven).isPositive();
    assertThat(loop.wire.forsaken).isZero();
    transport.close(CloseReason.REQUESTED, loop.nowNs);
    assertThat(loop.wire.forsaken).isEqualTo(1);
  }

  @Test
  void garbageIsCountedAndHarmsNothing() {
    open();
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = new byte[random.nextInt(80)];
      random.nextBytes(garbage);
      loop.feed(garbage, random.nextBoolean() ? HOME : ROAMED);
    }
    assertThat(loop.drops.snapshot()).as("seed %d", seed).containsKeys(
      DropReason.NOT_A_KNOWN_PROTOCOL, DropReason.STUN_MALFORMED, DropReason.UNKNOWN_ADDRESS, DropReason.SRTP_AUTH_FAILED,
      DropReason.SRTP_MALFORMED);
    assertThat(heard.rtp).isEmpty();
    assertThat(heard.rtcp).isEmpty();
    assertThat(transport.isOpen()).isTrue();
  }

  private void open() {
    transport.remote(REMOTE, loop.nowNs);
    loop.check("ours", HOME, true);
    loop.dtls.events.onKeys(pair.mirrored, loop.nowNs);
  }

  private void append(Slab slab, byte[] packet) {
    System.arraycopy(packet, 0, slab.bytes(), slab.nextOffset(), packet.length);
    slab.append(packet.length);
    transport.protectLast(slab);
  }
}
