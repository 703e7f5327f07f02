package io.ringcast.sfu.loop;

import io.ringcast.sfu.api.Layer;

/** How a publication's layer indices, 0 for the lowest, and the names of layers belong together. */
public final class Layers {
  private static final Layer[][] NAMES = {
    {Layer.BIG}, {Layer.SMALL, Layer.BIG}, {Layer.SMALL, Layer.MEDIUM, Layer.BIG},
  };

  private Layers() {}

  /** The name of a layer of a publication with {@code count} layers. */
  public static Layer layer(int index, int count) {
    return NAMES[count - 1][index];
  }

  /** The index of a layer, or of the next lower one the publication has, or of its lowest. */
  public static int index(Layer layer, int count) {
    int index = 0;
    for (int i = 0; i < count; i++) {
      if (NAMES[count - 1][i].compareTo(layer) <= 0) {
        index = i;
      }
    }
    return index;
  }
}
