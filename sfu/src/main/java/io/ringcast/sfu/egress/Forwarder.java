package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.SubscriptionSpec;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.MediaSource;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.Slab;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import org.jspecify.annotations.Nullable;

/**
 * The hot path of one subscription: decides for each packet of a run, rewrites it into the peer's slab, protects it there and sends.
 *
 * <p>What is forwarded without a break is an {@link Epoch}: one stream, or what its {@link TargetSelector} lets through of it, with a fixed
 * distance of timestamps. A switch to another stream, or a stream that began anew, starts the next one, at a keyframe.
 */
final class Forwarder {
  /** How many numbers can be repaired or repeated, about a second of 5 Mbit/s video; voice has 50 packets a second. */
  private static final int VIDEO_NUMBERS = 512;
  private static final int AUDIO_NUMBERS = 128;
  /** A larger jump within one stream is no loss to be repaired: the subscriber was cut off or the publisher began anew. */
  private static final long RESTART_DISTANCE = 10_000;
  /** A keyframe of a large picture: as far as it is worth looking for what went by before its first packet came. */
  private static final int CATCH_UP_PACKETS = 64;

  private final boolean video;
  private final MediaSource source;
  private final SubscriberPath path;
  private final LayerSelector selector;
  private final Wishes wishes;
  private final SequenceRewriter sequences;
  private final TimestampRewriter timestamps;
  private final PictureIdRewriter pictures;
  private final Epochs epochs = new Epochs();
  private final PacketRewriter rewriter;
  private final Retransmitter retransmitter;
  private final TargetSelector targets;
  private final Holdback holdback = new Holdback();
  private final Rewrite rewrite = new Rewrite();
  private final ActiveTargets activeTargets = new ActiveTargets();
  private final FrameGate gate = new FrameGate();
  private final SentCounts sent = new SentCounts();
  private boolean epochBegan;
  /** Something of the stream was kept from the subscriber: it goes on with a new epoch. */
  private boolean interrupted;
  /** Sender reports that arrived earlier may speak of a stream that is gone. */
  private long clocksValidFromNs = Long.MIN_VALUE;

  /** What forwarding finds that it needs. */
  interface Wishes {
    /** Packets of the layer to be sent come, and a keyframe has to come first. */
    void onKeyframeAwaited(long nowNs);

    /** The stream began anew and cannot be decoded from here. */
    void onPictureLost(long nowNs);
  }

  Forwarder(SubscriptionSpec spec, OutgoingStream stream, OutgoingStart start, MediaSource source, SubscriberPath path,
    LayerSelector selector, Wishes wishes) {
    this.source = source;
    this.path = path;
    this.selector = selector;
    this.wishes = wishes;
    video = spec.codec().codec().kind() == MediaKind.VIDEO;
    sequences = new SequenceRewriter(video ? VIDEO_NUMBERS : AUDIO_NUMBERS, start.sequence());
    timestamps = new TimestampRewriter(spec.codec().codec().clockRateHz(), start.timestampOffset());
    pictures = new PictureIdRewriter(spec.codec().codec() == Codec.VP8, start.pictureId());
    targets = new TargetSelector(selector);
    rewriter = new PacketRewriter(path, spec, stream, source.extensions(), start.rtxSequence());
    retransmitter = new Retransmitter(path, source, sequences, epochs, targets, rewriter, spec.codec());
  }

  Retransmitter retransmitter() {
    return retransmitter;
  }

  SentCounts sent() {
    return sent;
  }

  /** What is being forwarded; null before the first packet. */
  @Nullable Epoch epoch() {
    return epochs.current();
  }

  /** Whether padding can go on the retransmission stream: its numbers are told of, and media went before. */
  boolean carriesPadding() {
    return rewriter.carriesPadding() && sent.packets() > 0 && path.sink.isOpen();
  }

  void pad(long bytes, long nowNs) {
    retransmitter.pad(bytes, rewrite.timestamp, nowNs);
  }

  /** Whether the path takes a keyframe now. */
  boolean takesKeyframe(long nowNs) {
    return gate.isOpen(path.sink.room(nowNs), nowNs);
  }

  /** The subscriber has told that it receives the stream. */
  void onAcknowledged() {
    rewriter.onAcknowledged();
  }

  /** Sends what of this run the subscriber gets, and counts the rest by reason; true when anything was sent. */
  boolean forward(Run run, long nowNs) {
    rewriter.begin(run, activeTargets.isTelling());
    gate.look(path.sink.room(nowNs));
    long sentBefore = sent.packets();
    for (int i = 0; i < run.size(); i++) {
      Packet packet = run.packet(i);
      boolean plain = !video || holdback.ignores(sequences.distance(packet.extendedSequence()));
      Holdback.Step step = plain ? Holdback.Step.FORWARD : hold(packet, run.stream(), nowNs);
      if (step == Holdback.Step.KEEP) {
        continue;
      }
      epochBegan = false;
      add(packet, run.stream(), packet.isHidden(), nowNs);
      if (epochBegan) {
        catchUp(run, i, nowNs);
      } else if (step == Holdback.Step.LEAD) {
        release(run.stream(), nowNs);
      }
    }
    Slab slab = path.sink.slab();
    if (slab.size() > 0) {
      path.sink.send(slab, nowNs);
    }
    return sent.packets() > sentBefore;
  }

  private void add(Packet packet, int stream, boolean hidden, long nowNs) {
    Slab slab = path.sink.slab();
    if (slab.isFull()) {
      path.sink.send(slab, nowNs);
      slab = path.sink.slab();
    }
    DropReason reason = hidden ? passOver(packet, stream) : forward(packet, stream, slab, nowNs);
    if (reason != null) {
      path.drops.count(reason);
    }
  }

  /** Sends what belongs behind a keyframe's first packet and came before it: reordered, or that first packet was itself a repair. */
  private void catchUp(Run run, int beganAt, long nowNs) {
    Packet first = run.packet(beganAt);
    for (int ahead = 1; ahead <= CATCH_UP_PACKETS; ahead++) {
      Packet packet = source.stored(run.stream(), first.extendedSequence() + ahead);
      if (packet != null && wentBy(packet, run, beganAt)) {
        add(packet, run.stream(), false, nowNs);
      }
    }
  }

  /** While another layer of the stream waits for a keyframe, what may have overtaken one is kept back. */
  private Holdback.Step hold(Packet packet, int stream, long nowNs) {
    boolean goesOn = selector.isCurrent(stream) && !interrupted && !packet.isHidden() && isSameStream(packet);
    boolean switching = selector.layersOfOneStream() && needsKeyframe();
    if (!goesOn) {
      holdback.clear();
    } else if (!switching) {
      release(stream, nowNs);
    } else {
      Holdback.Step step = stepOf(packet);
      if (step == Holdback.Step.RELEASE) {
        release(stream, nowNs);
        step = stepOf(packet);
      }
      return step;
    }
    return Holdback.Step.FORWARD;
  }

  private Holdback.Step stepOf(Packet packet) {
    return holdback.step(packet, sequences.distance(packet.extendedSequence()), targets.isNewPicture(packet.rtp().timestamp()));
  }

  /** Forwards, or leaves out, what was kept back. */
  private void release(int stream, long nowNs) {
    if (!holdback.isKeeping()) {
      return;
    }
    holdback.clear();
    for (long input = holdback.first(); input <= holdback.last(); input++) {
      Packet packet = source.stored(stream, input);
      if (packet != null) {
        add(packet, stream, packet.isHidden(), nowNs);
      }
    }
  }

  private DropReason passOver(Packet packet, int stream) {
    interrupted |= selector.isCurrent(stream) && isSameStream(packet) && sequences.distance(packet.extendedSequence()) > 0;
    return DropReason.MUTED;
  }

  private static boolean wentBy(Packet packet, Run run, int beganAt) {
    for (int i = beganAt + 1; i < run.size(); i++) {
      if (run.packet(i).equals(packet)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable DropReason forward(Packet packet, int stream, Slab slab, long nowNs) {
    if (packet.rtp().payloadLength() == 0) {
      if (selector.isCurrent(stream) && isSameStream(packet) && !interrupted) {
        sequences.skip(packet.extendedSequence());
      }
      return DropReason.PADDING_ONLY;
    }
    if (!rewriter.fits(packet.rtp(), slab)) {
      return DropReason.TOO_LARGE_TO_SEND;
    }
    DropReason refusal = enter(packet, stream, nowNs);
    Epoch epoch = epochs.current();
    if (refusal != null || epoch == null) {
      return refusal;
    }
    if (video && !isOfTarget(packet, nowNs)) {
      return DropReason.LAYER_NOT_WANTED;
    }
    long output = sequences.map(packet.extendedSequence());
    return output < 0 ? reasonOf(output) : send(packet, epoch, output, slab, nowNs);
  }

  private @Nullable DropReason send(Packet packet, Epoch epoch, long output, Slab slab, long nowNs) {
    boolean ends = packet.rtp().marker() || targets.endsPicture(packet.payload(), packet.extendedSequence());
    rewrite.set(epoch, output, sequences.pictureMoveOf(output));
    rewrite.timing(timestamps.rewrite(packet.rtp().timestamp(), packet.arrivalNs()), ends);
    activeTargets.note(packet.payload(), targets.targetOf(packet.extendedSequence()), rewrite);
    pictures.forwarded(packet.payload(), rewrite.pictureIdDelta);
    int last = slab.size();
    rewriter.write(slab, packet, rewrite, nowNs);
    path.sink.protectLast(slab);
    if (slab.size() > last) {
      path.onProtected(slab, nowNs);
      retransmitter.onProtected(slab, output);
      sent.add(slab.length(last), packet.rtp().payloadLength(), nowNs);
    }
    return null;
  }

  /** Whether the packet belongs to what the subscriber gets of the stream; one that does not takes no number. */
  private boolean isOfTarget(Packet packet, long nowNs) {
    PayloadInfo info = packet.payload();
    long input = packet.extendedSequence();
    boolean newest = sequences.distance(input) > 0;
    targets.learnTop(info, input);
    if (newest) {
      targets.advance(info, packet.rtp().timestamp(), input, sequences.isNext(input));
      followTarget();
    }
    if (info.keyframe) {
      sequences.forgetMissing(input);
    }
    if (targets.admits(info, input, newest)) {
      return true;
    }
    sequences.skip(input);
    if (newest) {
      pictures.leaveOut(info);
      sequences.pictureMove(pictures.pictureIdDelta());
    }
    if (needsKeyframe()) {
      wishes.onKeyframeAwaited(nowNs);
    }
    return false;
  }

  /** With every packet: how many layers there are may be told here later than by the stream itself. */
  private void followTarget() {
    if (selector.layersOfOneStream()) {
      selector.switched(targets.spatialLayer());
    }
  }

  /**
   * Whether the layer to be sent can only be begun at a keyframe. Where a stream has fewer layers since a keyframe that was overtaken, its
   * highest is held to be forwarded while another still is.
   */
  boolean needsKeyframe() {
    return switch (selector.state()) {
      case WAITING -> true;
      case STEADY -> selector.layersOfOneStream() && targets.needsKeyframe();
      case SWITCHING -> !selector.layersOfOneStream() || targets.needsKeyframe();
    };
  }

  /** The layer to be sent should have been reached by now, and can only be reached at a keyframe. */
  void onSwitchOverdue() {
    if (selector.state() == LayerSelector.State.SWITCHING) {
      targets.forgetOthers();
    }
  }

  /** Temporal layers above this one are left out. */
  void wantTemporal(int highest) {
    targets.wantTemporal(highest);
  }

  int temporalWanted() {
    return targets.temporalWanted();
  }

  /** Whether the packet's stream is forwarded, beginning with this packet if need be. */
  private @Nullable DropReason enter(Packet packet, int stream, long nowNs) {
    boolean entry = packet.payload().keyframe || !video;
    LayerSelector.Decision decision = selector.decide(stream, packet.payload().keyframe);
    boolean continues = decision == LayerSelector.Decision.FORWARD;
    if (video && decision != LayerSelector.Decision.NOT_WANTED && gate.refuses(packet.rtp().timestamp(), continues, nowNs)) {
      leaveOut(packet, stream, nowNs);
      return gate.reason();
    }
    switch (decision) {
      case NOT_WANTED -> {
        return DropReason.LAYER_NOT_WANTED;
      }
      case AWAIT_KEYFRAME -> {
        wishes.onKeyframeAwaited(nowNs);
        return DropReason.WAITING_FOR_KEYFRAME;
      }
      case FORWARD -> {
        if (isSameStream(packet) && !interrupted) {
          gate.passed(packet.rtp().timestamp(), true);
          return null;
        }
        if (!entry) {
          wishes.onPictureLost(nowNs);
          return DropReason.BEFORE_SWITCH;
        }
        startEpoch(packet, stream);
      }
      case SWITCH -> startEpoch(packet, stream);
    }
    return null;
  }

  /** What refers to a frame that was left out cannot be decoded: the stream waits for a keyframe. */
  private void leaveOut(Packet packet, int stream, long nowNs) {
    boolean congested = gate.reason() == DropReason.PATH_CONGESTED;
    if (gate.shut(packet.rtp().timestamp(), nowNs) && selector.isTarget(stream) && congested) {
      path.drops.countFrame();
    }
    selector.stop();
    wishes.onKeyframeAwaited(nowNs);
  }

  private boolean isSameStream(Packet packet) {
    Epoch epoch = epochs.current();
    return epoch != null && epoch.sourceSsrc() == packet.rtp().ssrc()
      && Math.abs(sequences.distance(packet.extendedSequence())) < RESTART_DISTANCE;
  }

  private void startEpoch(Packet packet, int stream) {
    Epoch before = epochs.current();
    int timestamp = packet.rtp().timestamp();
    int sourceSsrc = packet.rtp().ssrc();
    if (before == null || (before.stream() == stream && before.sourceSsrc() == sourceSsrc)) {
      timestamps.resume(timestamp);
    } else if (before.stream() != stream && isClockValid(before.stream(), before.sourceSsrc()) && isClockValid(stream, sourceSsrc)) {
      timestamps.align(clock(before.stream()), clock(stream), timestamp, packet.arrivalNs());
    } else {
      timestamps.restart(timestamp, packet.arrivalNs());
      clocksValidFromNs = before.stream() == stream ? packet.arrivalNs() : clocksValidFromNs;
    }
    gate.passed(timestamp, false);
    pictures.startEpoch(packet.payload());
    sequences.startEpoch(packet.extendedSequence());
    sequences.pictureMove(pictures.pictureIdDelta());
    targets.begin(packet.payload(), timestamp, packet.extendedSequence());
    epochBegan = video;
    interrupted = false;
    Epoch epoch = epochs.begin();
    epoch.set(stream, sourceSsrc, sequences.nextOutput());
    epoch.begins(timestamp + timestamps.offset());
    epoch.distances(timestamps.offset(), pictures.tl0Delta(), pictures.frameNumberDelta());
    selector.switched(selector.layersOfOneStream() ? targets.spatialLayer() : stream);
  }

  /** Where the clock of a stream is told; of a stream with several layers, by its lowest. */
  LayerState clock(int stream) {
    return source.layers().layer(stream);
  }

  /** Whether the last sender report of an epoch's stream speaks of it: while a subscription rests, another may take its place. */
  boolean isClockValid(Epoch epoch) {
    return isClockValid(epoch.stream(), epoch.sourceSsrc());
  }

  private boolean isClockValid(int stream, int ssrc) {
    return clock(stream).clockKnown() && clock(stream).clockSsrc() == ssrc && clock(stream).clockArrivalNs() >= clocksValidFromNs;
  }

  private static DropReason reasonOf(long refusal) {
    if (refusal == SequenceRewriter.BEFORE_EPOCH) {
      return DropReason.BEFORE_SWITCH;
    }
    return refusal == SequenceRewriter.DUPLICATE ? DropReason.DUPLICATE : DropReason.TOO_OLD;
  }
}
