package io.ringcast.sfu.egress;

import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.loop.Bundle;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.MediaSink;
import io.ringcast.sfu.loop.RtcpDraft;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.Sequence;

/** What all subscriptions of one peer share: its sink, its round-trip time, its transport-wide packet count. */
final class SubscriberPath {
  static final long UNKNOWN_RTT = -1;
  /** A smoothed round-trip time moves by an eighth of a sample's distance, as in RFC 6298. */
  private static final int RTT_SHARE = 8;
  private static final int LONGEST_ELEMENT_BYTES = 256;

  final MediaSink sink;
  final TimerWheel timers;
  final DropCounters drops;
  final DepartureBudget budget;
  final Bundle bundle = new Bundle();
  final RtpHeaderWriter header = new RtpHeaderWriter();
  private final RtcpSink rtcp;
  private final RtcpDraft draft;
  private byte[] scratch = {};
  private int transportSequence;
  private long rttNs = UNKNOWN_RTT;

  SubscriberPath(MediaSink sink, RtcpSink rtcp, TimerWheel timers, DropCounters drops, DepartureBudget budget) {
    this.sink = sink;
    this.rtcp = rtcp;
    draft = rtcp.draft();
    this.timers = timers;
    this.drops = drops;
    this.budget = budget;
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
    transportSequence = Sequence.plus(transportSequence, 1);
    return transportSequence;
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
  }
}
