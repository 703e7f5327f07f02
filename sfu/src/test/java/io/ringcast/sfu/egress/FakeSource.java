package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.loop.LayerState;
import io.ringcast.sfu.loop.MediaSource;
import io.ringcast.sfu.loop.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A publication that keeps every packet and notes what it is asked. */
final class FakeSource implements MediaSource {
  static final int ORIENTATION_ID = 7;

  final LayerState[] layers;
  final List<Map<Long, Packet>> stores = new ArrayList<>();
  final List<Integer> keyframeRequests = new ArrayList<>();
  int demandChanges;
  private final Codec codec;

  FakeSource(Codec codec, int layerCount) {
    this.codec = codec;
    layers = new LayerState[layerCount];
    for (int i = 0; i < layerCount; i++) {
      layers[i] = new LayerState();
      layers[i].active(true);
      stores.add(new HashMap<>());
    }
  }

  @Override
  public int layerCount() {
    return layers.length;
  }

  @Override
  public LayerState layer(int index) {
    return layers[index];
  }

  @Override
  public Codec codec() {
    return codec;
  }

  @Override
  public ExtensionIds extensions() {
    return new ExtensionIds(Map.of(HeaderExtension.VIDEO_ORIENTATION, ORIENTATION_ID));
  }

  @Override
  public Packet stored(int layer, long extendedSequence) {
    return stores.get(layer).get(extendedSequence);
  }

  @Override
  public void requestKeyframe(int layer, long nowNs) {
    keyframeRequests.add(layer);
  }

  @Override
  public void demandChanged(long nowNs) {
    demandChanges++;
  }
}
