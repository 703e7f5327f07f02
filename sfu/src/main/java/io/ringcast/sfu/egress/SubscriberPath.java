package io.ringcast.sfu.egress;

import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.congestion.Estimate;
import io.ringcast.sfu.congestion.Estimate.Cause;
import io.ringcast.sfu.congestion.PathBandwidth;
import io.ringcast.sfu.loop.Bundle;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.MediaSink;
import io.ringcast.sfu.loop.RtcpDraft;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.Sequence;
import org.jspecify.annotations.Nullable;

/** What all subscriptions of one peer share: its sink, its round-trip time, its transport-wide packet count. */
final class SubscriberPath {
  static final long UNKNOWN_RTT = -1;
  /** A smoothed round-trip time moves by an eighth of a sample's distance, as in RFC 6298. */
  private static final int RTT_SHARE = 8;
  private static final int LONGEST_ELEMENT_BYTES = 256;
  private static final double WAITING_MS = 100;
  private static final double FULL_MS = 180;

  final MediaSink sink;
  final TimerWheel timers;
  final DropCounters drops;
  final DepartureBudget budget;
  /** Null while nobody asks how much fits. */
  final @Nullable PathBandwidth bandwidth;
  final Bundle bundle = new Bundle();
  final RtpHeaderWriter header = new RtpHeaderWriter();
  private final RtcpSink rtcp;
  private final RtcpDraft draft;
  private byte[] scratch = {};
  private long transportNumber;
  private long notedNumber;
  private long rttNs = UNKNOWN_RTT;

  SubscriberPath(MediaSink sink, RtcpSink rtcp, TimerWheel timers, DropCounters drops, DepartureBudget budget,
    @Nullable PathBandwidth bandwidth) {
    this.sink = sink;
    this.rtcp = rtcp;
    draft = rtcp.draft();
    this.timers = timers;
    this.drops = drops;
    this.budget = budget;
    this.bandwidth = bandwidth;
  }

  /** Room for a header extension element on its way to be changed. */
  byte[] scratch() {
    if (scratch.length == 0) {
      scratch = new byte[LONGEST_ELEMENT_BYTES];
    }
    return scratch;
  }

  /** The next number of the peer's transport-wide count. */
  int nextTransportSequence() {
    transportNumber++;
    return (int) transportNumber & Sequence.MASK;
  }

  /** The slab's last packet is protected: if it bears a transport-wide number, its feedback is expected. */
  void onProtected(Slab slab, long nowNs) {
    if (bandwidth == null || notedNumber == transportNumber) {
      return;
    }
    notedNumber = transportNumber;
    int last = slab.size() - 1;
    int at = slab.offset(last);
    int ssrc = BigEndian.i32(slab.bytes(), at + RtpView.SSRC_OFFSET);
    int sequence = BigEndian.u16(slab.bytes(), at + RtpView.SEQUENCE_OFFSET);
    bandwidth.onSent(transportNumber, ssrc, sequence, slab.length(last), nowNs);
  }

  /** What may be repeated in a second: while packets wait what media leave of the path, or half of it, else the queue would stay full. */
  long repeatedBps(long mediaBps, long nowNs) {
    if (bandwidth == null || !isFilling(nowNs)) {
      return Long.MAX_VALUE;
    }
    long rateBps = bandwidth.why(nowNs).rateBps();
    return Math.max(rateBps / 2, rateBps - mediaBps);
  }

  /** Whether packets wait: more repetitions would come too late, and make others late. */
  boolean isFilling(long nowNs) {
    if (bandwidth == null || !bandwidth.isHeard()) {
      return false;
    }
    Estimate estimate = bandwidth.why(nowNs);
    return estimate.cause() == Cause.QUEUE || estimate.queueDelayMs() > WAITING_MS;
  }

  /** Whether packets wait so long that most of what is sent now comes too late, or never. */
  boolean isFull(long nowNs) {
    return bandwidth != null && bandwidth.isHeard() && bandwidth.why(nowNs).queueDelayMs() > FULL_MS;
  }

  /** An empty RTCP compound, to be sent by {@link #sendRtcp}. */
  RtcpWriter beginRtcp() {
    return draft.begin();
  }

  void sendRtcp(long nowNs) {
    draft.send(rtcp, nowNs);
  }

  long rttNs() {
    return rttNs;
  }

  void onRtt(long sampleNs) {
    rttNs = rttNs == UNKNOWN_RTT ? sampleNs : rttNs + (sampleNs - rttNs) / RTT_SHARE;
    if (bandwidth != null) {
      bandwidth.onRtt(rttNs);
    }
  }
}
