package io.ringcast.sfu.ingress;

import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.Packet;
import io.ringcast.sfu.wire.payload.PayloadInfo;

/**
 * The spatial layers of a publication's only stream as its packets tell of them: how many, how large, how fast. A layer's rate is what a
 * subscriber of that layer gets, so with full SVC it includes the layers it stands on.
 */
final class SpatialLayers {
  private static final int HIGHEST_TEMPORAL = PayloadInfo.MAX_LAYERS - 1;

  private final LayerSet layers;
  private final LayerMeter[] meters = new LayerMeter[LayerSet.MAX_LAYERS];

  SpatialLayers(LayerSet layers) {
    this.layers = layers;
    for (int i = 0; i < meters.length; i++) {
      meters[i] = new LayerMeter();
    }
  }

  LayerMeter meter(int layer) {
    return meters[layer];
  }

  /** The stream's timestamps start anew. */
  void restart() {
    for (LayerMeter meter : meters) {
      meter.restart();
    }
  }

  /** The layer that a packet belongs to. */
  int layerOf(PayloadInfo info) {
    return Math.min(info.spatialLayer, layers.count() - 1);
  }

  /** Takes in how many layers there are and how large; true when that is news. */
  boolean learn(PayloadInfo info, long nowNs) {
    if (info.spatialLayers == 0) {
      return false;
    }
    boolean news = recount(info.spatialLayers, nowNs);
    for (int i = 0; i < layers.count(); i++) {
      LayerState state = layers.layer(i);
      int width = info.layerWidths[i];
      int height = info.layerHeights[i];
      if (width > 0 && height > 0 && (width != state.width() || height != state.height())) {
        state.size(width, height);
        news = true;
      }
    }
    return news;
  }

  /** Counts a packet for every layer whose subscribers get it. */
  void meter(Packet packet, long nowNs) {
    for (int i = 0; i < layers.count(); i++) {
      if ((packet.payload().targets & PayloadInfo.target(i, HIGHEST_TEMPORAL)) != 0) {
        meters[i].add(packet.length(), packet.rtp().timestamp(), packet.payload().temporalLayer, nowNs);
      }
    }
  }

  /** Layers just announced count as sent until they fail to come: their packets are still behind the one that announces them. */
  private boolean recount(int announced, long nowNs) {
    int before = layers.count();
    layers.count(announced);
    for (int i = before; i < layers.count(); i++) {
      layers.layer(i).active(true);
      layers.layer(i).lastPacketNs(nowNs);
    }
    for (int i = layers.count(); i < before; i++) {
      layers.layer(i).active(false);
      layers.layer(i).rate(0, 0);
    }
    return before != layers.count();
  }
}
