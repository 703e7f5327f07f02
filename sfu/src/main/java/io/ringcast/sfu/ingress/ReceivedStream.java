package io.ringcast.sfu.ingress;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.loop.DropCounters;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.TimerWheel;
import io.ringcast.sfu.wire.Ntp;
import io.ringcast.sfu.wire.RtcpWriter;
import io.ringcast.sfu.wire.RtpView;

/** One layer as it arrives on its SSRC: what came, what is asked for again, how fast it is. Lives on the publisher's loop. */
final class ReceivedStream implements NackPlanner.Listener {
  /** A large keyframe: packets further back than it is long are of no use at a stream's start. */
  private static final int EARLIER_START_LIMIT = 64;
  /** Packets of an SSRC that was replaced may still arrive for this long; they do not take the stream back. */
  static final long RETIRED_NS = 1_000_000_000;
  /** A stream silent for this long is no longer reported on: several report intervals. */
  static final long REPORTED_NS = 10_000_000_000L;

  private final Publication publication;
  private final StreamSource source;
  private final FeedbackSender feedback;
  private final ReceiveLog log;
  private final NackPlanner nacks;
  private final KeyframeRequester keyframeRequests;
  private final LayerMeter meter = new LayerMeter();
  private final Descriptors descriptors;
  private boolean bound;
  private int ssrc;
  private boolean rtxBound;
  private int rtxSsrc;
  private boolean retired;
  private int retiredSsrc;
  private boolean rtxRetired;
  private int retiredRtxSsrc;
  private long retiredAtNs;
  private long arrivedNs;
  private boolean senderReported;
  private int lastReportCompact;
  private long lastReportNs;
  private boolean showing = true;
  private long shownFrom = Long.MIN_VALUE;
  private long hiddenTo = Long.MIN_VALUE;
  private long nacked;
  private long keyframes;
  private int keyframeTimestamp;

  ReceivedStream(Publication publication, StreamSource source, FeedbackSender feedback, RoundTrip roundTrip, TimerWheel timers,
      DropCounters drops) {
    this.publication = publication;
    this.source = source;
    this.feedback = feedback;
    CodecParameters codec = publication.spec().codec();
    log = new ReceiveLog(codec.codec().clockRateHz());
    nacks = new NackPlanner(patience(codec), roundTrip, timers, this);
    keyframeRequests = new KeyframeRequester(timers, this::sendKeyframeRequest);
    descriptors = new Descriptors(publication.spec().extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR), drops);
  }

  Publication publication() {
    return publication;
  }

  StreamSource source() {
    return source;
  }

  ReceiveLog log() {
    return log;
  }

  LayerMeter meter() {
    return meter;
  }

  Descriptors descriptors() {
    return descriptors;
  }

  KeyframeRequester keyframeRequests() {
    return keyframeRequests;
  }

  boolean isBound() {
    return bound;
  }

  int ssrc() {
    return ssrc;
  }

  boolean isRtxBound() {
    return rtxBound;
  }

  int rtxSsrc() {
    return rtxSsrc;
  }

  void bindRtx(int ssrc) {
    rtxBound = true;
    rtxSsrc = ssrc;
  }

  /**
   * The stream arrives on this SSRC from now on; one that arrived before on another goes on behind a keyframe, and what repaired that one
   * speaks of its numbers.
   */
  void bind(int newSsrc, long nowNs) {
    if (bound && log.started()) {
      retired = true;
      retiredSsrc = ssrc;
      retiredAtNs = nowNs;
      rtxRetired = rtxBound;
      retiredRtxSsrc = rtxSsrc;
      rtxBound = false;
      log.restart();
      nacks.forgetAll();
      meter.restart();
      senderReported = false;
      showing = false;
      descriptors.restart();
    }
    bound = true;
    ssrc = newSsrc;
  }

  /** Whether this SSRC was replaced a moment ago. */
  boolean wasReplaced(int oldSsrc, long nowNs) {
    boolean known = (retired && retiredSsrc == oldSsrc) || (rtxRetired && retiredRtxSsrc == oldSsrc);
    return known && nowNs - retiredAtNs < RETIRED_NS;
  }

  /** Logs a packet of the stream, sent anew or for the first time. */
  ReceiveLog.Verdict note(RtpView rtp, boolean retransmitted, long nowNs) {
    boolean first = !log.started();
    long lowest = log.lowest();
    long highest = log.highest();
    ReceiveLog.Verdict verdict = log.receive(rtp.sequence(), retransmitted);
    if (verdict != ReceiveLog.Verdict.NEW) {
      return verdict;
    }
    arrivedNs = nowNs;
    if (!retransmitted) {
      log.arrived(rtp.timestamp(), nowNs);
    }
    if (!first && log.lowest() > highest) {
      onBegunAnew(nowNs);
    } else if (!first && log.last() > highest + 1) {
      nacks.onGap(highest + 1, log.last(), nowNs);
    } else if (!first && log.last() < lowest) {
      onEarlierStart(lowest, nowNs);
    } else if (log.last() < highest) {
      nacks.onArrived(log.last(), nowNs);
    }
    return verdict;
  }

  /** What lies before the new numbers is not missed; the packet that told of them first and was not believed is. */
  private void onBegunAnew(long nowNs) {
    nacks.forgetAll();
    onGivenUp(nowNs);
    if (log.lowest() < log.last()) {
      nacks.onGap(log.lowest(), log.last(), nowNs);
    }
  }

  /** The stream began earlier than it seemed: what lies between belongs to its first frame, and is missed. */
  private void onEarlierStart(long lowest, long nowNs) {
    if (lowest - log.last() <= EARLIER_START_LIMIT) {
      nacks.onGap(log.last() + 1, lowest, nowNs);
    }
  }

  /** A keyframe's first packet came. */
  void onKeyframe(Packet packet) {
    int timestamp = packet.rtp().timestamp();
    if (keyframes == 0 || timestamp != keyframeTimestamp) {
      keyframes++;
      keyframeTimestamp = timestamp;
    }
    nacks.onKeyframe(packet.extendedSequence());
    keyframeRequests.onKeyframe();
  }

  /** Nothing is shown until something decodable comes that was sent later than all that came so far. */
  void hideUpToNow() {
    showing = false;
    hiddenTo = log.started() ? log.highest() : Long.MIN_VALUE;
  }

  boolean isShowing() {
    return showing;
  }

  /** Whether a packet is to be shown; {@code decodable} says that a decoder can start with it. */
  boolean shows(long extendedSequence, boolean decodable) {
    if (!showing && decodable && extendedSequence > hiddenTo) {
      showing = true;
      shownFrom = extendedSequence;
    }
    return showing && extendedSequence >= shownFrom;
  }

  /** The stream takes another layer's place: its numbers go on above all that were used there. */
  void renumberAbove(long floor) {
    long before = log.highest();
    log.renumberAbove(floor);
    descriptors.moveUp(log.highest() - before);
    nacks.forgetAll();
    showing = false;
  }

  void onSenderReport(long ntp, long nowNs) {
    senderReported = true;
    lastReportCompact = Ntp.compact(ntp);
    lastReportNs = nowNs;
  }

  boolean isReported(long nowNs) {
    return log.started() && nowNs - arrivedNs < REPORTED_NS;
  }

  boolean writeReportBlock(RtcpWriter writer, long nowNs) {
    int delay = senderReported ? Ntp.spanFromNs(nowNs - lastReportNs) : 0;
    return writer.reportBlock(ssrc, log.fractionLost(), log.cumulativeLost(), log.reportedHighest(), log.jitter(),
      senderReported ? lastReportCompact : 0, delay);
  }

  /** Sequences asked for again, repetitions included. */
  long nacked() {
    return nacked;
  }

  long keyframes() {
    return keyframes;
  }

  void close() {
    nacks.forgetAll();
    keyframeRequests.close();
    descriptors.releaseAll();
  }

  @Override
  public void onNack(int[] sequences, int count, long nowNs) {
    nacked += count;
    feedback.nack(ssrc, sequences, count, nowNs);
  }

  @Override
  public void onGivenUp(long nowNs) {
    if (publication.kind() == MediaKind.VIDEO) {
      keyframeRequests.request(nowNs);
    }
  }

  private void sendKeyframeRequest(long nowNs) {
    if (bound && publication.spec().codec().pictureLossIndication()) {
      feedback.pictureLoss(ssrc, nowNs);
    }
  }

  private static NackPlanner.Patience patience(CodecParameters codec) {
    if (!codec.nack()) {
      return NackPlanner.Patience.NO_NACK;
    }
    return codec.codec().kind() == MediaKind.VIDEO ? NackPlanner.Patience.VIDEO : NackPlanner.Patience.AUDIO;
  }
}
