package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.sctp.SentChunk.Fate;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an association: what waits, what is under way, when to repeat and when to give up. New data leave while congestion
 * window and the peer's window allow; into a closed window one chunk at a time is sent, as the timer lets it, so that its opening is
 * noticed (RFC 9260 section 6.1).
 */
final class Sending {
  /** A message that does not fit into what is left of a packet is begun there only when this much is left. */
  private static final int SPLIT_ROOM = PacketDraft.PACKET_BYTES / 2;

  private final SctpSettings settings;
  private final DropCounters drops;
  private final RetransmissionTimeout timeout;
  private final Outstanding outstanding;
  private final SendQueue queue;
  private final CongestionWindow window = new CongestionWindow();
  private final Abandoned abandoned;
  private long peerWindow;
  private int heldBytes;
  private boolean refused;
  /** One packet may leave whatever the congestion window says: the first repetition. */
  private boolean rescue;
  private long timeoutDueNs = Deadlines.NEVER;
  private long lastSentNs;

  /** @param partial whether the peer understands that messages are given up (RFC 3758) */
  Sending(SctpSettings settings, DropCounters drops, RetransmissionTimeout timeout, long firstTsn, long peerWindow, boolean partial) {
    this.settings = settings;
    this.drops = drops;
    this.timeout = timeout;
    this.peerWindow = peerWindow;
    outstanding = new Outstanding(firstTsn);
    queue = new SendQueue(settings.maxStreams());
    abandoned = new Abandoned(outstanding, partial);
  }

  /** Our side of a stream. */
  OutgoingStream stream(int id) {
    return queue.stream(id);
  }

  void forgetStream(int id) {
    queue.forget(id);
  }

  /** Takes a message that is to be sent; false when the buffer is full. */
  boolean offer(OutgoingMessage message) {
    if (heldBytes + message.costBytes() > settings.sendBufferBytes()) {
      refused = true;
      return false;
    }
    add(message);
    return true;
  }

  /** Takes a message even when the buffer is full. */
  void add(OutgoingMessage message) {
    heldBytes += message.costBytes();
    message.stream.bufferedBytes += message.length();
    queue.add(message);
  }

  int heldBytes() {
    return heldBytes;
  }

  /** Nothing waits and nothing is under way. */
  boolean isIdle() {
    return queue.isEmpty() && outstanding.isEmpty();
  }

  /** The TSN of the last chunk that was sent. */
  long lastTsn() {
    return outstanding.next() - 1;
  }

  long timeoutDueNs() {
    return timeoutDueNs;
  }

  /** Whether a message was refused and half of the buffer is free again; told once. */
  boolean hasRoomAgain() {
    boolean again = refused && heldBytes <= settings.sendBufferBytes() / 2;
    refused &= !again;
    return again;
  }

  /** Applies a SACK; false when it acknowledges what was never sent. Old ones, overtaken on the way, say nothing. */
  boolean onSack(SctpReader sack, Acknowledgement acknowledgement, long nowNs) {
    long cumulative = Tsn.unwrap(sack.tsn(), outstanding.first());
    int gaps = sack.gapCount();
    if (cumulative >= outstanding.next() || (gaps > 0 && cumulative + sack.gapEnd(gaps - 1) >= outstanding.next())) {
      return false;
    }
    if (cumulative < outstanding.first() - 1) {
      return true;
    }
    int before = outstanding.inFlightBytes();
    acknowledgement.apply(sack, cumulative, outstanding, window.isRecovering(), nowNs, this::settle);
    peerWindow = Math.max(0, sack.sackWindow() - outstanding.inFlightBytes());
    judge(acknowledgement, before, cumulative, nowNs);
    return true;
  }

  /** A SHUTDOWN acknowledges as a SACK without gaps does. */
  boolean onCumulative(int wireTsn, long nowNs) {
    long cumulative = Tsn.unwrap(wireTsn, outstanding.first());
    if (cumulative >= outstanding.next()) {
      return false;
    }
    while (outstanding.first() <= cumulative) {
      settle(outstanding.removeFirst());
    }
    restartTimeout(nowNs);
    return true;
  }

  private void judge(Acknowledgement said, int inFlightBefore, long cumulative, long nowNs) {
    if (said.rttNs() >= 0) {
      timeout.measured(said.rttNs());
    }
    window.acknowledged(said.newlyBytes(), inFlightBefore, said.isCumulative());
    window.acknowledgedUpTo(cumulative);
    if (said.loses()) {
      rescue |= !window.isRecovering();
      window.lost(lastTsn());
      giveUpOverdue(nowNs);
    }
    abandoned.advance();
    if (said.isCumulative()) {
      restartTimeout(nowNs);
    }
  }

  private void settle(SentChunk chunk) {
    if (chunk.message.settle(chunk.length) && !chunk.message.isAbandoned()) {
      release(chunk.message);
    }
  }

  private void release(OutgoingMessage message) {
    heldBytes -= message.costBytes();
    message.stream.bufferedBytes -= message.length();
  }

  private void restartTimeout(long nowNs) {
    timeoutDueNs = outstanding.isEmpty() ? Deadlines.NEVER : nowNs + timeout.ns();
  }

  /** Nothing came back in time: all that is under way counts as lost (section 6.3.3). */
  void onTimeout(long nowNs) {
    window.timedOut();
    timeout.backOff();
    for (long tsn = outstanding.first(); tsn < outstanding.next(); tsn++) {
      SentChunk chunk = outstanding.get(tsn);
      if (chunk.fate == Fate.IN_FLIGHT) {
        outstanding.turn(chunk, Fate.LOST);
      }
    }
    rescue = true;
    giveUpOverdue(nowNs);
    abandoned.repeat();
    restartTimeout(nowNs);
  }

  private void giveUpOverdue(long nowNs) {
    for (long tsn = outstanding.first(); tsn < outstanding.next() && outstanding.lost() > 0; tsn++) {
      SentChunk chunk = outstanding.get(tsn);
      if (chunk.fate == Fate.LOST && abandoned.mayGiveUp() && chunk.message.isOverdue(chunk.timesSent, nowNs)) {
        giveUp(chunk.message);
        abandoned.mark(chunk);
      }
    }
    abandoned.advance();
  }

  /** A message of which only a part was sent gets one TSN more, for the part that never will be: skipping it ends the peer's wait. */
  private void giveUp(OutgoingMessage message) {
    drops.count(DropReason.MESSAGE_ABANDONED);
    release(message);
    if (message.taken() > 0 && message.left() > 0) {
      SentChunk rest = new SentChunk(message, outstanding.next(), message.taken(), 0);
      outstanding.add(rest);
      abandoned.mark(rest);
      abandoned.advance();
    }
    message.abandon();
  }

  /** Whether there is something that {@link #fill} would write now. */
  boolean hasMore(long nowNs) {
    return abandoned.isToTell() || outstanding.lost() > 0 || (mayBegin() && head(nowNs) != null);
  }

  /** Writes what may leave now into a packet, as far as it fits; true when the packet is full and another would follow. */
  boolean fill(SctpWriter packet, long nowNs) {
    if (abandoned.isToTell()) {
      abandoned.tell(packet);
      armTimeout(nowNs);
    }
    if (outstanding.lost() > 0) {
      giveUpOverdue(nowNs);
    }
    return repeat(packet, nowNs) || begin(packet, nowNs);
  }

  private boolean repeat(SctpWriter packet, long nowNs) {
    for (long tsn = outstanding.first(); outstanding.lost() > 0; tsn++) {
      SentChunk chunk = outstanding.get(tsn);
      if (chunk.fate != Fate.LOST) {
        continue;
      }
      if (!rescue && !window.allows(outstanding.inFlightBytes())) {
        return false;
      }
      if (!packet.fits(Sctp.DATA_HEADER_SIZE + chunk.length)) {
        rescue = false;
        return true;
      }
      chunk.misses = 0;
      chunk.missedBehind = outstanding.next();
      outstanding.turn(chunk, Fate.IN_FLIGHT);
      write(packet, chunk, nowNs);
    }
    rescue = false;
    return false;
  }

  private boolean begin(SctpWriter packet, long nowNs) {
    boolean fresh = true;
    while (mayBegin()) {
      OutgoingMessage message = head(nowNs);
      if (message == null) {
        return abandoned.isToTell();
      }
      int room = (packet.room() - Sctp.DATA_HEADER_SIZE) & ~3;
      if (room < message.left() && !(fresh && room >= SPLIT_ROOM)) {
        return true;
      }
      int length = Math.min(room, message.left());
      SentChunk chunk = new SentChunk(message, outstanding.next(), message.taken(), length);
      rest(nowNs);
      message.take(length);
      outstanding.add(chunk);
      peerWindow = Math.max(0, peerWindow - length);
      write(packet, chunk, nowNs);
      fresh = false;
      if (message.left() == 0) {
        queue.removeHead();
      }
    }
    return false;
  }

  /** The congestion window allows a new chunk, and so does the peer's, or nothing is under way that would tell of its opening. */
  private boolean mayBegin() {
    int inFlight = outstanding.inFlightBytes();
    return window.allows(inFlight) && (peerWindow > 0 || outstanding.isEmpty());
  }

  /** The message whose turn it is, those left out that are abandoned or came too late. */
  private @Nullable OutgoingMessage head(long nowNs) {
    OutgoingMessage head = queue.head();
    while (head != null && isLeftOut(head, nowNs)) {
      queue.removeHead();
      head = queue.head();
    }
    return head;
  }

  private boolean isLeftOut(OutgoingMessage head, long nowNs) {
    boolean mayGoNow = head.taken() == 0 || abandoned.mayGiveUp();
    if (!head.isAbandoned() && mayGoNow && head.isOverdue(0, nowNs)) {
      giveUp(head);
    }
    return head.isAbandoned();
  }

  private void rest(long nowNs) {
    if (outstanding.isEmpty() && nowNs - lastSentNs > timeout.ns()) {
      window.rested();
    }
  }

  private void write(SctpWriter packet, SentChunk chunk, long nowNs) {
    OutgoingMessage message = chunk.message;
    packet.beginData(chunk.flags(), (int) chunk.tsn, message.stream.id, message.ssn(), message.ppid);
    packet.put(message.bytes(), chunk.offset, chunk.length);
    packet.endChunk();
    chunk.timesSent++;
    chunk.sentNs = nowNs;
    lastSentNs = nowNs;
    armTimeout(nowNs);
  }

  private void armTimeout(long nowNs) {
    if (timeoutDueNs == Deadlines.NEVER) {
      timeoutDueNs = nowNs + timeout.ns();
    }
  }
}
