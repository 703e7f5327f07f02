package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;

/**
 * A tap's place among a replica's receivers: one stream at a time, changed at a keyframe only. Of a stream with spatial layers it gets all
 * of them.
 *
 * <p>What a subscriber must not see, a tap does not either. It learns of muted, malformed and padding packets that they are not lost, by
 * their headers; what was withheld before a keyframe is not told of, since nobody waits for it there, and follows the keyframe if it proves
 * to be a part of it.
 */
final class TapSeat implements RunSink {
  private static final int NONE = -1;
  /** A keyframe of a large picture: as far as it is worth looking for what overtook its first packet. */
  private static final int CATCH_UP_PACKETS = 64;

  private final Replica source;
  private final Tap tap;
  private final boolean video;
  private Layer wanted = Layer.BIG;
  private int current = NONE;
  private long clockToldNs;
  /** Whether something of the current stream was withheld since a keyframe began. */
  private boolean interrupted;
  private boolean ended;

  TapSeat(Replica source, Tap tap) {
    this.source = source;
    this.tap = tap;
    this.video = source.ref().spec().kind() == MediaKind.VIDEO;
  }

  Replica source() {
    return source;
  }

  void want(Layer layer, long nowNs) {
    wanted = layer;
    source.demandChanged(nowNs);
    if (target() != current) {
      requestKeyframe(nowNs);
    }
  }

  void requestKeyframe(long nowNs) {
    if (video) {
      source.requestKeyframe(target(), nowNs);
    }
  }

  @Override
  public void onRun(Run run, long nowNs) {
    for (int i = 0; i < run.size() && !ended; i++) {
      Packet packet = run.packet(i);
      if (begins(packet, run.stream())) {
        boolean switches = run.stream() != current;
        current = run.stream();
        interrupted = false;
        give(packet);
        if (switches) {
          tellClock();
        }
        catchUp(run, i, switches);
      } else if (run.stream() == current) {
        boolean withheld = packet.isHidden() && packet.rtp().payloadLength() > 0;
        interrupted |= withheld;
        if (!withheld) {
          give(packet);
        }
      }
    }
  }

  /** Whether the wanted stream is to be taken up with this packet. */
  private boolean begins(Packet packet, int stream) {
    boolean entry = !packet.isHidden() && (packet.payload().keyframe || (!video && packet.rtp().payloadLength() > 0));
    return entry && (stream == current ? interrupted : stream == target());
  }

  /** Gives what belongs behind a keyframe's first packet and overtook it: all of another stream, and what was hidden of the same. */
  private void catchUp(Run run, int beganAt, boolean switches) {
    for (int ahead = 1; video && ahead <= CATCH_UP_PACKETS && !ended; ahead++) {
      Packet packet = source.stored(run.stream(), run.packet(beganAt).extendedSequence() + ahead);
      if (packet != null && (switches || packet.isHidden()) && wentBy(packet, run, beganAt)) {
        give(packet);
      }
    }
  }

  /** Whether a packet was looked at before the one that began: not one of a later run, which will be. */
  private static boolean wentBy(Packet packet, Run run, int beganAt) {
    for (int i = 0; i < beganAt; i++) {
      if (run.packet(i).equals(packet)) {
        return true;
      }
    }
    return packet.arrivalNs() < run.packet(beganAt).arrivalNs();
  }

  private Layer currentLayer() {
    return Layers.layer(current, source.layers().streams());
  }

  private void tellClock() {
    LayerState state = source.layers().layer(current);
    if (state.clockKnown()) {
      tap.onSenderReport(currentLayer(), state.clockNtp(), state.clockRtp());
      clockToldNs = state.clockArrivalNs();
    }
  }

  private void give(Packet packet) {
    tap.onPacket(currentLayer(), packet.bytes(), 0, packet.length(), packet.arrivalNs());
  }

  @Override
  public void onLayerState(int layer, long nowNs) {
    if (current != NONE && !ended && source.layers().layer(current).clockArrivalNs() != clockToldNs) {
      tellClock();
    }
    if (target() != current) {
      source.demandChanged(nowNs);
      requestKeyframe(nowNs);
    }
  }

  /** The stream of the wanted layer, or of the next lower one that is being sent. */
  private int target() {
    int index = Layers.index(wanted, source.layers().streams());
    for (int lower = index; lower >= 0; lower--) {
      if (source.layers().layer(lower).active()) {
        return lower;
      }
    }
    return index;
  }

  @Override
  public int demandedLayers() {
    if (source.layers().spatial()) {
      return (1 << source.layers().count()) - 1;
    }
    return 1 << Layers.index(wanted, source.layers().streams()) | 1 << target() | (current == NONE ? 0 : 1 << current);
  }

  @Override
  public void onEnd(long nowNs) {
    if (!ended) {
      ended = true;
      tap.onEnd();
    }
  }
}
