package io.ringcast.client.media;

import io.ringcast.client.sdp.Answer;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.SequenceUnwrapper;
import java.util.List;

/** One stream as a subscriber receives it: order, loss, recovery, lateness. On the loop. */
public final class ReceivedStream {
  private static final int NACK_LIMIT = 200;

  private final int ssrc;
  private final int section;
  private final String kind;
  private final Answer.Payload payload;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final LossLog losses = new LossLog();
  private final Latencies latencies = new Latencies();
  private long packets;
  private long bytes;
  private long recovered;
  private long duplicates;
  private long frames;
  private long longestGapNs;
  private long lastArrivalNs;
  private long senderReports;
  private long lastNtp;
  private long lastReportArrivalNs;
  private long reportedExpected;
  private long reportedPackets;
  private int layer = -1;
  private long jitter;
  private long lastTransit;

  /** @param section its index in the session's description */
  ReceivedStream(int ssrc, int section, String kind, Answer.Payload payload) {
    this.ssrc = ssrc;
    this.section = section;
    this.kind = kind;
    this.payload = payload;
  }

  int ssrc() {
    return ssrc;
  }

  int section() {
    return section;
  }

  boolean video() {
    return "video".equals(kind);
  }

  int payloadType() {
    return payload.type();
  }

  Latencies latencies() {
    return latencies;
  }

  boolean started() {
    return packets > 0;
  }

  /** Takes a packet, RTX already unwrapped; its unwrapped sequence, or -1 when it came before. */
  long onPacket(RtpView packet, boolean byRtx, long nowNs) {
    long sequence = unwrapper.unwrap(packet.sequence());
    if (!losses.arrived(sequence, nowNs)) {
      duplicates++;
      return -1;
    }
    if (byRtx) {
      recovered++;
    } else {
      measureJitter(packet.timestampUnsigned(), nowNs);
      readStamp(packet, nowNs);
    }
    count(packet.payloadLength(), packet.marker(), nowNs);
    return sequence;
  }

  /** Takes a packet by what its header says; its unwrapped sequence, or -1 when it came before. */
  long onHeader(int sequence16, boolean marker, long timestamp, int length, long nowNs) {
    long sequence = unwrapper.unwrap(sequence16);
    if (!losses.arrived(sequence, nowNs)) {
      duplicates++;
      return -1;
    }
    measureJitter(timestamp, nowNs);
    count(length, marker, nowNs);
    return sequence;
  }

  private void count(int length, boolean marker, long nowNs) {
    packets++;
    bytes += length;
    frames += marker ? 1 : 0;
    if (lastArrivalNs != 0) {
      longestGapNs = Math.max(longestGapNs, nowNs - lastArrivalNs);
    }
    lastArrivalNs = nowNs;
  }

  private void measureJitter(long timestamp, long nowNs) {
    long transit = nowNs * payload.clockRate() / 1_000_000_000L - timestamp;
    if (lastTransit != 0) {
      jitter += (Math.abs((int) (transit - lastTransit)) - jitter) / 16;
    }
    lastTransit = transit;
  }

  private void readStamp(RtpView packet, long nowNs) {
    int end = packet.payloadOffset() + packet.payloadLength();
    if (!Stamp.present(packet.bytes(), end, packet.payloadLength())) {
      return;
    }
    layer = Stamp.layer(packet.bytes(), end);
    if (Stamp.packetOfFrame(packet.bytes(), end) == 0) {
      latencies.record(nowNs - Stamp.sentNs(packet.bytes(), end));
    }
  }

  void onSenderReport(long ntp, long nowNs) {
    senderReports++;
    lastNtp = ntp;
    lastReportArrivalNs = nowNs;
  }

  /** Appends a NACK for what is due. */
  boolean nack(RtcpWriter out, int ourSsrc, long nowNs) {
    List<Long> due = losses.due(nowNs, NACK_LIMIT);
    if (due.isEmpty()) {
      return false;
    }
    int[] sequences = due.stream().mapToInt(sequence -> (int) (sequence & 0xFFFF)).toArray();
    return out.nack(ourSsrc, ssrc, sequences, sequences.length);
  }

  /** Appends a block to the report just opened (RFC 3550 section 6.4.1). */
  void reportBlock(RtcpWriter out, long nowNs) {
    long expected = losses.expected();
    long lost = Math.max(0, expected - packets);
    long expectedNow = expected - reportedExpected;
    long lostNow = Math.max(0, expectedNow - (packets - reportedPackets));
    reportedExpected = expected;
    reportedPackets = packets;
    int fraction = expectedNow == 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
    int dlsr = senderReports == 0 ? 0 : Ntp.spanFromNs(nowNs - lastReportArrivalNs);
    out.reportBlock(ssrc, fraction, (int) lost, (int) losses.highest(), (int) jitter,
      senderReports == 0 ? 0 : Ntp.compact(lastNtp), dlsr);
  }

  StreamReport report() {
    return new StreamReport(ssrc, kind, payload.codec(), packets, bytes, recovered, duplicates, losses.missing(), losses.givenUp(),
      losses.expected(), frames, layer, longestGapNs, lastArrivalNs, senderReports);
  }

  /** Forgets counters that a measurement starts from zero. */
  void resetMeasurement() {
    latencies.clear();
    longestGapNs = 0;
    lastArrivalNs = 0;
  }
}
