package io.ringcast.sfu.egress;

import io.ringcast.sfu.congestion.DepartureBudget;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.MediaSink;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpHeaderWriter;
import io.ringcast.sfu.wire.Sequence;

/** What all subscriptions of one peer share: its sink, its round-trip time, its transport-wide packet count. */
final class SubscriberPath {
  static final long UNKNOWN_RTT = -1;
  /** Below any path's MTU. */
  private static final int RTCP_CAPACITY = 1_200;
  /** A smoothed round-trip time moves by an eighth of a sample's distance, as in RFC 6298. */
  private static final int RTT_SHARE = 8;

  final MediaSink sink;
  final TimerWheel timers;
  final DropCounters drops;
  final DepartureBudget budget;
  final RtpHeaderWriter header = new RtpHeaderWriter();
  /** The longest header extension element there is, on its way to be changed. */
  final byte[] scratch = new byte[256];
  private final RtcpSink rtcp;
  private final RtcpWriter rtcpWriter = new RtcpWriter();
  private final byte[] rtcpBytes = new byte[RTCP_CAPACITY];
  private int transportSequence;
  private long rttNs = UNKNOWN_RTT;

  SubscriberPath(MediaSink sink, RtcpSink rtcp, TimerWheel timers, DropCounters drops, DepartureBudget budget) {
    this.sink = sink;
    this.rtcp = rtcp;
    this.timers = timers;
    this.drops = drops;
    this.budget = budget;
  }

  /** The next number of the peer's transport-wide count. */
  int nextTransportSequence() {
    transportSequence = Sequence.plus(transportSequence, 1);
    return transportSequence;
  }

  /** An empty RTCP compound, to be sent by {@link #sendRtcp}. */
  RtcpWriter beginRtcp() {
    rtcpWriter.reset(rtcpBytes, 0, rtcpBytes.length);
    return rtcpWriter;
  }

  void sendRtcp(long nowNs) {
    if (rtcpWriter.length() > 0) {
      rtcp.sendRtcp(rtcpBytes, 0, rtcpWriter.length(), nowNs);
    }
  }

  long rttNs() {
    return rttNs;
  }

  void onRtt(long sampleNs) {
    rttNs = rttNs == UNKNOWN_RTT ? sampleNs : rttNs + (sampleNs - rttNs) / RTT_SHARE;
  }
}
