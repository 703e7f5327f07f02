package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.wire.RtcpWriter;

/** Writes RTCP to one publisher, each message as its own reduced-size packet (RFC 5506). */
final class FeedbackSender {
  /** Leaves room for SRTCP's trailer and the headers below within a 1,280-byte path. */
  static final int MAX_BYTES = 1_200;

  private final RtcpSink sink;
  private final int localSsrc;
  private final byte[] bytes = new byte[MAX_BYTES];
  private final RtcpWriter writer = new RtcpWriter();

  FeedbackSender(RtcpSink sink, int localSsrc) {
    this.sink = sink;
    this.localSsrc = localSsrc;
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

  void send(long nowNs) {
    if (writer.length() > 0) {
      sink.sendRtcp(bytes, 0, writer.length(), nowNs);
    }
  }

  private void begin() {
    writer.reset(bytes, 0, bytes.length);
  }
}
