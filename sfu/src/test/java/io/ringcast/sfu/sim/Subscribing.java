package io.ringcast.sfu.sim;

import io.ringcast.sfu.api.CodecParameters;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.sfu.routing.PublicationRef;

/** One subscription as its room knows it: what was asked for, what left the SFU, what arrived. */
final class Subscribing {
  private static final long NEVER = Long.MAX_VALUE;

  private final SimulatedPeer to;
  private final SimulatedPublisher from;
  private final SubscriptionId id;
  private final CodecParameters codec;
  private final int ssrc;
  private final int rtxSsrc;
  private final EmittedStream emitted;
  private final SimulatedReceiver receiver;
  private Layer wanted;
  private int temporalWanted = LayeredPictures.LAYERS - 1;
  private boolean paused;
  private boolean attached;
  private long flowingSinceNs = NEVER;
  private long waitingSinceNs = NEVER;
  private int awaited;

  /** The names it goes by. */
  record Names(SubscriptionId id, int ssrc, int rtxSsrc) {}

  Subscribing(SimulatedPeer to, SimulatedPublisher from, Names names, CodecParameters codec, Layer wanted, Ledger ledger) {
    this.to = to;
    this.from = from;
    this.id = names.id();
    this.codec = codec;
    this.ssrc = names.ssrc();
    this.rtxSsrc = names.rtxSsrc();
    this.wanted = wanted;
    emitted = new EmittedStream(this, ledger);
    receiver = new SimulatedReceiver(this, emitted);
  }

  SimulatedPeer to() {
    return to;
  }

  SimulatedPublisher from() {
    return from;
  }

  PublicationRef publication() {
    return from.ref();
  }

  FrameFormat format() {
    return from.format();
  }

  SubscriptionId id() {
    return id;
  }

  CodecParameters codec() {
    return codec;
  }

  boolean hasRtx() {
    return codec.rtxPayloadType() != CodecParameters.NO_RTX;
  }

  boolean isVideo() {
    return codec.codec().kind() == MediaKind.VIDEO;
  }

  int ssrc() {
    return ssrc;
  }

  int rtxSsrc() {
    return rtxSsrc;
  }

  EmittedStream emitted() {
    return emitted;
  }

  SimulatedReceiver receiver() {
    return receiver;
  }

  Layer wanted() {
    return wanted;
  }

  void wanted(Layer wanted) {
    this.wanted = wanted;
  }

  int temporalWanted() {
    return temporalWanted;
  }

  void temporalWanted(int highest) {
    temporalWanted = highest;
  }

  boolean isPaused() {
    return paused;
  }

  /** Called when the SFU has taken the command. */
  void paused(boolean paused, long nowNs) {
    this.paused = paused;
    flowingSinceNs = paused ? NEVER : nowNs;
  }

  /** Not even its least fits on its path, or does again. */
  void pausedByRate(boolean starved, long nowNs) {
    flowingSinceNs = starved || paused || !attached ? NEVER : nowNs;
  }

  /** Whether the SFU knows of it: whatever it sends otherwise goes to a non-subscriber. */
  boolean isAttached() {
    return attached;
  }

  void attached(boolean attached, long nowNs) {
    this.attached = attached;
    flowingSinceNs = attached ? nowNs : NEVER;
  }

  /** Since when nothing but the network stands between publisher and subscriber. */
  long flowingSinceNs() {
    return flowingSinceNs;
  }

  /** Since when the SFU owes it another layer than it sends. */
  long waitingSinceNs() {
    return waitingSinceNs;
  }

  /** Notes which layer it waits for now, -1 for none. */
  void waiting(int layer, long nowNs) {
    if (layer < 0) {
      waitingSinceNs = NEVER;
    } else if (waitingSinceNs == NEVER || layer != awaited) {
      waitingSinceNs = nowNs;
    }
    awaited = layer;
  }

  @Override
  public String toString() {
    return to + " <- " + from;
  }
}
