package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.Tap;
import io.ringcast.sfu.loop.Layers;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.loop.Run;
import io.ringcast.sfu.loop.RunSink;

/**
 * A tap's place among a replica's receivers: one stream at a time, changed at a keyframe only. Of a stream with spatial layers it gets all
 * of them.
 */
final class TapSeat implements RunSink {
  private static final int NONE = -1;

  private final Replica source;
  private final Tap tap;
  private final boolean video;
  private Layer wanted = Layer.BIG;
  private int current = NONE;
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
      if (run.stream() != current && run.stream() == target() && (!video || packet.payload().keyframe)) {
        current = run.stream();
      }
      if (run.stream() == current && packet.rtp().payloadLength() > 0 && !packet.isHidden()) {
        Layer layer = Layers.layer(current, source.layers().streams());
        tap.onPacket(layer, packet.bytes(), 0, packet.length(), packet.arrivalNs());
      }
    }
  }

  @Override
  public void onLayerState(int layer, long nowNs) {
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
    return 1 << target() | (current == NONE ? 0 : 1 << current);
  }

  @Override
  public void onEnd(long nowNs) {
    if (!ended) {
      ended = true;
      tap.onEnd();
    }
  }
}
