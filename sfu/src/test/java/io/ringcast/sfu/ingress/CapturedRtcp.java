package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.wire.ReportBlock;
import io.ringcast.sfu.wire.Rtcp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.TwccFeedback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Reads back what was sent to a publisher. */
final class CapturedRtcp implements RtcpSink {
  final List<Integer> nacked = new ArrayList<>();
  final List<Integer> pictureLossSsrcs = new ArrayList<>();
  final List<Integer> reportedSsrcs = new ArrayList<>();
  final List<Long> references = new ArrayList<>();
  final List<Integer> lastReports = new ArrayList<>();
  /** Transport-wide sequence to 250 µs ticks; a loss is -1. */
  final TreeMap<Integer, Long> fedBack = new TreeMap<>();
  final List<Integer> feedbackCounts = new ArrayList<>();
  final List<Long> feedbackAtNs = new ArrayList<>();

  @Override
  public void sendRtcp(byte[] bytes, int offset, int length, long nowNs) {
    RtcpReader reader = new RtcpReader();
    if (!reader.wrap(Arrays.copyOfRange(bytes, offset, offset + length), 0, length)) {
      throw new AssertionError("not RTCP");
    }
    while (reader.next()) {
      reader.visitNackedSequences(nacked::add);
      if (reader.isPli()) {
        pictureLossSsrcs.add(reader.mediaSsrc());
      }
      if (reader.packetType() == Rtcp.RECEIVER_REPORT) {
        readBlocks(reader);
      }
      if (reader.referenceTime() != 0) {
        references.add(reader.referenceTime());
      }
      if (reader.isTwcc()) {
        readFeedback(reader, nowNs);
      }
    }
  }

  private void readBlocks(RtcpReader reader) {
    ReportBlock block = new ReportBlock();
    for (int i = 0; reader.reportBlock(i, block); i++) {
      reportedSsrcs.add(block.ssrc());
      lastReports.add(block.lsr());
    }
  }

  private void readFeedback(RtcpReader reader, long nowNs) {
    TwccFeedback feedback = new TwccFeedback();
    if (!feedback.read(reader)) {
      throw new AssertionError("broken transport-wide feedback");
    }
    feedbackCounts.add(feedback.feedbackCount());
    feedbackAtNs.add(nowNs);
    long[] tick = {(long) feedback.referenceTime() * TwccFeedback.TICKS_PER_REFERENCE};
    feedback.visit((sequence, received, deltaTicks) -> {
      tick[0] += deltaTicks;
      if (received) {
        fedBack.put(sequence, tick[0]);
      } else {
        fedBack.putIfAbsent(sequence, -1L);
      }
    });
  }
}
