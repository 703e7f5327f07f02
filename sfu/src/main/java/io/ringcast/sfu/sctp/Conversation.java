package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.wire.sctp.ParameterReader;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import org.jspecify.annotations.Nullable;

/** What both sides agreed on when the association was set up, and its halves: data out, data in, streams that begin anew. */
final class Conversation {
  /** Packets sent at one go: what a loop gives one peer before it looks after the others, and a bound on bursts. */
  static final int BATCH_PACKETS = 32;

  /** A full batch goes on this much later. */
  private static final long BATCH_NS = 1_000_000L;

  private final int ourTag;
  private final int peerTag;
  private final int ourTsn;
  private final int maxStreams;
  private final SctpScratch scratch;
  private final DropCounters drops;
  private final PacketSink out;
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();
  private final Sending sending;
  private final Receiving receiving;
  private final StreamResets resets;
  private long batchDueNs = Deadlines.NEVER;

  /** @param agreed as in the cookie that we gave the peer, or would have given */
  Conversation(StateCookie agreed, SctpSettings settings, SctpScratch scratch, DropCounters drops, PacketSink out) {
    ourTag = agreed.ourTag();
    peerTag = agreed.peerTag();
    ourTsn = agreed.ourTsn();
    maxStreams = settings.maxStreams();
    this.scratch = scratch;
    this.drops = drops;
    this.out = out;
    long peerWindow = Integer.toUnsignedLong(agreed.peerWindow());
    sending = new Sending(settings, drops, timeout, Tsn.first(agreed.ourTsn()), peerWindow, agreed.partialReliability());
    receiving = new Receiving(settings, scratch.budget(), drops, Tsn.first(agreed.peerTsn()));
    resets = new StreamResets(settings, sending, receiving, agreed.ourTsn(), agreed.peerTsn());
  }

  int ourTag() {
    return ourTag;
  }

  int peerTag() {
    return peerTag;
  }

  /** The first TSN of ours. */
  int ourTsn() {
    return ourTsn;
  }

  RetransmissionTimeout timeout() {
    return timeout;
  }

  Sending sending() {
    return sending;
  }

  Receiving receiving() {
    return receiving;
  }

  StreamResets resets() {
    return resets;
  }

  /** The packet to write a chunk of this length into. */
  SctpWriter write(int chunkLength, long nowNs) {
    return scratch.draft().reserve(chunkLength, peerTag, out, nowNs);
  }

  /** Takes a DATA chunk; tells why the association must end, null when it goes on. */
  @Nullable DataEnd onData(SctpReader data, long nowNs) {
    if (data.stream() >= maxStreams) {
      ControlChunks.invalidStream(write(ControlChunks.INVALID_STREAM_LENGTH, nowNs), data.stream());
    }
    return receiving.onData(data, scratch.events());
  }

  /** False when it acknowledges what was never sent. */
  boolean onSack(SctpReader sack, long nowNs) {
    return sending.onSack(sack, scratch.acknowledgement(), nowNs);
  }

  void onForward(SctpReader forward) {
    if (!receiving.onForward(forward, scratch.events())) {
      drops.count(DropReason.SCTP_MALFORMED);
    }
  }

  void onReconfig(SctpReader chunk, long nowNs) {
    ParameterReader parameters = scratch.parameters();
    if (!chunk.parameters(parameters)) {
      drops.count(DropReason.SCTP_MALFORMED);
      return;
    }
    while (parameters.next()) {
      if (parameters.type() == Sctp.RESET_RESPONSE) {
        resets.onResponse(parameters, scratch.events());
      } else if (resets.onRequest(parameters, scratch.events())) {
        resets.writeResponse(write(StreamResets.RESPONSE_LENGTH, nowNs), parameters.field(0));
      }
    }
  }

  /** The earliest moment at which data or a reset is due; heartbeats apart. */
  long nextDeadlineNs() {
    long dataNs = Math.min(sending.timeoutDueNs(), receiving.ackDueNs());
    return Math.min(Math.min(dataNs, batchDueNs), resets.repeatDueNs());
  }

  /** Sends what may leave now. */
  void transmit(long nowNs) {
    PacketDraft draft = scratch.draft();
    if (receiving.mustAcknowledge(nowNs) || (receiving.mayAcknowledge() && sending.hasMore(nowNs))) {
      receiving.writeSack(write(receiving.sackLength(), nowNs));
    }
    boolean more = true;
    for (int packets = 0; more && packets < BATCH_PACKETS; packets++) {
      more = sending.fill(draft.open(peerTag), nowNs);
      draft.send(out, nowNs);
    }
    batchDueNs = more ? nowNs + BATCH_NS : Deadlines.NEVER;
    int requestLength = resets.requestLength();
    if (requestLength > 0) {
      resets.writeRequest(write(requestLength, nowNs), nowNs + timeout.ns());
      draft.send(out, nowNs);
    }
    if (sending.hasRoomAgain()) {
      scratch.events().add(new AssociationEvent.RoomAgain());
    }
  }
}
