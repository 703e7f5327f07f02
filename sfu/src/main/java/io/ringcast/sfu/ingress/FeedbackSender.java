package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.RtcpDraft;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;

/** Writes RTCP to one publisher, each message as its own reduced-size packet (RFC 5506). */
final class FeedbackSender {
  private final RtcpSink sink;
  private final int localSsrc;
  private final RtcpDraft draft;
  private final RtcpWriter writer;

  FeedbackSender(RtcpSink sink, int localSsrc) {
    this.sink = sink;
    this.localSsrc = localSsrc;
    draft = sink.draft();
    writer = draft.writer();
  }

  void nack(int mediaSsrc, int[] sequences, int count, long nowNs) {
    begin();
    writer.nack(localSsrc, mediaSsrc, sequences, count);
    send(nowNs);
  }

  void pictureLoss(int mediaSsrc, long nowNs) {
    begin();
    writer.pli(localSsrc, mediaSsrc);
    send(nowNs);
  }

  /** Transport-wide feedback; tells how many packets it covers, as {@link RtcpWriter#twcc} does. */
  int transportWide(int mediaSsrc, int feedbackCount, int baseSequence, long[] ticks, int from, int count, long nowNs) {
    begin();
    int told = writer.twcc(localSsrc, mediaSsrc, feedbackCount, baseSequence, ticks, from, count);
    send(nowNs);
    return told;
  }

  void beginReceiverReport() {
    begin();
    writer.receiverReport(localSsrc);
  }

  /** Appends a stream's block, opening another report when one is full; what exceeds the packet is sent before. */
  void block(ReceivedStream stream, long nowNs) {
    if (stream.writeReportBlock(writer, nowNs)) {
      return;
    }
    send(nowNs);
    beginReceiverReport();
    stream.writeReportBlock(writer, nowNs);
  }

  /** Asks for the round-trip time; where no room is left for it, the next report asks. Any clock will do, as only we read it. */
  void referenceTime(long nowNs) {
    writer.referenceTime(localSsrc, Ntp.fromUnixNs(nowNs));
  }

  /** The round-trip time an answer tells, as {@link RtcpReader#referenceRttNs}. */
  long answeredRttNs(RtcpReader reader, long nowNs) {
    return reader.referenceRttNs(localSsrc, Ntp.compact(Ntp.fromUnixNs(nowNs)));
  }

  void send(long nowNs) {
    draft.send(sink, nowNs);
  }

  private void begin() {
    draft.begin();
  }
}
