package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationId;
import io.ringcast.sfu.api.RoomReport.SubscriptionReport;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.congestion.Allocation.Share;
import io.ringcast.sfu.congestion.Track;
import io.ringcast.sfu.loop.Bundle;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.loop.MediaSource;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.wire.ReportBlock;
import io.ringcast.sfu.wire.RtcpReader;
import io.ringcast.sfu.wire.RtcpWriter;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One publication as one peer gets it. Lives on the subscriber's loop.
 *
 * <p>The way of a run: refused as a whole? begin a slab; for each packet: padding? fits? which layer, a switch? its number, its timestamp;
 * write, protect; send the slab. Nothing is allocated on this way. A video subscription holds about 8 kB, 8 kB more once its peer has sent
 * a NACK, and 100 kB more where the peer knows NACK but no RTX.
 */
public final class Subscription implements RunSink, Forwarder.Wishes {
  /** Asked again until the keyframe comes: the request, or the keyframe, may be lost. The source throttles what reaches the publisher. */
  private static final long KEYFRAME_RETRY_NS = 500_000_000L;
  private static final long VIDEO_REPORT_NS = 1_000_000_000L;
  private static final long AUDIO_REPORT_NS = 2_000_000_000L;
  /** After the first packet and after a switch: soon, so that players can sync, but behind the media. */
  private static final long SOON_NS = 20_000_000L;
  /** Reports of many subscriptions that began together are spread over so many milliseconds. */
  private static final int REPORT_SPREAD_MASK = 0x3F;
  private static final long NS_PER_MS = 1_000_000L;

  private final SubscriptionId id;
  private final SubscriptionSpec spec;
  private final OutgoingStream stream;
  private final MediaSource source;
  private final SubscriberPath path;
  private final OutgoingMedia.Listener listener;
  private final boolean video;
  private final LayerSelector selector;
  private final Forwarder forwarder;
  private final SenderReports reports;
  private final Reception reception;
  private final Timer keyframeTimer = new Timer(this::onKeyframeTimer);
  private final Timer reportTimer = new Timer(this::onReportTimer);
  private final IntConsumer nackVisitor = this::onNacked;
  private final Entitlement entitlement = new Entitlement();
  private boolean paused;
  private boolean closed;
  private boolean firstForwarded;
  private int announced = LayerSelector.NONE;
  private int demanded;
  private int layerCount;
  private long nackNowNs;
  private long nacksReceived;
  private long keyframesRequested;

  Subscription(SubscriptionId id, SubscriptionSpec spec, OutgoingStream stream, OutgoingStart start, MediaSource source,
    SubscriberPath path, OutgoingMedia.Listener listener) {
    this.id = id;
    this.spec = spec;
    this.stream = stream;
    this.source = source;
    this.path = path;
    this.listener = listener;
    int clockRateHz = spec.codec().codec().clockRateHz();
    video = spec.codec().codec().kind() == MediaKind.VIDEO;
    selector = new LayerSelector(source.layers(), video, spec.wanted());
    forwarder = new Forwarder(spec, stream, start, source, path, selector, this);
    reports = new SenderReports(stream, clockRateHz);
    reception = new Reception(clockRateHz);
    demanded = selector.demanded();
    layerCount = source.layers().count();
  }

  public SubscriptionId id() {
    return id;
  }

  public SubscriptionSpec spec() {
    return spec;
  }

  public PublicationId publication() {
    return spec.publication();
  }

  public int ssrc() {
    return stream.ssrc();
  }

  public int rtxSsrc() {
    return stream.rtxSsrc();
  }

  /** The hot path: sends what of this run the subscriber gets, and counts the rest by reason. */
  @Override
  public void onRun(Run run, long nowNs) {
    DropReason refusal = refusal(run, nowNs);
    if (refusal != null) {
      path.drops.count(refusal, run.size());
      return;
    }
    if (forwarder.forward(run, nowNs)) {
      afterSend(nowNs);
    }
  }

  @Override
  public Bundle bundle() {
    return path.bundle;
  }

  /** Asks for another layer. */
  public void want(Layer layer, long nowNs) {
    boolean targetChanged = selector.want(layer);
    onSelection(targetChanged, nowNs);
  }

  /** Leaves temporal layers above this one out, from the next picture that allows it. */
  public void wantTemporal(int highest) {
    entitlement.wishTemporal(highest);
    limitTemporal();
  }

  /** Of a layer that does not fit any more goes what there must be of it, until the smaller one has its keyframe. */
  private void limitTemporal() {
    int highest = selector.current() > entitlement.spatial() ? 0 : entitlement.temporal();
    if (highest != forwarder.temporalWanted()) {
      forwarder.wantTemporal(highest);
    }
  }

  /** Stops sending, or begins again with the next keyframe. */
  public void pause(boolean pause, long nowNs) {
    if (paused == pause) {
      return;
    }
    paused = pause;
    onRest(nowNs);
  }

  /** How the division of the path's rate sees it; null when its peer wants nothing of it. */
  @Nullable Track track(long nowNs) {
    if (paused || closed) {
      return null;
    }
    return video
        ? entitlement.track(id.value(), selector.wish(), source.layers())
        : Track.audio(id.value(), forwarder.sent().bitrateBps(nowNs));
  }

  /**
   * What it gets of the path's rate from now on.
   *
   * @param share null while nothing is divided: then it gets what it wishes
   * @param pausable whether the path can be tried without it
   */
  void entitle(@Nullable Share share, boolean pausable, long nowNs) {
    boolean rested = entitlement.isPaused();
    entitlement.take(share, pausable);
    limitTemporal();
    boolean targetChanged = selector.limit(entitlement.spatial());
    if (selector.current() > selector.target() && !selector.layersOfOneStream() && path.isFull(nowNs)) {
      // What is too large and hardly arrives is in the way of the keyframe that is awaited.
      selector.stop();
      announce(LayerSelector.NONE, nowNs);
      targetChanged = true;
    }
    if (rested != entitlement.isPaused()) {
      listener.onPausedByRate(this, entitlement.isPaused(), nowNs);
      onRest(nowNs);
    } else if (targetChanged) {
      onSelection(true, nowNs);
    }
  }

  /** Its peer wants nothing, or not even its least fits. */
  private boolean rests() {
    return paused || entitlement.isPaused();
  }

  /** It rests from now on, or no longer. */
  private void onRest(long nowNs) {
    if (rests()) {
      selector.stop();
      announce(LayerSelector.NONE, nowNs);
    }
    onSelection(true, nowNs);
  }

  /** The source says that a layer began, stopped, or got a clock. */
  @Override
  public void onLayerState(int layer, long nowNs) {
    if (closed) {
      return;
    }
    boolean recounted = layerCount != source.layers().count();
    layerCount = source.layers().count();
    onSelection(selector.retarget(), nowNs);
    if (!selector.isFlowing() && !source.layers().layer(selector.target()).active()) {
      announce(LayerSelector.NONE, nowNs);
    } else if (recounted && announced != LayerSelector.NONE) {
      announced = LayerSelector.NONE;
      announce(selector.current(), nowNs);
    }
    Epoch epoch = forwarder.epoch();
    if (epoch != null && layer == epoch.stream() && firstForwarded && !reportTimer.isArmed()) {
      path.timers.arm(reportTimer, nowNs);
    }
  }

  /** The layer it is after; -1 when it needs nothing. */
  public int demandedLayer() {
    return rests() || closed ? LayerSelector.NONE : selector.target();
  }

  /** The layers whose packets it needs now, as a bit mask. */
  @Override
  public int demandedLayers() {
    return rests() || closed ? 0 : selector.demanded();
  }

  public SubscriptionReport report(long nowNs) {
    int layers = source.layers().count();
    return new SubscriptionReport(id, spec.publication(), Layers.layer(selector.wanted(), layers),
      selector.isFlowing() ? Layers.layer(selector.current(), layers) : null, paused, entitlement.temporalWished(),
      forwarder.sent().packets(), forwarder.sent().bytes(),
      forwarder.sent().bitrateBps(nowNs), reception.fractionLost(), reception.jitterMs(),
      nacksReceived, forwarder.retransmitter().retransmitted(), keyframesRequested, entitlement.report(layers, selector.wanted()));
  }

  /** Disarms its timers; nothing is sent any more. Its peer's {@link OutgoingMedia#unsubscribe} calls it. */
  public void close() {
    closed = true;
    path.timers.disarm(keyframeTimer);
    path.timers.disarm(reportTimer);
  }

  /** The publication ended: says so to the subscriber (RFC 3550 section 6.6) and closes. */
  @Override
  public void onEnd(long nowNs) {
    if (!closed) {
      writeBye(path.beginRtcp());
      path.sendRtcp(nowNs);
      close();
      announce(LayerSelector.NONE, nowNs);
    }
  }

  /** Appends a BYE, behind the report that begins a compound (RFC 3550 section 6.1); false when it does not fit. */
  boolean writeBye(RtcpWriter writer) {
    return (writer.length() > 0 || writer.receiverReport(stream.ssrc())) && writer.bye(stream.ssrc());
  }

  /** Asks for a keyframe when the layer to be sent needs one. */
  void start(long nowNs) {
    askForKeyframe(nowNs);
  }

  /** Answers the NACK at which the reader stands; tells how many sequences it named. */
  int onNack(RtcpReader reader, long nowNs) {
    nackNowNs = nowNs;
    if (selector.state() == LayerSelector.State.WAITING && path.isFilling(nowNs)) {
      return reader.visitNackedSequences(sequence -> path.drops.count(DropReason.BUDGET_EXHAUSTED));
    }
    forwarder.retransmitter().begin(forwarder.sent().bitrateBps(nowNs), nowNs);
    int named = reader.visitNackedSequences(nackVisitor);
    forwarder.retransmitter().end(nowNs);
    nacksReceived += named;
    return named;
  }

  /** The subscriber cannot decode without a keyframe. */
  @Override
  public void onPictureLost(long nowNs) {
    if (video && !rests() && !closed && forwarder.takesKeyframe(nowNs)) {
      requestKeyframe(selector.isFlowing() ? selector.current() : selector.target(), nowNs);
    }
  }

  void onReportBlock(ReportBlock block, long nowNs) {
    forwarder.onAcknowledged();
    reception.onReportBlock(block);
    long rttNs = reports.rttNs(block, nowNs);
    if (rttNs != SubscriberPath.UNKNOWN_RTT) {
      path.onRtt(rttNs);
    }
  }

  /** Whether padding can go to the peer on its retransmission stream: the peer knows it by now, and tells when it arrives. */
  boolean carriesPadding() {
    return video && !closed && forwarder.carriesPadding();
  }

  /** Sends so many bytes of padding, or a little more. */
  void pad(long bytes, long nowNs) {
    forwarder.pad(bytes, nowNs);
  }

  private void onNacked(int sequence) {
    forwarder.retransmitter().answer(sequence, nackNowNs);
  }

  private @Nullable DropReason refusal(Run run, long nowNs) {
    if (closed || paused) {
      return DropReason.PAUSED;
    }
    if (entitlement.isPaused()) {
      return DropReason.PAUSED_BY_RATE;
    }
    if (!path.sink.isOpen()) {
      return DropReason.TRANSPORT_NOT_READY;
    }
    if (source.codec() != spec.codec().codec()) {
      return DropReason.NOT_NEGOTIATED;
    }
    if (!selector.concerns(run.stream())) {
      return DropReason.LAYER_NOT_WANTED;
    }
    int bytes = 0;
    for (int i = 0; i < run.size(); i++) {
      bytes += run.packet(i).length();
    }
    return path.budget.admits(spec.codec().codec().kind(), bytes, nowNs) ? null : DropReason.BUDGET_EXHAUSTED;
  }

  private void afterSend(long nowNs) {
    if (!firstForwarded) {
      firstForwarded = true;
      listener.onFirstForwarded(this, nowNs);
    }
    if (announced != selector.current()) {
      path.timers.arm(reportTimer, nowNs + SOON_NS + (stream.ssrc() & REPORT_SPREAD_MASK) * NS_PER_MS);
      announce(selector.current(), nowNs);
      onSelection(false, nowNs);
      limitTemporal();
    }
  }

  /** What follows from another wish, another target, another current layer. */
  private void onSelection(boolean targetChanged, long nowNs) {
    if (closed) {
      return;
    }
    if (demandedLayers() != demanded) {
      demanded = demandedLayers();
      source.demandChanged(nowNs);
    }
    if (targetChanged) {
      askForKeyframe(nowNs);
    } else {
      onKeyframeAwaited(nowNs);
    }
  }

  private void announce(int layer, long nowNs) {
    if (announced != layer) {
      announced = layer;
      if (video) {
        listener.onLayerChanged(this, layer, nowNs);
      }
    }
  }

  @Override
  public void onKeyframeAwaited(long nowNs) {
    if (!keyframeTimer.isArmed()) {
      askForKeyframe(nowNs);
    }
  }

  /**
   * Asks now and again until the switch has happened. A layer that is not being sent while others are is not asked; where none is, the
   * source stands still (a screen nobody touches) and brings a picture when it is asked. While the path is congested the question waits.
   */
  private void askForKeyframe(long nowNs) {
    boolean due = video && !rests() && !closed && forwarder.needsKeyframe();
    if (due && path.sink.isOpen() && (source.layers().layer(selector.target()).active() || selector.isNoneActive())) {
      if (forwarder.takesKeyframe(nowNs)) {
        requestKeyframe(selector.target(), nowNs);
      }
      path.timers.arm(keyframeTimer, nowNs + KEYFRAME_RETRY_NS);
    } else if (!due && selector.state() == LayerSelector.State.SWITCHING && !keyframeTimer.isArmed() && !closed) {
      path.timers.arm(keyframeTimer, nowNs + KEYFRAME_RETRY_NS);
    }
  }

  private void requestKeyframe(int layer, long nowNs) {
    keyframesRequested++;
    source.requestKeyframe(source.layers().streamOf(layer), nowNs);
  }

  /** A switch that should have needed no keyframe and has not happened yet gets one. */
  private void onKeyframeTimer(long nowNs) {
    forwarder.onSwitchOverdue();
    askForKeyframe(nowNs);
  }

  /** Before the publisher's first sender report there is nothing to translate: the next change of the layer's state begins anew. */
  private void onReportTimer(long nowNs) {
    Epoch epoch = forwarder.epoch();
    if (epoch == null || !forwarder.isClockValid(epoch)) {
      return;
    }
    reports.write(path.beginRtcp(), forwarder.clock(epoch.stream()), epoch.timestampOffset(), forwarder.sent(), nowNs);
    path.sendRtcp(nowNs);
    path.timers.arm(reportTimer, nowNs + (video ? VIDEO_REPORT_NS : AUDIO_REPORT_NS));
  }

}
