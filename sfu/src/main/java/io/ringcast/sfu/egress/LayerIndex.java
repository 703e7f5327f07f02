package io.ringcast.sfu.egress;

import io.ringcast.sfu.api.Layer;

/** Which index a layer has among those a publication sends: one is BIG, two are SMALL and BIG, three are all. */
final class LayerIndex {
  private LayerIndex() {}

  static Layer layer(int index, int layerCount) {
    if (index >= layerCount - 1) {
      return Layer.BIG;
    }
    return index == 0 ? Layer.SMALL : Layer.MEDIUM;
  }

  /** The layer's index, or that of the next lower one where the publication does not have it. */
  static int of(Layer layer, int layerCount) {
    return switch (layer) {
      case SMALL -> 0;
      case MEDIUM -> layerCount > 2 ? 1 : 0;
      case BIG -> layerCount - 1;
    };
  }
}
