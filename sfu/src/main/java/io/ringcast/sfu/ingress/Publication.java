package io.ringcast.sfu.ingress;

import io.ringcast.sfu.api.DropReason;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.RoomReport;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.PayloadFormats;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.Timer;
import io.ringcast.sfu.wire.AudioLevel;
import io.ringcast.sfu.wire.RtpView;
import io.ringcast.sfu.wire.payload.PayloadFormat;
import io.ringcast.sfu.wire.payload.PayloadInfo;
import io.ringcast.sfu.wire.payload.RedPayload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One published track: its streams and layers, lowest first, and the runs that their packets are gathered in. Lives on the publisher's
 * loop.
 *
 * <p>A packet that is received and not to be forwarded (muted, malformed, of a strange payload type) stays in its run without payload, as
 * padding-only packets do: whoever numbers anew learns that this number is not lost. One that came before the keyframe it waits for keeps
 * its payload and is {@linkplain Packet#isHidden() hidden}: it may prove to be a part of that keyframe.
 *
 * <p>Layers are ranked as the offer lists them; once all of them have shown a picture size and the order proves wrong, they are ranked
 * again, once. A layer whose stream changes (another rank or another SSRC) goes on with higher extended sequences and shows nothing before
 * a keyframe.
 */
public final class Publication {
  private final PublicationSpec spec;
  private final long key;
  private final IncomingMedia.Wiring wiring;
  private final PayloadFormat format;
  private final ReceivedStream[] streams;
  private final LayerSet layers;
  private final @Nullable SpatialLayers spatial;
  private final Run[] runs;
  private final LayerActivity activity;
  private final LoudnessFilter loudness = new LoudnessFilter();
  private final Timer checkTimer = new Timer(this::onCheck);
  private boolean muted;
  private boolean firstMediaSeen;
  private boolean rankChecked;

  Publication(PublicationSpec spec, long key, IncomingMedia.Wiring wiring, long nowNs) {
    this.spec = spec;
    this.key = key;
    this.wiring = wiring;
    format = PayloadFormats.of(spec.codec().codec());
    layers = new LayerSet(spec);
    spatial = layers.spatial() ? new SpatialLayers(layers) : null;
    streams = new ReceivedStream[layers.streams()];
    runs = new Run[layers.streams()];
    for (int i = 0; i < streams.length; i++) {
      streams[i] =
        new ReceivedStream(this, spec.sources().get(i), wiring.feedback(), wiring.roundTrip(), wiring.timers(), wiring.drops());
      runs[i] = new Run(i);
    }
    activity = new LayerActivity(layers);
    wiring.timers().arm(checkTimer, nowNs + LayerActivity.CHECK_NS);
  }

  public PublicationSpec spec() {
    return spec;
  }

  /** The number that routing gave it. */
  public long key() {
    return key;
  }

  public MediaKind kind() {
    return spec.kind();
  }

  public boolean muted() {
    return muted;
  }

  /** Its layers; the object stays the same. */
  public LayerSet layers() {
    return layers;
  }

  /** What a layer index is called outside. */
  public Layer nameOf(int index) {
    return Layers.layer(index, layers.count());
  }

  /** Smoothed loudness of an audio publication: 0 (silent) to 127 (loudest). */
  public int audioLevel() {
    return muted ? 0 : loudness.loudness();
  }

  public void requestKeyframe(int stream, long nowNs) {
    if (kind() == MediaKind.VIDEO) {
      streams[stream].keyframeRequests().request(nowNs);
    }
  }

  public RoomReport.PublicationReport report(long nowNs) {
    List<RoomReport.LayerReport> reports = new ArrayList<>(layers.count());
    for (int i = 0; i < layers.count(); i++) {
      ReceivedStream stream = streams[layers.streamOf(i)];
      LayerState state = layers.layer(i);
      reports.add(new RoomReport.LayerReport(nameOf(i), stream.source().rid(), state.active(), state.width(), state.height(),
        meter(i).bitrateBps(nowNs), meter(i).framesPerSecond(nowNs), stream.log().packets(),
        stream.log().fractionLostAfterRepair(), stream.nacked(), stream.keyframeRequests().sent(), stream.keyframes()));
    }
    return new RoomReport.PublicationReport(spec.id(), kind(), spec.codec().codec(), muted, audioLevel(), reports);
  }

  void mute(boolean nowMuted, long nowNs) {
    boolean shownAgain = muted && !nowMuted;
    muted = nowMuted;
    for (int i = 0; i < streams.length; i++) {
      streams[i].hideUpToNow();
      if (shownAgain && layers.layer(i).active()) {
        requestKeyframe(i, nowNs);
      }
    }
  }

  ReceivedStream[] streams() {
    return streams;
  }

  /** Takes ownership of a packet of one of its streams, retransmissions already unwrapped. */
  void receive(ReceivedStream stream, Packet packet, boolean retransmitted, long nowNs) {
    ReceiveLog.Verdict verdict = stream.note(packet.rtp(), retransmitted, nowNs);
    if (verdict != ReceiveLog.Verdict.NEW) {
      wiring.drops().count(reasonOf(verdict));
      packet.release();
      return;
    }
    packet.extendedSequence(stream.log().last());
    Descriptors descriptors = stream.descriptors();
    if (!descriptors.hold(packet)) {
      take(stream, packet, nowNs);
    }
    for (Packet held = descriptors.released(); held != null; held = descriptors.released()) {
      take(stream, held, nowNs);
    }
  }

  private void take(ReceivedStream stream, Packet packet, long nowNs) {
    if (packet.rtp().payloadLength() > 0) {
      read(stream, packet, nowNs);
    } else {
      packet.payload().clear();
    }
    append(indexOf(stream), packet, nowNs);
  }

  private static DropReason reasonOf(ReceiveLog.Verdict refusal) {
    return switch (refusal) {
      case DUPLICATE -> DropReason.DUPLICATE;
      case TOO_OLD -> DropReason.TOO_OLD;
      case LEAP -> DropReason.SEQUENCE_LEAP;
      case NEW -> throw new IllegalArgumentException("no refusal");
    };
  }

  /** The stream's SSRC was replaced by another. */
  void onReplaced(ReceivedStream stream, long nowNs) {
    int index = indexOf(stream);
    layers.layer(index).forgetClock();
    if (spatial != null) {
      spatial.restart();
    }
    requestKeyframe(index, nowNs);
    wiring.listener().onLayerState(this, index, nowNs);
  }

  void onSenderReport(ReceivedStream stream, long ntp, int rtpTimestamp, long nowNs) {
    int index = indexOf(stream);
    stream.onSenderReport(ntp, nowNs);
    layers.layer(index).clock(stream.ssrc(), ntp, rtpTimestamp, nowNs);
    wiring.listener().onLayerState(this, index, nowNs);
  }

  void onBye(ReceivedStream stream, long nowNs) {
    int ended = indexOf(stream);
    for (int i = 0; i < layers.count(); i++) {
      if (layers.streamOf(i) == ended && layers.layer(i).active()) {
        layers.layer(i).active(false);
        layers.layer(i).rate(0, 0);
        wiring.listener().onLayerState(this, i, nowNs);
      }
    }
  }

  /** Hands what was gathered to the listener. */
  void flush(long nowNs) {
    for (Run run : runs) {
      handOver(run, nowNs);
    }
  }

  /** Disarms all timers and gives back the packets that were not handed over yet. */
  void close() {
    wiring.timers().disarm(checkTimer);
    for (ReceivedStream stream : streams) {
      stream.close();
    }
    for (Run run : runs) {
      for (int i = 0; i < run.size(); i++) {
        run.packet(i).release();
      }
      run.clear();
    }
  }

  private void read(ReceivedStream stream, Packet packet, long nowNs) {
    RtpView rtp = packet.rtp();
    boolean redundant = rtp.payloadType() == spec.codec().redPayloadType();
    if (!redundant && rtp.payloadType() != spec.codec().payloadType()) {
      strip(packet, DropReason.UNKNOWN_PAYLOAD_TYPE);
      return;
    }
    if (!parse(rtp, redundant, packet.payload())) {
      strip(packet, DropReason.PAYLOAD_MALFORMED);
      return;
    }
    stream.descriptors().read(rtp, packet.payload());
    onAlive(meter(stream, packet, nowNs), nowNs);
    if (kind() == MediaKind.AUDIO) {
      readLevel(rtp);
    } else if (packet.payload().keyframe) {
      onKeyframe(stream, packet, nowNs);
    }
    if (!firstMediaSeen) {
      firstMediaSeen = true;
      wiring.listener().onFirstMedia(this, nowNs);
    }
    boolean decodable = kind() == MediaKind.AUDIO || packet.payload().keyframe;
    boolean shown = !muted && stream.shows(packet.extendedSequence(), decodable);
    packet.hidden(!shown);
    if (muted) {
      strip(packet, DropReason.MUTED);
    } else if (!shown) {
      wiring.drops().count(DropReason.MUTED);
      askAgain(stream, nowNs);
    }
  }

  /**
   * A keyframe that began before the stream could be shown is not the one that was asked for, and a layer that was not being sent when its
   * publication was unmuted was not asked.
   */
  private void askAgain(ReceivedStream stream, long nowNs) {
    if (!stream.isShowing()) {
      requestKeyframe(indexOf(stream), nowNs);
    }
  }

  private boolean parse(RtpView rtp, boolean redundant, PayloadInfo out) {
    int primary = redundant
      ? RedPayload.primaryOffset(rtp.bytes(), rtp.payloadOffset(), rtp.payloadLength(), spec.codec().payloadType())
      : 0;
    boolean good = primary >= 0 && format.parse(rtp.bytes(), rtp.payloadOffset() + primary, rtp.payloadLength() - primary, out);
    out.primaryOffset = good ? primary : 0;
    return good;
  }

  /** Counts a packet of a stream; tells the layer it belongs to. */
  private int meter(ReceivedStream stream, Packet packet, long nowNs) {
    if (spatial == null) {
      stream.meter().add(packet.length(), packet.rtp().timestamp(), packet.payload().temporalLayer, nowNs);
      return indexOf(stream);
    }
    boolean news = spatial.learn(packet.payload(), nowNs);
    spatial.meter(packet, nowNs);
    if (news) {
      tellAll(nowNs);
    }
    return spatial.layerOf(packet.payload());
  }

  private LayerMeter meter(int layer) {
    return spatial == null ? streams[layer].meter() : spatial.meter(layer);
  }

  private void tellAll(long nowNs) {
    for (int i = 0; i < layers.count(); i++) {
      wiring.listener().onLayerState(this, i, nowNs);
    }
  }

  private void onAlive(int layer, long nowNs) {
    LayerState state = layers.layer(layer);
    state.lastPacketNs(nowNs);
    if (!state.active()) {
      state.active(true);
      wiring.listener().onLayerState(this, layer, nowNs);
    }
  }

  private void readLevel(RtpView rtp) {
    int id = spec.extensions().id(HeaderExtension.AUDIO_LEVEL);
    if (id != 0 && rtp.findExtension(id)) {
      int level = AudioLevel.level(rtp.bytes(), rtp.extensionOffset(), rtp.extensionLength());
      if (level >= 0) {
        loudness.onLevel(level);
      }
    }
  }

  private void onKeyframe(ReceivedStream stream, Packet packet, long nowNs) {
    stream.onKeyframe(packet);
    int width = packet.payload().width;
    int height = packet.payload().height;
    LayerState state = layers.layer(indexOf(stream));
    if (layers.count() == layers.streams() && width > 0 && height > 0 && (width != state.width() || height != state.height())) {
      state.size(width, height);
      long before = stream.log().highest();
      rankOnce(nowNs);
      packet.extendedSequence(packet.extendedSequence() + stream.log().highest() - before);
      wiring.listener().onLayerState(this, indexOf(stream), nowNs);
    }
  }

  /** Ranks the layers by their pictures when the last of them has shown its size. */
  private void rankOnce(long nowNs) {
    if (rankChecked) {
      return;
    }
    for (int i = 0; i < streams.length; i++) {
      if (layers.layer(i).width() == 0) {
        return;
      }
    }
    rankChecked = true;
    for (int i = 1; i < streams.length; i++) {
      for (int j = i; j > 0 && pixels(layers.layer(j)) < pixels(layers.layer(j - 1)); j--) {
        flush(nowNs);
        swapDown(j, nowNs);
      }
    }
  }

  private void swapDown(int upper, long nowNs) {
    int lower = upper - 1;
    long floor = Math.max(streams[upper].log().highest(), streams[lower].log().highest());
    LayerState kept = new LayerState();
    kept.copyFrom(layers.layer(upper));
    layers.layer(upper).copyFrom(layers.layer(lower));
    layers.layer(lower).copyFrom(kept);
    ReceivedStream rising = streams[lower];
    streams[lower] = streams[upper];
    streams[upper] = rising;
    for (int i = lower; i <= upper; i++) {
      streams[i].renumberAbove(floor);
      requestKeyframe(i, nowNs);
      wiring.listener().onLayerState(this, i, nowNs);
    }
  }

  /** Takes the payload out of a packet, so that only its number is passed on. */
  private void strip(Packet packet, DropReason reason) {
    wiring.drops().count(reason);
    packet.rtp().dropPayload();
    packet.length(packet.rtp().length());
    packet.payload().clear();
  }

  private void append(int index, Packet packet, long nowNs) {
    Run run = runs[index];
    run.add(packet);
    if (run.isFull()) {
      handOver(run, nowNs);
    }
  }

  private void handOver(Run run, long nowNs) {
    if (run.size() > 0) {
      wiring.listener().onRun(this, run, nowNs);
      run.clear();
    }
  }

  private void onCheck(long nowNs) {
    for (int i = 0; i < layers.count(); i++) {
      boolean stopped = activity.check(i, nowNs);
      if (rateChanged(i, nowNs) || stopped) {
        wiring.listener().onLayerState(this, i, nowNs);
      }
    }
    if (activity.allSilent(nowNs)) {
      loudness.silence();
    }
    wiring.timers().arm(checkTimer, nowNs + LayerActivity.CHECK_NS);
  }

  private boolean rateChanged(int index, long nowNs) {
    long bitrateBps = meter(index).bitrateBps(nowNs);
    double framesPerSecond = meter(index).framesPerSecond(nowNs);
    boolean changed = bitrateBps != layers.layer(index).bitrateBps();
    layers.layer(index).rate(bitrateBps, framesPerSecond);
    for (int temporal = 0; temporal < PayloadInfo.MAX_LAYERS; temporal++) {
      layers.layer(index).lasting(temporal, meter(index).bitrateBps(temporal, nowNs));
    }
    return changed;
  }

  private int indexOf(ReceivedStream stream) {
    int index = 0;
    while (streams[index] != stream) {
      index++;
    }
    return index;
  }

  private static long pixels(LayerState state) {
    return (long) state.width() * state.height();
  }
}
