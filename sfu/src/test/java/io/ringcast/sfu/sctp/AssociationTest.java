package io.ringcast.sfu.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.sfu.api.DataChannelSpec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.SendOutcome;
import io.ringcast.sfu.wire.sctp.ChannelOpen;
import io.ringcast.sfu.wire.sctp.Sctp;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The states of an association and what each chunk does, by chunks written one by one. */
class AssociationTest {
  private static final int WHOLE = Sctp.BEGIN | Sctp.END;
  private static final long SECOND = 1_000_000_000L;

  private final RawPeer peer = RawPeer.established(SctpSettings.USUAL);

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aPeerOpensAChannelAndSpeaks() {
    peer.open(2, "chat");
    peer.data(WHOLE, 2, 1, ChannelOpen.PPID_STRING, text("hello"));
    peer.data(WHOLE, 2, 2, ChannelOpen.PPID_BINARY, text("bytes"));
    peer.data(WHOLE, 2, 3, ChannelOpen.PPID_STRING_EMPTY, new byte[1]);
    assertThat(peer.said).containsExactly("open chat", "text hello", "binary bytes", "text ");
    assertThat(peer.chunkTypes()).as("an acknowledgement of the channel").contains(Sctp.DATA);
  }

  @Test
  void weOpenAChannelWithAnOddIdAsTheDtlsServer() {
    DataChannel channel = peer.ours.open(DataChannelSpec.lossy("_lossy"), peer.nowNs);
    assertThat(channel).isNotNull();
    assertThat(channel.id()).isEqualTo(1);
    assertThat(peer.ours.send(channel, text("early"), true, peer.nowNs)).isEqualTo(SendOutcome.TAKEN);
    peer.sack(peer.ourTsn() + 1, 100_000);
    peer.data(WHOLE, 1, 0, ChannelOpen.PPID_CONTROL, ChannelOpen.ack());
    assertThat(peer.said).containsExactly("open _lossy");
    assertThat(channel.state()).isEqualTo(DataChannel.State.OPEN);
    assertThat(peer.ours.heldBytes()).isZero();
  }

  @Test
  void messagesAreHandedOnInOrderAndOnce() {
    peer.open(0, "a");
    int next = peer.tsn;
    peer.data(next + 2, WHOLE, 0, 3, ChannelOpen.PPID_STRING, text("third"));
    peer.data(next + 1, WHOLE | Sctp.UNORDERED, 0, 0, ChannelOpen.PPID_STRING, text("any time"));
    peer.data(next, WHOLE, 0, 1, ChannelOpen.PPID_STRING, text("first"));
    peer.data(next, WHOLE, 0, 1, ChannelOpen.PPID_STRING, text("first"));
    peer.data(next + 3, WHOLE, 0, 2, ChannelOpen.PPID_STRING, text("second"));
    assertThat(peer.said).containsExactly("open a", "text any time", "text first", "text second", "text third");
    assertThat(peer.dropped(DropReason.SCTP_DUPLICATE)).isEqualTo(1);
  }

  @Test
  void fragmentsInAnyOrderBecomeTheirMessage() {
    peer.open(0, "a");
    int next = peer.tsn;
    peer.data(next + 3, Sctp.END, 0, 1, ChannelOpen.PPID_STRING, text("d"));
    peer.data(next + 1, 0, 0, 1, ChannelOpen.PPID_STRING, text("b"));
    peer.data(next, Sctp.BEGIN, 0, 1, ChannelOpen.PPID_STRING, text("a"));
    assertThat(peer.said).hasSize(1);
    peer.data(next + 2, 0, 0, 1, ChannelOpen.PPID_STRING, text("c"));
    assertThat(peer.said).containsExactly("open a", "text abcd");
    assertThat(peer.ours.association().conversation().receiving().heldBytes()).isZero();
  }

  @Test
  void whatThePeerGivesUpIsNotWaitedFor() {
    peer.open(0, "a");
    int next = peer.tsn;
    peer.data(next, Sctp.BEGIN, 0, 1, ChannelOpen.PPID_STRING, text("half of"));
    peer.data(next + 2, WHOLE, 0, 2, ChannelOpen.PPID_STRING, text("second"));
    assertThat(peer.said).containsExactly("open a");
    peer.send(packet -> {
      packet.beginChunk(Sctp.FORWARD_TSN, 0);
      packet.put32(next + 1);
      packet.put16(0);
      packet.put16(1);
      packet.endChunk();
    });
    assertThat(peer.said).containsExactly("open a", "text second");
    assertThat(peer.ours.association().conversation().receiving().heldBytes()).isZero();
  }

  @Test
  void aSinglePacketIsAcknowledgedSoonAndASecondAtOnce() {
    peer.open(0, "a");
    peer.sack(peer.ourTsn(), 100_000);
    peer.pass(SECOND / 10);
    peer.heard.clear();
    peer.data(WHOLE, 0, 1, ChannelOpen.PPID_STRING, text("one"));
    assertThat(peer.heard).isEmpty();
    peer.pass(Receiving.ACK_DELAY_NS);
    assertThat(peer.chunkTypes()).containsExactly(Sctp.SACK);
    peer.heard.clear();
    peer.data(WHOLE, 0, 2, ChannelOpen.PPID_STRING, text("two"));
    peer.data(WHOLE, 0, 3, ChannelOpen.PPID_STRING, text("three"));
    assertThat(peer.chunkTypes()).containsExactly(Sctp.SACK);
    peer.heard.clear();
    peer.data(WHOLE | Sctp.IMMEDIATE, 0, 4, ChannelOpen.PPID_STRING, text("four"));
    assertThat(peer.chunkTypes()).as("RFC 7053").containsExactly(Sctp.SACK);
  }

  @Test
  void aChannelIsClosedByResettingBothStreams() {
    peer.open(0, "a");
    peer.sack(peer.ourTsn(), 100_000);
    peer.heard.clear();
    peer.send(packet -> {
      packet.beginChunk(Sctp.RE_CONFIG, 0);
      packet.beginParameter(Sctp.OUTGOING_RESET);
      packet.put32(RawPeer.FIRST_TSN);
      packet.put32(peer.ourTsn() - 1);
      packet.put32(peer.tsn - 1);
      packet.put16(0);
      packet.endParameter();
      packet.endChunk();
    });
    assertThat(peer.chunkTypes()).as("the answer and our own request").containsSequence(Sctp.RE_CONFIG, Sctp.RE_CONFIG);
    assertThat(peer.said).containsExactly("open a");
    peer.send(packet -> {
      packet.beginChunk(Sctp.RE_CONFIG, 0);
      packet.beginParameter(Sctp.RESET_RESPONSE);
      packet.put32(peer.ourTsn());
      packet.put32(1);
      packet.endParameter();
      packet.endChunk();
    });
    assertThat(peer.said).containsExactly("open a", "closed a CLOSED_BY_PEER");
    assertThat(peer.ours.channels()).isEmpty();
  }

  @Test
  void theEndIsAgreedOn() {
    peer.ours.shutdown(peer.nowNs);
    assertThat(peer.chunkTypes()).contains(Sctp.SHUTDOWN);
    peer.send(packet -> packet.chunk(Sctp.SHUTDOWN_ACK, 0));
    assertThat(peer.said).containsExactly("ended REQUESTED");
    assertThat(peer.chunkTypes()).endsWith(Sctp.SHUTDOWN_COMPLETE);
    assertThat(peer.ours.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anAbortEndsAtOnce() {
    peer.open(0, "a");
    peer.send(packet -> packet.chunk(Sctp.ABORT, 0));
    assertThat(peer.said).containsExactly("open a", "closed a ABORTED_BY_PEER", "ended ABORTED_BY_PEER");
  }

  @Test
  void aSilentPeerIsAskedAndThenGivenUp() {
    peer.pass(30 * SECOND);
    assertThat(peer.chunkTypes()).containsExactly(Sctp.HEARTBEAT);
    peer.pass(120 * SECOND);
    assertThat(peer.said).containsExactly("ended NO_ANSWER");
    assertThat(peer.chunkTypes()).as("one more than were missed, and the farewell").hasSize(Association.MAX_UNANSWERED + 2);
  }

  @Test
  void nobodyAnswersTheFirstMessage() {
    RawPeer deaf = new RawPeer(SctpSettings.USUAL);
    deaf.ours.open(DataChannelSpec.reliable("a"), deaf.nowNs);
    deaf.pass(60 * SECOND);
    assertThat(deaf.chunkTypes()).hasSize(AnswerTimer.MAX_TRIES).containsOnly(Sctp.INIT);
    assertThat(deaf.said).containsExactly("closed a SETUP_TIMEOUT", "ended SETUP_TIMEOUT");
  }

  @Test
  void aPeerThatBeginsAnewIsFollowed() {
    peer.open(0, "a");
    peer.heard.clear();
    peer.sendInit();
    byte[] cookie = peer.cookie();
    peer.tsn = RawPeer.FIRST_TSN;
    peer.send(packet -> packet.chunk(Sctp.COOKIE_ECHO, 0, cookie, 0, cookie.length));
    peer.open(0, "b");
    assertThat(peer.said).containsExactly("open a", "closed a RESTARTED_BY_PEER", "open b");
  }

  @Test
  void whatTheListenerKeepsNarrowsTheWindowAndItsOpeningIsToldAtOnce() {
    int whole = SctpSettings.USUAL.receiveWindowBytes();
    peer.open(0, "a");
    peer.ours.keep(whole - 5_000);
    peer.data(WHOLE | Sctp.IMMEDIATE, 0, 1, ChannelOpen.PPID_BINARY, new byte[100]);
    assertThat(peer.window()).isEqualTo(5_000);
    peer.ours.keep(10_000);
    peer.data(WHOLE | Sctp.IMMEDIATE, 0, 2, ChannelOpen.PPID_BINARY, new byte[100]);
    assertThat(peer.window()).as("closed").isZero();

    peer.heard.clear();
    peer.ours.giveBack(10_000, peer.nowNs);
    assertThat(peer.heard).as("not worth a packet").isEmpty();
    peer.ours.giveBack(whole / 2, peer.nowNs);
    assertThat(peer.window()).isEqualTo(whole / 2 + 5_000);
    peer.heard.clear();
    peer.ours.giveBack(whole / 2 - 5_000, peer.nowNs);
    assertThat(peer.window()).isEqualTo(whole);
  }

  @Test
  void whatIsKeptWhenAnAssociationEndsCountsForNobody() {
    peer.open(0, "a");
    peer.ours.keep(70_000_000);
    peer.send(packet -> packet.chunk(Sctp.ABORT, 0));
    peer.ours.giveBack(70_000_000, peer.nowNs);
    assertThat(peer.budgetBytes()).isZero();
  }
}
