package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.sfu.api.StreamSource;
import io.ringcast.sfu.routing.PublicationRef;
import io.ringcast.sfu.wire.RtcpReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One publication at its publisher: a clock that makes frames for each of its streams. */
final class SimulatedPublisher {
  private static final long REPORT_NS = 700_000_000;

  private final VirtualTime time;
  private final RandomGenerator random;
  private final SimulatedPeer peer;
  private final PublicationRef ref;
  private final Manner manner;
  private final Network network;
  private final List<SimulatedStream> streams = new ArrayList<>();
  /** By SSRC, those that were replaced included. */
  private final Map<Integer, Integer> layers = new HashMap<>();
  private final long[] caredForNs = new long[PublicationSpec.MAX_SOURCES];
  private boolean silent;
  private boolean still;
  private boolean serverMuted;
  private long mutedSinceNs = Long.MAX_VALUE;
  private boolean stopped;
  private long changedNs;
  private long keyframeNs;

  /**
   * How a publication is made.
   *
   * @param frameNs from frame to frame
   * @param keyframeNs a keyframe is made at least so often, 0 for on demand only
   */
  record Manner(FrameFormat format, long frameNs, long keyframeNs) {}

  /** Where its datagrams go. */
  interface Network {
    void send(byte[] datagram);

    int nextTransportSequence();

    Ledger ledger();
  }

  SimulatedPublisher(VirtualTime time, RandomGenerator random, SimulatedPeer peer, PublicationRef ref, Manner manner, Network network) {
    this.time = time;
    this.random = random;
    this.peer = peer;
    this.ref = ref;
    this.manner = manner;
    this.network = network;
    List<StreamSource> sources = ref.spec().sources();
    for (int i = 0; i < sources.size(); i++) {
      boolean announced = sources.get(i).ssrc() != StreamSource.UNKNOWN;
      streams.add(add(new SimulatedStream(this, new SentStream(ref.key(), i, 0),
          announced ? (int) sources.get(i).ssrc() : random.nextInt(), announced ? (int) sources.get(i).rtxSsrc() : random.nextInt())));
    }
  }

  /** The SFU asked for a keyframe, whether that arrives or not; false when it was of another publication. */
  boolean onPliEmitted(int ssrc) {
    Integer layer = layers.get(ssrc);
    if (layer != null) {
      caredForNs[layer] = time.nowNs();
    }
    return layer != null;
  }

  /** A packet reached the SFU. */
  void onArrived(SentPacket packet) {
    if (packet.beginsKeyframe()) {
      caredForNs[packet.frame().layer()] = time.nowNs();
    }
    for (SimulatedStream stream : streams) {
      if (stream.identity().equals(packet.frame().stream())) {
        stream.onArrived(packet);
      }
    }
  }

  /** When a keyframe of a layer was asked for, or came, last. */
  long caredForNs(int layer) {
    return caredForNs[Math.min(layer, streams.size() - 1)];
  }

  void start() {
    time.after(random.nextLong(manner.frameNs()), this::frame);
    time.after(random.nextLong(REPORT_NS), this::report);
  }

  void stop() {
    stopped = true;
    changedNs = time.nowNs();
  }

  VirtualTime time() {
    return time;
  }

  RandomGenerator random() {
    return random;
  }

  Network network() {
    return network;
  }

  SimulatedPeer peer() {
    return peer;
  }

  PublicationRef ref() {
    return ref;
  }

  FrameFormat format() {
    return manner.format();
  }

  boolean isVideo() {
    return ref.spec().kind() == MediaKind.VIDEO;
  }

  List<SimulatedStream> streams() {
    return streams;
  }

  /** Whether its layers are those of one stream. */
  boolean isLayered() {
    return format().spatialLayers() > 1;
  }

  /** How many layers it has, being sent or not. */
  int layers() {
    return isLayered() ? streams.getFirst().announcedLayers() : streams.size();
  }

  boolean isMade(int layer) {
    SimulatedStream stream = streams.get(isLayered() ? 0 : layer);
    return !stream.isSuspended() && (!isLayered() || layer < stream.spatialLayers());
  }

  /** Whether its last keyframe told of as many layers as are made now. */
  boolean isAsAnnounced() {
    return !isLayered() || streams.getFirst().announcedLayers() == streams.getFirst().spatialLayers();
  }

  List<SentFrame> frames(int layer) {
    return streams.get(isLayered() ? 0 : layer).frames().stream().filter(frame -> frame.layer() == layer).toList();
  }

  /** Whether media comes from it without being asked for. */
  boolean isSending() {
    return !silent && !stopped && !still;
  }

  boolean isStopped() {
    return stopped;
  }

  boolean isSilent() {
    return silent;
  }

  /** A muted track sends nothing, and its clock runs on. */
  void silent(boolean silent) {
    this.silent = silent;
    changedNs = time.nowNs();
  }

  boolean isStill() {
    return still;
  }

  /** A screen nobody touches: no frames but the keyframes that are asked for. */
  void still(boolean still) {
    this.still = still;
    changedNs = time.nowNs();
  }

  boolean isServerMuted() {
    return serverMuted;
  }

  /** Far ahead while it is not muted. */
  long mutedSinceNs() {
    return mutedSinceNs;
  }

  void serverMuted(boolean serverMuted) {
    this.serverMuted = serverMuted;
    mutedSinceNs = serverMuted ? time.nowNs() : Long.MAX_VALUE;
    changedNs = time.nowNs();
  }

  void suspend(int layer, boolean suspended) {
    streams.get(layer).suspend(suspended);
    changedNs = time.nowNs();
  }

  void spatialLayers(int layers) {
    streams.getFirst().spatialLayers(layers);
    changedNs = time.nowNs();
  }

  /** When the way it sends was changed last. */
  long changedNs() {
    return changedNs;
  }

  /** A layer goes on under another SSRC, with another clock and other numbers; told apart by MID and RID. */
  void restart(int layer, boolean bye) {
    SimulatedStream before = streams.get(layer);
    if (bye) {
      before.sendBye();
    }
    SimulatedStream fresh = new SimulatedStream(this, new SentStream(ref.key(), layer, before.identity().generation() + 1),
        random.nextInt(), random.nextInt());
    fresh.suspend(before.isSuspended());
    fresh.spatialLayers(before.spatialLayers());
    streams.set(layer, add(fresh));
    changedNs = time.nowNs();
  }

  private SimulatedStream add(SimulatedStream stream) {
    layers.put(stream.ssrc(), stream.identity().layer());
    return stream;
  }

  private void frame() {
    if (stopped) {
      return;
    }
    boolean refresh = manner.keyframeNs() > 0 && time.nowNs() - keyframeNs >= manner.keyframeNs();
    if (refresh) {
      keyframeNs = time.nowNs();
    }
    for (SimulatedStream stream : streams) {
      if (refresh) {
        stream.dueKeyframe();
      }
      if (!silent && !stream.isSuspended() && (!still || stream.isKeyframeDue())) {
        stream.sendFrame();
      }
    }
    time.after(manner.frameNs(), this::frame);
  }

  private void report() {
    if (!stopped) {
      streams.forEach(SimulatedStream::sendReport);
      time.after(REPORT_NS, this::report);
    }
  }

  /** Feedback that reached the publisher; the reader stands at one packet of a compound. */
  void onRtcp(RtcpReader reader) {
    SimulatedStream stream = stream(reader.mediaSsrc());
    if (stream != null) {
      stream.onFeedback(reader);
    }
  }

  /** The stream with this SSRC, or null. */
  SimulatedStream stream(int ssrc) {
    for (SimulatedStream stream : streams) {
      if (stream.ssrc() == ssrc) {
        return stream;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return ref.spec().id().value() + '(' + ref.spec().codec().codec() + " x" + streams.size() + ')';
  }
}
