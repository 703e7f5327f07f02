package io.ringcast.sfu.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.wire.HostileBytes;
import io.ringcast.sfu.wire.sctp.ChannelOpen;
import io.ringcast.sfu.wire.sctp.Sctp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a peer can do to harm us: each thing is counted under its reason, and what we keep stays bounded. */
class HostileAssociationTest {
  private static final int WHOLE = Sctp.BEGIN | Sctp.END;
  private static final long SECOND = 1_000_000_000L;
  private static final SctpSettings SMALL = new SctpSettings(100_000, 50_000, 20_000, 1_024, 16);

  private final RawPeer peer = RawPeer.established(SMALL);

  @Test
  void garbageIsCountedAndNothingElse() {
    RawPeer[] now = {peer};
    HostileBytes.feed(11, (bytes, offset, length) -> now[0].ours.receive(bytes, offset, length, now[0].nowNs),
      RawPeer.packet(peer.ourTag(), packet -> packet.chunk(Sctp.COOKIE_ACK, 0)));
    assertThat(peer.dropped(DropReason.SCTP_MALFORMED)).isPositive();
    assertThat(peer.dropped(DropReason.SCTP_BAD_CHECKSUM)).isPositive();
    assertThat(peer.said).isEmpty();
    assertThat(peer.ours.heldBytes()).isZero();
  }

  /** Good checksums and tags, so that every chunk is looked at; an association that ends is replaced. */
  @Test
  void chunksOfAnyContentLeaveABoundedAssociation() {
    Random random = new Random(12);
    RawPeer victim = RawPeer.established(SMALL);
    for (int i = 0; i < 30_000; i++) {
      byte[] value = new byte[random.nextInt(40)];
      random.nextBytes(value);
      int type = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(16);
      int flags = random.nextInt(16);
      if (type == Sctp.DATA && value.length >= 4) {
        System.arraycopy(new byte[] {-1, -1, -1, (byte) random.nextInt(256)}, 0, value, 0, 4);
      }
      victim.send(packet -> packet.chunk(type, flags, value, 0, value.length));
      victim.pass(random.nextInt(20) * SECOND / 100);
      assertThat(victim.ours.heldBytes()).isLessThan(3 * SMALL.receiveWindowBytes());
      if (victim.said.stream().anyMatch(said -> said.startsWith("ended"))) {
        assertThat(victim.ours.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        victim = RawPeer.established(SMALL);
      }
      victim.heard.clear();
    }
  }

  @Test
  void aFloodOfInitsKeepsNothing() {
    RawPeer fresh = new RawPeer(SMALL);
    for (int i = 0; i < 10_000; i++) {
      fresh.sendInit();
    }
    assertThat(fresh.heard).hasSize(10_000);
    assertThat(fresh.ours.association().state()).isInstanceOf(AssociationState.Idle.class);
    assertThat(fresh.ours.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    for (int i = 0; i < 100; i++) {
      peer.sendInit();
    }
    assertThat(peer.ours.association().state()).as("one that is there goes on").isInstanceOf(AssociationState.Established.class);
  }

  @Test
  void aWrongTagIsNobodys() {
    peer.send(peer.ourTag() + 1, packet -> packet.chunk(Sctp.ABORT, 0));
    peer.send(0, packet -> packet.chunk(Sctp.SHUTDOWN_ACK, 0));
    assertThat(peer.dropped(DropReason.SCTP_WRONG_TAG)).isEqualTo(2);
    assertThat(peer.said).isEmpty();
  }

  @Test
  void aForgedCookieOpensNothing() {
    RawPeer fresh = new RawPeer(SMALL);
    fresh.send(5, packet -> packet.chunk(Sctp.COOKIE_ECHO, 0, new byte[36], 0, 36));
    assertThat(fresh.dropped(DropReason.SCTP_BAD_COOKIE)).isEqualTo(1);
    assertThat(fresh.ours.association().state()).isInstanceOf(AssociationState.Idle.class);
  }

  @Test
  void aWindowClosedForEverCostsTheSendBufferAndAProbeNowAndThen() {
    peer.open(0, "a");
    DataChannel channel = peer.ours.channels().getFirst();
    peer.sack(peer.ourTsn(), 0);
    int taken = 0;
    while (peer.ours.send(channel, new byte[1_000], true, peer.nowNs) == SendOutcome.TAKEN) {
      taken++;
    }
    assertThat(taken).isBetween(40, 50);
    assertThat(peer.dropped(DropReason.MESSAGE_BUFFER_FULL)).isEqualTo(1);
    peer.heard.clear();
    for (int i = 0; i < 600; i++) {
      peer.pass(SECOND);
      peer.sack(peer.ourTsn(), 0);
    }
    assertThat(peer.heard.size()).as("probes in ten minutes").isBetween(100, 600);
    assertThat(peer.ours.heldBytes()).isLessThanOrEqualTo(SMALL.sendBufferBytes());
    assertThat(peer.said).as("it lives").containsExactly("open a");
  }

  @Test
  void aMessageWithoutAnEndEndsTheAssociation() {
    peer.open(0, "a");
    byte[] kilobyte = new byte[1_000];
    peer.data(Sctp.BEGIN, 0, 1, ChannelOpen.PPID_BINARY, kilobyte);
    int sent = 1;
    while (peer.said.size() == 1 && sent < 1 << 20) {
      peer.data(0, 0, 1, ChannelOpen.PPID_BINARY, kilobyte);
      sent++;
    }
    assertThat(sent).isEqualTo(21);
    assertThat(peer.dropped(DropReason.MESSAGE_TOO_LARGE)).isEqualTo(1);
    assertThat(peer.said).contains("ended MESSAGE_TOO_LARGE");
    assertThat(peer.chunkTypes()).contains(Sctp.ABORT);
  }

  @Test
  void dataBeyondTheWindowAreNotTaken() {
    int next = peer.tsn + 1;
    for (int i = 0; i < 200; i++) {
      peer.data(next + i, Sctp.BEGIN, 0, 0, ChannelOpen.PPID_BINARY, new byte[1_000]);
      next++;
    }
    assertThat(peer.dropped(DropReason.SCTP_WINDOW_EXCEEDED)).isBetween(100L, 120L);
    assertThat(peer.ours.heldBytes()).isLessThanOrEqualTo(SMALL.receiveWindowBytes());
  }

  /** Many associations of one loop, each with a window that it may fill. */
  @Test
  void allOfALoopTogetherAreBounded() {
    SctpScratch loop = new SctpScratch();
    List<RawPeer> crowd = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RawPeer one = RawPeer.established(SctpSettings.USUAL, loop);
      for (int piece = 0; piece < 250; piece++) {
        one.data(one.tsn + 1 + 2 * piece, Sctp.BEGIN, 0, 0, ChannelOpen.PPID_BINARY, new byte[4_000]);
        one.heard.clear();
      }
      crowd.add(one);
    }
    assertThat(loop.budget().heldBytes()).isBetween(ReassemblyBudget.LIMIT_BYTES - 5_000, ReassemblyBudget.LIMIT_BYTES);
    crowd.forEach(one -> one.ours.drop(one.nowNs));
    assertThat(loop.budget().heldBytes()).isZero();
  }

  @Test
  void moreGapsThanASackReportsAreNotTaken() {
    RawPeer wide = RawPeer.established(SctpSettings.USUAL);
    int next = wide.tsn + 1;
    for (int i = 0; i < 500; i++) {
      wide.data(next + 2 * i, WHOLE, 0, i + 1, ChannelOpen.PPID_BINARY, new byte[4]);
    }
    assertThat(wide.dropped(DropReason.SCTP_WINDOW_EXCEEDED)).isEqualTo(500L - ReceivedTsns.MAX_BLOCKS);
    assertThat(wide.heard).allMatch(packet -> packet.length <= PacketDraft.PACKET_BYTES);
  }

  @Test
  void ofAllStreamsAFewBecomeChannels() {
    for (int stream = 0; stream < 65_535; stream++) {
      peer.open(stream, "x");
      if (stream % 64 == 0) {
        peer.sack(peer.ourTsn() + stream, 1 << 20);
        peer.heard.clear();
      }
    }
    assertThat(peer.ours.channels()).hasSize(16);
    assertThat(peer.dropped(DropReason.SCTP_UNKNOWN_STREAM)).isEqualTo(65_535 - 1_024);
    assertThat(peer.dropped(DropReason.CHANNEL_MALFORMED)).as("odd ids are ours").isEqualTo(512);
    assertThat(peer.dropped(DropReason.CHANNEL_LIMIT)).isEqualTo(512 - 16);
    assertThat(peer.ours.heldBytes()).isLessThan(SMALL.sendBufferBytes());
  }

  @Test
  void dataWithoutAChannelAndStrangeKindsAreDropped() {
    peer.data(WHOLE, 4, 0, ChannelOpen.PPID_STRING, new byte[3]);
    peer.open(0, "a");
    peer.data(WHOLE, 0, 1, 99, new byte[3]);
    peer.data(WHOLE, 0, 2, ChannelOpen.PPID_CONTROL, new byte[3]);
    assertThat(peer.dropped(DropReason.CHANNEL_UNKNOWN)).isEqualTo(1);
    assertThat(peer.dropped(DropReason.CHANNEL_MALFORMED)).isEqualTo(2);
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentIsNone() {
    peer.ours.open(DataChannelSpec.reliable("a"), peer.nowNs);
    peer.sack(peer.ourTsn() + 5, 100_000);
    assertThat(peer.dropped(DropReason.SCTP_BAD_ACK)).isEqualTo(1);
    assertThat(peer.ours.heldBytes()).isPositive();
  }

  @Test
  void dataWithoutBytesAreAViolation() {
    peer.data(WHOLE, 0, 0, ChannelOpen.PPID_BINARY, new byte[0]);
    assertThat(peer.said).containsExactly("ended PROTOCOL_VIOLATION");
  }
}
