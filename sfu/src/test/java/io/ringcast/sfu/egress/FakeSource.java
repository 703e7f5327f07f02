package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.ExtensionIds;
import io.ringcast.sfu.api.HeaderExtension;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.loop.LayerSet;
import io.ringcast.sfu.loop.MediaSource;
import io.ringcast.sfu.loop.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A publication that keeps every packet and notes what it is asked. */
final class FakeSource implements MediaSource {
  static final int ORIENTATION_ID = 7;

  final LayerSet layers;
  final List<Map<Long, Packet>> stores = new ArrayList<>();
  final List<Integer> keyframeRequests = new ArrayList<>();
  int demandChanges;
  private final Codec codec;

  FakeSource(Codec codec, int layerCount) {
    this(codec, new LayerSet(layerCount, codec.kind() == MediaKind.VIDEO));
  }

  private FakeSource(Codec codec, LayerSet layers) {
    this.codec = codec;
    this.layers = layers;
    for (int i = 0; i < layers.count(); i++) {
      layers.layer(i).active(true);
      stores.add(new HashMap<>());
    }
  }

  /** A publication of one stream with spatial layers. */
  static FakeSource spatial(Codec codec, int layerCount) {
    LayerSet layers = new LayerSet(1, true);
    layers.count(layerCount);
    return new FakeSource(codec, layers);
  }

  @Override
  public LayerSet layers() {
    return layers;
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
  public Packet stored(int stream, long extendedSequence) {
    return stores.get(stream).get(extendedSequence);
  }

  @Override
  public void requestKeyframe(int stream, long nowNs) {
    keyframeRequests.add(stream);
  }

  @Override
  public void demandChanged(long nowNs) {
    demandChanges++;
  }
}
