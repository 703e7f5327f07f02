package io.ringcast.sfu.egress;

import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.ReportBlock;
import java.nio.charset.StandardCharsets;

/**
 * Sender reports (RFC 3550 section 6.4.1) in the publisher's wall clock: its last report, moved to now and to the subscriber's time line.
 * Audio and video of one publisher so keep the relation that the publisher gave them. Also the round-trip time that answers to them tell.
 */
final class SenderReports {
  /** A peer answers one of the last few reports, at most some seconds old. */
  private static final int REMEMBERED = 8;
  /** A longer round trip is a lie or a broken clock. */
  private static final long MAX_RTT_NS = 10_000_000_000L;
  private static final long NS_PER_S = 1_000_000_000L;

  private final int ssrc;
  private final byte[] cname;
  private final int clockRateHz;
  private final int[] compactNtps = new int[REMEMBERED];
  private final long[] sentNs = new long[REMEMBERED];
  private int sent;

  SenderReports(OutgoingStream stream, int clockRateHz) {
    ssrc = stream.ssrc();
    cname = stream.cname().getBytes(StandardCharsets.UTF_8);
    this.clockRateHz = clockRateHz;
  }

  /** Appends a sender report and the CNAME; {@code clock} must be known. */
  void write(RtcpWriter writer, LayerState clock, int timestampOffset, SentCounts counts, long nowNs) {
    long sinceNs = nowNs - clock.clockArrivalNs();
    long ntp = Ntp.fromUnixNs(Ntp.toUnixNs(clock.clockNtp()) + sinceNs);
    int rtp = clock.clockRtp() + timestampOffset + (int) ticks(sinceNs);
    if (writer.senderReport(ssrc, ntp, rtp, (int) counts.packets(), (int) counts.payloadBytes())) {
      writer.sdesCname(ssrc, cname);
      int slot = Math.floorMod(sent++, REMEMBERED);
      compactNtps[slot] = Ntp.compact(ntp);
      sentNs[slot] = nowNs;
    }
  }

  /** The round-trip time by a block that answers one of our reports; {@link SubscriberPath#UNKNOWN_RTT} when it answers none. */
  long rttNs(ReportBlock block, long nowNs) {
    int known = Math.min(sent, REMEMBERED);
    for (int i = 0; block.lsr() != 0 && i < known; i++) {
      if (compactNtps[i] == block.lsr()) {
        long rttNs = Math.max(0, nowNs - sentNs[i] - Ntp.spanToNs(block.dlsr()));
        return rttNs <= MAX_RTT_NS ? rttNs : SubscriberPath.UNKNOWN_RTT;
      }
    }
    return SubscriberPath.UNKNOWN_RTT;
  }

  private long ticks(long ns) {
    return ns / NS_PER_S * clockRateHz + ns % NS_PER_S * clockRateHz / NS_PER_S;
  }
}
