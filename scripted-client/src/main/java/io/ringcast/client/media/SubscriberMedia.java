package io.ringcast.client.media;

import io.ringcast.client.ClientLoop;
import io.ringcast.client.ScriptedPeer;
import io.ringcast.client.sdp.Answer;
import io.ringcast.client.srtp.PacketBuffer;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The streams one subscriber receives: RTX unwrapped, losses asked for, reports sent. On the loop, the reports aside. */
public final class SubscriberMedia {
  private static final long NACK_INTERVAL_NS = 20_000_000L;
  private static final long REPORT_INTERVAL_NS = 1_000_000_000L;
  private static final long KEYFRAME_RETRY_NS = 500_000_000L;
  private static final int RTCP_LIMIT = 1200;
  private static final int STREAM_LIMIT = 16;
  private static final int MARKER = 0x80;
  private static final int SEQUENCE_OFFSET = 2;
  private static final int TIMESTAMP_OFFSET = 4;
  private static final int SSRC_OFFSET = 8;

  private final ClientLoop loop;
  private final int ourSsrc;
  private final PayloadListener listener;
  private final Map<Integer, ReceivedStream> streams = new HashMap<>();
  private final Map<Integer, ReceivedStream> rtxStreams = new HashMap<>();
  private final RtpView view = new RtpView();
  private final RtcpReader reader = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] rtcp = new byte[RTCP_LIMIT];
  private @Nullable ScriptedPeer peer;
  private @Nullable Answer answer;
  private boolean running;
  private boolean asksAgain = true;
  private ArrivalListener arrivals = (section, sequence, marker, recovered, count, nowNs) -> { };
  private int sampling = 1;
  private int untilDecrypted;
  private long unknownPackets;
  private long byes;

  public SubscriberMedia(ClientLoop loop, int ourSsrc, PayloadListener listener) {
    this.loop = loop;
    this.ourSsrc = ourSsrc;
    this.listener = listener;
  }

  /** This as what a peer tells of what arrives. */
  public ScriptedPeer.Listener receiver() {
    return new ScriptedPeer.Listener() {
      @Override
      public void onRtp(PacketBuffer packet, long nowNs) {
        SubscriberMedia.this.onRtp(packet.getBuffer(), packet.getOffset(), packet.getLength(), nowNs);
      }

      @Override
      public void onRtcp(PacketBuffer packet, long nowNs) {
        SubscriberMedia.this.onRtcp(packet.getBuffer(), packet.getOffset(), packet.getLength(), nowNs);
      }

      @Override
      public boolean onSealedRtp(byte[] bytes, int length, long nowNs) {
        return SubscriberMedia.this.onSealedRtp(bytes, length, nowNs);
      }

      @Override
      public void onClosed(String reason) {
        stop();
      }
    };
  }

  /**
   * Has only one packet of so many decrypted; the others are taken by their headers, which authenticate nothing: what a crowd of
   * receivers on one machine can afford. 1, which is how it starts, decrypts all. Before {@link #start()}.
   */
  public void decryptOneOf(int packets) {
    loop.execute(() -> sampling = packets);
  }

  /** Has every arrival told there too. Before {@link #start()}. */
  public void tell(ArrivalListener heard) {
    loop.execute(() -> arrivals = heard);
  }

  /** Learns the streams that the answer names; those it knows already go on. */
  public void expect(ScriptedPeer from, Answer told) {
    peer = from;
    answer = told;
    for (int i = 0; i < told.sections().size(); i++) {
      Answer.Section section = told.sections().get(i);
      if (section.rejected() || section.ssrcs().isEmpty() || section.primary().isEmpty()) {
        continue;
      }
      ReceivedStream stream = new ReceivedStream(section.ssrcs().getFirst(), i, section.kind(), section.primary().orElseThrow());
      if (streams.putIfAbsent(stream.ssrc(), stream) != null) {
        continue;
      }
      if (section.rtx().isPresent() && section.ssrcs().size() > 1) {
        rtxStreams.put(section.ssrcs().get(1), stream);
      }
    }
  }

  /** Starts asking and reporting. */
  public void start() {
    running = true;
    long nowNs = loop.nowNs();
    loop.at(nowNs, this::onKeyframeDue);
    loop.at(nowNs + NACK_INTERVAL_NS, this::onNackDue);
    loop.at(nowNs + REPORT_INTERVAL_NS, this::onReportDue);
  }

  public void stop() {
    running = false;
  }

  /** Whether losses are asked for; yes unless told otherwise. */
  public void askForLosses(boolean ask) {
    loop.execute(() -> asksAgain = ask);
  }

  public void onRtp(byte[] bytes, int offset, int length, long nowNs) {
    if (!view.wrap(bytes, offset, length)) {
      unknownPackets++;
      return;
    }
    ReceivedStream rtxOf = rtxStreams.get(view.ssrc());
    if (rtxOf != null && !RtxPacket.unwrap(view, rtxOf.ssrc(), rtxOf.payloadType())) {
      return;
    }
    ReceivedStream stream = rtxOf == null ? streamOf(view) : rtxOf;
    if (stream == null) {
      unknownPackets++;
      return;
    }
    long sequence = stream.onPacket(view, rtxOf != null, nowNs);
    if (sequence >= 0) {
      listener.onPayload(stream.ssrc(), sequence, view.bytes(), view.payloadOffset(), view.payloadLength());
      int end = view.payloadOffset() + view.payloadLength();
      long count = Stamp.present(view.bytes(), end, view.payloadLength()) ? Stamp.count(view.bytes(), end) : ArrivalListener.UNREAD;
      arrivals.onArrival(stream.section(), sequence, view.marker(), rtxOf != null, count, nowNs);
    }
  }

  /** Takes most packets of streams that have begun by their headers (RFC 3550 section 5.1), which SRTP leaves in the clear. */
  private boolean onSealedRtp(byte[] bytes, int length, long nowNs) {
    if (sampling <= 1 || length <= SSRC_OFFSET + Integer.BYTES) {
      return false;
    }
    ReceivedStream stream = streams.get(BigEndian.i32(bytes, SSRC_OFFSET));
    untilDecrypted--;
    if (stream == null || !stream.started() || untilDecrypted <= 0) {
      untilDecrypted = untilDecrypted <= 0 ? sampling : untilDecrypted;
      return false;
    }
    boolean marker = (bytes[1] & MARKER) != 0;
    long timestamp = Integer.toUnsignedLong(BigEndian.i32(bytes, TIMESTAMP_OFFSET));
    long sequence = stream.onHeader(BigEndian.u16(bytes, SEQUENCE_OFFSET), marker, timestamp, length, nowNs);
    if (sequence >= 0) {
      arrivals.onArrival(stream.section(), sequence, marker, false, ArrivalListener.UNREAD, nowNs);
    }
    return true;
  }

  public void onRtcp(byte[] bytes, int offset, int length, long nowNs) {
    if (!reader.wrap(bytes, offset, length)) {
      return;
    }
    while (reader.next()) {
      byes += reader.byeCount();
      ReceivedStream stream = reader.isSenderReport() ? streams.get(reader.senderSsrc()) : null;
      if (stream != null) {
        stream.onSenderReport(reader.ntpTimestamp(), nowNs);
      }
    }
  }

  /** All streams; from any thread. */
  public List<StreamReport> reports() {
    return ask(all -> all.streams.values().stream().map(ReceivedStream::report).toList());
  }

  /** The first stream of a kind; from any thread. */
  public StreamReport report(String kind) {
    return reports().stream().filter(report -> report.kind().equals(kind)).findFirst().orElseThrow();
  }

  /** Latencies of the first packets of video frames, over all streams; from any thread. */
  public Latencies videoLatencies() {
    return ask(all -> {
      Latencies merged = new Latencies();
      all.streams.values().stream().filter(ReceivedStream::video).forEach(stream -> merged.add(stream.latencies()));
      return merged;
    });
  }

  /** Starts a measurement: latencies and gaps from zero. */
  public void resetMeasurement() {
    loop.execute(() -> streams.values().forEach(ReceivedStream::resetMeasurement));
  }

  /** Packets of streams that the answer did not name. */
  public long unknownPackets() {
    return ask(all -> all.unknownPackets);
  }

  /** Sources that said goodbye. */
  public long byes() {
    return ask(all -> all.byes);
  }

  private <T> T ask(Function<SubscriberMedia, T> question) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(() -> done.complete(question.apply(this)));
    return done.join();
  }

  /** A stream the answer named no SSRC for is known by its payload type. */
  private @Nullable ReceivedStream streamOf(RtpView packet) {
    ReceivedStream known = streams.get(packet.ssrc());
    Answer told = answer;
    if (known != null || told == null || streams.size() >= STREAM_LIMIT) {
      return known;
    }
    for (int i = 0; i < told.sections().size(); i++) {
      Answer.Section section = told.sections().get(i);
      for (Answer.Payload payload : section.payloads()) {
        if (payload.type() == packet.payloadType() && payload.apt() < 0 && section.ssrcs().isEmpty()) {
          ReceivedStream stream = new ReceivedStream(packet.ssrc(), i, section.kind(), payload);
          streams.put(packet.ssrc(), stream);
          return stream;
        }
      }
    }
    return null;
  }

  private void onKeyframeDue(long nowNs) {
    boolean waiting = false;
    for (ReceivedStream stream : streams.values()) {
      if (running && stream.video() && !stream.started()) {
        waiting = true;
        writer.reset(rtcp, 0, RTCP_LIMIT);
        writer.receiverReport(ourSsrc);
        writer.pli(ourSsrc, stream.ssrc());
        send();
      }
    }
    if (waiting) {
      loop.at(nowNs + KEYFRAME_RETRY_NS, this::onKeyframeDue);
    }
  }

  private void onNackDue(long nowNs) {
    if (!running) {
      return;
    }
    for (ReceivedStream stream : streams.values()) {
      writer.reset(rtcp, 0, RTCP_LIMIT);
      writer.receiverReport(ourSsrc);
      if (asksAgain && stream.video() && stream.nack(writer, ourSsrc, nowNs)) {
        send();
      }
    }
    loop.at(nowNs + NACK_INTERVAL_NS, this::onNackDue);
  }

  private void onReportDue(long nowNs) {
    if (!running) {
      return;
    }
    writer.reset(rtcp, 0, RTCP_LIMIT);
    writer.receiverReport(ourSsrc);
    for (ReceivedStream stream : streams.values()) {
      if (stream.started()) {
        stream.reportBlock(writer, nowNs);
      }
    }
    send();
    loop.at(nowNs + REPORT_INTERVAL_NS, this::onReportDue);
  }

  private void send() {
    ScriptedPeer to = peer;
    if (to != null) {
      to.sendRtcp(rtcp, writer.length());
    }
  }
}
