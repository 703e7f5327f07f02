package io.ringcast.sfu.sctp;

import io.ringcast.sfu.api.DataEnd;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.wire.sctp.Sctp;
import io.ringcast.sfu.wire.sctp.SctpReader;
import io.ringcast.sfu.wire.sctp.SctpWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of an association: what arrived, what is still in pieces, and when to say so. Every second packet is acknowledged at
 * once, a single one a little later, gaps and repetitions at once (RFC 9260 section 6.2).
 */
final class Receiving {
  /** The protocol allows 200 ms; a sender's timer should not have to wait for that. */
  static final long ACK_DELAY_NS = 40_000_000L;

  /** What arrives further ahead than any window lets a sender be is no data of this association. */
  private static final int MAX_AHEAD = 0xFFFF;

  /** The window's opening is told by so large a part of it. */
  private static final int OPENINGS = 4;

  private final SctpSettings settings;
  private final DropCounters drops;
  private final ReceivedTsns tsns;
  private final Reassembly reassembly;
  private final ReassemblyBudget budget;
  private KeptMessages kept;
  private int announced;
  private long ackDueNs = Deadlines.NEVER;
  private boolean ackNow;
  private boolean packetHasData;
  private int packetsUnanswered;

  Receiving(SctpSettings settings, ReassemblyBudget budget, DropCounters drops, long firstTsn) {
    this.budget = budget;
    kept = new KeptMessages(budget);
    this.settings = settings;
    announced = settings.receiveWindowBytes();
    this.drops = drops;
    tsns = new ReceivedTsns(firstTsn);
    reassembly = new Reassembly(settings, budget);
  }

  long cumulative() {
    return tsns.cumulative();
  }

  int heldBytes() {
    return reassembly.heldBytes();
  }

  /** How many bytes are still taken. */
  int window() {
    return Math.max(0, Math.min(settings.receiveWindowBytes() - heldBytes() - kept.bytes(), budget.leftBytes()));
  }

  /** What counts against the window too from now on. */
  void count(KeptMessages messages) {
    kept = messages;
  }

  /** The listener gave back what it kept: a peer that was held up must hear of it, since it asks ever more rarely. */
  void onGivenBack() {
    ackNow |= window() - announced >= settings.receiveWindowBytes() / OPENINGS;
  }

  /** Takes the reader's DATA chunk; tells why the association must end, null when it goes on. */
  @Nullable DataEnd onData(SctpReader data, List<AssociationEvent> events) {
    packetHasData = true;
    ackNow |= data.has(Sctp.IMMEDIATE);
    long tsn = Tsn.unwrap(data.tsn(), tsns.cumulative());
    ReceivedTsns.Arrival arrival = tsns.judge(tsn);
    if (arrival == ReceivedTsns.Arrival.AGAIN) {
      drops.count(DropReason.SCTP_DUPLICATE);
      tsns.noteDuplicate(data.tsn());
      ackNow = true;
      return null;
    }
    if (arrival == ReceivedTsns.Arrival.TOO_MANY_GAPS || !isWithinWindow(tsn, data.payloadLength())) {
      drops.count(DropReason.SCTP_WINDOW_EXCEEDED);
      ackNow = true;
      return null;
    }
    boolean outOfOrder = tsns.hasGaps() || tsn != tsns.cumulative() + 1;
    tsns.add(tsn);
    ackNow |= outOfOrder;
    if (data.stream() >= settings.maxStreams()) {
      drops.count(DropReason.SCTP_UNKNOWN_STREAM);
      return null;
    }
    return switch (reassembly.add(DataFragment.read(data, tsn), events)) {
      case TAKEN -> null;
      case TOO_LARGE -> DataEnd.MESSAGE_TOO_LARGE;
      case VIOLATION -> DataEnd.PROTOCOL_VIOLATION;
    };
  }

  /** The next missing chunk is taken even then, since it may be what the others wait for; twice the limits are the end of that. */
  private boolean isWithinWindow(long tsn, int length) {
    int cost = length + DataFragment.OVERHEAD_BYTES;
    boolean next = tsn == tsns.cumulative() + 1;
    int left = settings.receiveWindowBytes() - heldBytes() - kept.bytes() + (next ? settings.receiveWindowBytes() : 0);
    int leftOnLoop = budget.leftBytes() + (next ? ReassemblyBudget.LIMIT_BYTES : 0);
    return tsn - tsns.cumulative() <= MAX_AHEAD && cost <= Math.min(left, leftOnLoop);
  }

  /** Nothing follows. */
  void close() {
    reassembly.close();
  }

  /** The peer gave up what is missing up to a TSN; false when that is further than it can have sent. */
  boolean onForward(SctpReader forward, List<AssociationEvent> events) {
    ackNow = true;
    long tsn = Tsn.unwrap(forward.tsn(), tsns.cumulative());
    if (tsn - tsns.cumulative() > MAX_AHEAD) {
      return false;
    }
    if (tsn <= tsns.cumulative()) {
      return true;
    }
    tsns.skipTo(tsn);
    reassembly.skipTo(tsn);
    for (int i = 0; i < forward.skippedCount(); i++) {
      if (forward.skippedStream(i) < settings.maxStreams()) {
        reassembly.skipStream(forward.skippedStream(i), forward.skippedSsn(i), events);
      }
    }
    return true;
  }

  void resetStream(int stream) {
    reassembly.resetStream(stream);
  }

  /** Streams on which something came in order. */
  List<Integer> streams() {
    return reassembly.streams();
  }

  /** A packet has been read to its end. */
  void endOfPacket(long nowNs) {
    if (packetHasData) {
      packetHasData = false;
      packetsUnanswered++;
      ackNow |= packetsUnanswered >= 2;
      if (ackDueNs == Deadlines.NEVER) {
        ackDueNs = nowNs + ACK_DELAY_NS;
      }
    }
  }

  long ackDueNs() {
    return ackDueNs;
  }

  boolean mustAcknowledge(long nowNs) {
    return ackNow || Deadlines.isDue(ackDueNs, nowNs);
  }

  /** Whether something is not acknowledged yet, so that a packet which leaves anyway should take the SACK along. */
  boolean mayAcknowledge() {
    return ackNow || ackDueNs != Deadlines.NEVER;
  }

  int sackLength() {
    return tsns.sackLength();
  }

  void writeSack(SctpWriter packet) {
    announced = window();
    tsns.write(packet, announced);
    ackNow = false;
    packetsUnanswered = 0;
    ackDueNs = Deadlines.NEVER;
  }
}
