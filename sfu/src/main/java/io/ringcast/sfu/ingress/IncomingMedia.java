package io.ringcast.sfu.ingress;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.RtcpSink;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.RtxPacket;
import io.ringcast.sfu.wire.TransportSequence;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everything one peer sends: told apart, repaired, reported on, and handed over as runs. Lives on the publisher's loop. */
public final class IncomingMedia {
  /** Half of the mean interval between receiver reports, one second (RFC 3550 section 6.2 for small groups, with its randomness). */
  private static final long HALF_REPORT_INTERVAL_NS = 500_000_000;

  private final DropCounters drops;
  private final TimerWheel timers;
  private final RandomGenerator random;
  private final FeedbackSender feedback;
  private final RoundTrip roundTrip = new RoundTrip();
  private final Wiring wiring;
  private final StreamTable table = new StreamTable();
  private final TwccRecorder transportWide;
  private final Timer reportTimer = new Timer(this::onReportDue);
  private boolean pending;

  /** Hears what a peer's publications do, on the publisher's loop. */
  public interface Listener {
    /** The run's packets now belong to the listener; the run itself only until it returns. */
    void onRun(Publication publication, Run run, long nowNs);

    void onFirstMedia(Publication publication, long nowNs);

    /** Activity, size, rate or clock of a layer changed. */
    void onLayerState(Publication publication, int layer, long nowNs);
  }

  /** What the publications of one peer share. */
  record Wiring(TimerWheel timers, DropCounters drops, FeedbackSender feedback, RoundTrip roundTrip, Listener listener) {}

  /** @param localSsrc names us in RTCP */
  public IncomingMedia(
      RtcpSink rtcp, TimerWheel timers, DropCounters drops, int localSsrc, RandomGenerator random, Listener listener) {
    this.drops = drops;
    this.timers = timers;
    this.random = random;
    feedback = new FeedbackSender(rtcp, localSsrc);
    wiring = new Wiring(timers, drops, feedback, roundTrip, listener);
    transportWide = new TwccRecorder(feedback, timers);
  }

  /** Expects a publication from now on; one with the same id is replaced. */
  public Publication publish(PublicationSpec spec, long publicationKey, long nowNs) {
    unpublish(spec.id());
    Publication publication = new Publication(spec, publicationKey, wiring, nowNs);
    table.add(publication, nowNs);
    if (!reportTimer.isArmed()) {
      armReport(nowNs);
    }
    return publication;
  }

  public void unpublish(PublicationId id) {
    Publication publication = publication(id);
    if (publication != null) {
      publication.close();
      table.remove(publication);
    }
  }

  public @Nullable Publication publication(PublicationId id) {
    for (Publication publication : table.publications()) {
      if (publication.spec().id().equals(id)) {
        return publication;
      }
    }
    return null;
  }

  /** In the order they were published. */
  public List<Publication> publications() {
    return List.copyOf(table.publications());
  }

  /** A muted publication is received and not forwarded; unmuted video is shown from its next keyframe on. */
  public void mute(PublicationId id, boolean muted, long nowNs) {
    Publication publication = publication(id);
    if (publication != null && publication.muted() != muted) {
      publication.mute(muted, nowNs);
    }
  }

  /** Takes ownership of a decrypted packet. */
  public void onRtp(Packet owned, long nowNs) {
    if (!owned.wrapRtp()) {
      drop(owned, DropReason.RTP_MALFORMED);
      return;
    }
    RtpView rtp = owned.rtp();
    logTransportWide(rtp, nowNs);
    StreamTable.Binding binding = table.find(rtp.ssrc());
    if (binding == null) {
      binding = adopt(rtp, nowNs);
    }
    if (binding == null) {
      owned.release();
      return;
    }
    if (binding.retransmission()) {
      onRetransmission(binding.stream(), owned, nowNs);
    } else {
      receive(binding.stream(), owned, false, nowNs);
    }
  }

  /** Takes what RTCP says of this peer's streams; reports and requests about ours are left to egress. */
  public void onRtcp(RtcpReader reader, long nowNs) {
    while (reader.next()) {
      roundTrip.onReported(feedback.answeredRttNs(reader, nowNs), nowNs);
      if (reader.isSenderReport()) {
        StreamTable.Binding binding = table.find(reader.senderSsrc());
        if (binding != null && !binding.retransmission()) {
          binding.stream().publication().onSenderReport(binding.stream(), reader.ntpTimestamp(), reader.rtpTimestamp(), nowNs);
        }
      }
      for (int i = 0; i < reader.byeCount(); i++) {
        StreamTable.Binding binding = table.find(reader.byeSsrc(i));
        if (binding != null && !binding.retransmission()) {
          binding.stream().publication().onBye(binding.stream(), nowNs);
        }
      }
    }
  }

  /** The round-trip time to this peer as RTCP measured it; -1 before that. */
  public long rttNs(long nowNs) {
    return roundTrip.measuredNs(nowNs);
  }

  /** Whether packets wait for {@link #flush}. */
  public boolean hasPending() {
    return pending;
  }

  /** Ends the turn: hands all runs over, audio before video. */
  public void flush(long nowNs) {
    pending = false;
    flush(MediaKind.AUDIO, nowNs);
    flush(MediaKind.VIDEO, nowNs);
  }

  /** Disarms all timers and gives back packets that were not handed over yet. */
  public void close() {
    timers.disarm(reportTimer);
    transportWide.close();
    for (Publication publication : table.publications()) {
      publication.close();
    }
    pending = false;
  }

  private void flush(MediaKind kind, long nowNs) {
    List<Publication> publications = table.publications();
    for (int i = 0; i < publications.size(); i++) {
      if (publications.get(i).kind() == kind) {
        publications.get(i).flush(nowNs);
      }
    }
  }

  private void logTransportWide(RtpView rtp, long nowNs) {
    int id = table.extensions().id(HeaderExtension.TRANSPORT_CC);
    if (id == 0 || !rtp.findExtension(id)) {
      return;
    }
    int sequence = TransportSequence.sequence(rtp.bytes(), rtp.extensionOffset(), rtp.extensionLength());
    if (sequence >= 0) {
      transportWide.onPacket(sequence, rtp.ssrc(), nowNs);
    }
  }

  /** Has an unknown SSRC carry what its packet says; null, and the drop counted, when it may not. */
  private StreamTable.@Nullable Binding adopt(RtpView rtp, long nowNs) {
    StreamTable.Binding binding = table.identify(rtp);
    if (binding == null || binding.stream().wasReplaced(rtp.ssrc(), nowNs)) {
      drops.count(DropReason.UNKNOWN_STREAM);
      return null;
    }
    ReceivedStream stream = binding.stream();
    boolean replaces = !binding.retransmission() && stream.isBound() && stream.log().started();
    if (!table.bind(rtp.ssrc(), binding, nowNs)) {
      drops.count(DropReason.STREAM_LIMIT);
      return null;
    }
    if (replaces) {
      stream.publication().onReplaced(stream, nowNs);
    }
    return binding;
  }

  private void onRetransmission(ReceivedStream stream, Packet packet, long nowNs) {
    RtpView rtp = packet.rtp();
    if (rtp.payloadLength() < RtxPacket.OSN_SIZE) {
      drop(packet, DropReason.RTX_EMPTY);
    } else if (rtp.payloadType() != stream.publication().spec().codec().rtxPayloadType()) {
      drop(packet, DropReason.UNKNOWN_PAYLOAD_TYPE);
    } else if (!stream.log().started()) {
      drop(packet, DropReason.RTX_UNKNOWN);
    } else {
      RtxPacket.unwrap(rtp, stream.ssrc(), stream.publication().spec().codec().payloadType());
      packet.length(rtp.length());
      receive(stream, packet, true, nowNs);
    }
  }

  private void receive(ReceivedStream stream, Packet owned, boolean retransmitted, long nowNs) {
    pending = true;
    stream.publication().receive(stream, owned, retransmitted, nowNs);
  }

  private void onReportDue(long nowNs) {
    boolean any = false;
    for (Publication publication : table.publications()) {
      for (ReceivedStream stream : publication.streams()) {
        if (stream.isReported(nowNs)) {
          if (!any) {
            feedback.beginReceiverReport();
            any = true;
          }
          stream.log().closeInterval();
          feedback.block(stream, nowNs);
        }
      }
    }
    if (any) {
      feedback.referenceTime(nowNs);
      feedback.send(nowNs);
    }
    if (!table.publications().isEmpty()) {
      armReport(nowNs);
    }
  }

  private void armReport(long nowNs) {
    timers.arm(reportTimer, nowNs + HALF_REPORT_INTERVAL_NS + random.nextLong(2 * HALF_REPORT_INTERVAL_NS));
  }

  private void drop(Packet packet, DropReason reason) {
    drops.count(reason);
    packet.release();
  }
}
