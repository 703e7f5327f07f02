package io.ringcast.sfu.congestion;

import io.ringcast.sfu.wire.CongestionFeedback;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.Sequence;
import io.ringcast.sfu.wire.TwccFeedback;

/**
 * Reads a peer's feedback in both of its forms, transport-wide (draft-holmer-rmcat-transport-wide-cc-extensions-01) and by SSRC (RFC 8888),
 * into what is new of the packets sent. What cannot be true is counted and left out. Owned by one loop.
 */
public final class FeedbackIntake {
  /** A receiver sends ten to twenty; those who answer each frame of a screen at 120 Hz, and audio beside it, stay below. */
  static final int MESSAGES_PER_SECOND = 200;
  /** A receiver's clock may stand as far off ours, between two messages, as a sleeping laptop's does not. */
  static final long LEAP_NS = 5_000_000_000L;

  private static final long NS_PER_S = 1_000_000_000L;
  private static final long REFERENCE_NS = TwccFeedback.TICKS_PER_REFERENCE * TwccFeedback.TICK_NS;
  private static final int REFERENCE_BITS = 24;

  private final SentPackets sent;
  private final PacketReports reports;
  private final TwccFeedback transportWide = new TwccFeedback();
  private final CongestionFeedback bySsrc = new CongestionFeedback();
  private final TwccFeedback.Visitor visitor = this::onPacket;
  private final long[] faults = new long[FeedbackFault.values().length];
  private boolean anchored;
  private long anchorNs;
  private long anchorArrivalNs;
  private long allowanceNs = NS_PER_S;
  private long allowedAtNs = Long.MIN_VALUE;
  private long arrivalNs;
  private long reference;

  /** @param reports where what a message tells is put; all peers of a loop may share one */
  public FeedbackIntake(SentPackets sent, PacketReports reports) {
    this.sent = sent;
    this.reports = reports;
  }

  /** How often a fault was met. */
  public long faults(FeedbackFault fault) {
    return faults[fault.ordinal()];
  }

  public PacketReports reports() {
    return reports;
  }

  /** Reads the reader's current packet into {@link #reports}; false when it is no feedback, or tells nothing to be believed. */
  public boolean read(RtcpReader reader, long nowNs) {
    reports.clear();
    if (!reader.isTwcc() && !reader.isCongestionFeedback()) {
      return false;
    }
    if (!admit(nowNs)) {
      return fault(FeedbackFault.TOO_MANY);
    }
    return reader.isTwcc() ? readTransportWide(reader, nowNs) : readBySsrc(reader, nowNs);
  }

  private boolean readTransportWide(RtcpReader reader, long nowNs) {
    if (!transportWide.read(reader)) {
      return fault(FeedbackFault.MALFORMED);
    }
    long reference = unwrapReference(transportWide.referenceTime());
    if (leaps(reference * REFERENCE_NS, nowNs)) {
      return fault(FeedbackFault.CLOCK_LEAPT);
    }
    this.reference = reference;
    arrivalNs = reference * REFERENCE_NS;
    transportWide.visit(visitor);
    return reports.count() > 0;
  }

  private void onPacket(int sequence, boolean received, int deltaTicks) {
    arrivalNs += received ? deltaTicks * TwccFeedback.TICK_NS : 0;
    long newest = sent.next() - 1;
    long number = newest + Sequence.delta(sequence, (int) newest);
    if (number > newest) {
      faults[FeedbackFault.NEVER_SENT.ordinal()] += received ? 1 : 0;
    } else if (!sent.holds(number)) {
      faults[FeedbackFault.FORGOTTEN.ordinal()]++;
    } else {
      reports.add(sent, number, received ? arrivalNs : PacketReports.LOST);
    }
  }

  /** The packets of one message lie together among the newest sent: one walk over those finds them all. */
  private boolean readBySsrc(RtcpReader reader, long nowNs) {
    if (!bySsrc.read(reader)) {
      return fault(FeedbackFault.MALFORMED);
    }
    long told = bySsrc.reportNs();
    if (leaps(told, nowNs)) {
      return fault(FeedbackFault.CLOCK_LEAPT);
    }
    int known = 0;
    for (long number = sent.first(); number < sent.next(); number++) {
      long offsetNs = bySsrc.arrivalOffsetNs(sent.ssrc(number), sent.rtpSequence(number));
      if (offsetNs == CongestionFeedback.NOT_TOLD) {
        continue;
      }
      known++;
      reports.add(sent, number, offsetNs == CongestionFeedback.LOST ? PacketReports.LOST : told - offsetNs);
    }
    faults[FeedbackFault.NEVER_SENT.ordinal()] += Math.max(0, bySsrc.received() - known);
    return reports.count() > 0;
  }

  /** The reference time has 24 bits, which wrap around in twelve days. */
  private long unwrapReference(int told) {
    if (!anchored) {
      return told;
    }
    int shift = Integer.SIZE - REFERENCE_BITS;
    return reference + ((told - (int) reference) << shift >> shift);
  }

  /** Whether the receiver's clock did something else than go on; after a leap its next message is believed again. */
  private boolean leaps(long toldNs, long nowNs) {
    long offNs = (toldNs - anchorArrivalNs) - (nowNs - anchorNs);
    boolean leapt = anchored && (offNs > LEAP_NS || offNs < -LEAP_NS);
    anchored = !leapt;
    anchorNs = nowNs;
    anchorArrivalNs = toldNs;
    return leapt;
  }

  private boolean admit(long nowNs) {
    long sinceNs = allowedAtNs == Long.MIN_VALUE ? 0 : Math.clamp(nowNs - allowedAtNs, 0, NS_PER_S);
    allowedAtNs = nowNs;
    allowanceNs = Math.min(NS_PER_S, allowanceNs + sinceNs);
    if (allowanceNs < NS_PER_S / MESSAGES_PER_SECOND) {
      return false;
    }
    allowanceNs -= NS_PER_S / MESSAGES_PER_SECOND;
    return true;
  }

  private boolean fault(FeedbackFault fault) {
    faults[fault.ordinal()]++;
    return false;
  }
}
