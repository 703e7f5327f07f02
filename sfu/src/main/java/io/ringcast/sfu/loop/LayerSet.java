package io.ringcast.sfu.loop;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;

/**
 * The layers of one publication on one loop, lowest first: its simulcast streams, or the spatial layers of its only stream. How many
 * spatial layers there are the stream itself tells, so their count may change.
 */
public final class LayerSet {
  /** BIG, MEDIUM and SMALL: what a stream has above is not told apart. */
  public static final int MAX_LAYERS = PublicationSpec.MAX_SOURCES;

  private final int streams;
  private final LayerState[] states;
  private int count;

  public LayerSet(PublicationSpec spec) {
    this(spec.sources().size(), spec.kind() == MediaKind.VIDEO);
  }

  public LayerSet(int streams, boolean video) {
    this.streams = streams;
    states = new LayerState[video && streams == 1 ? MAX_LAYERS : streams];
    for (int i = 0; i < states.length; i++) {
      states[i] = new LayerState();
    }
    count = streams;
  }

  /** How many RTP streams the publication has. */
  public int streams() {
    return streams;
  }

  /** Whether the layers, however many, are those of one stream. */
  public boolean spatial() {
    return streams == 1;
  }

  public int count() {
    return count;
  }

  /** Changes the number of spatial layers, within what is told apart. */
  public void count(int layers) {
    if (spatial()) {
      count = Math.clamp(layers, 1, states.length);
    }
  }

  /** A layer's state; the object stays the same. */
  public LayerState layer(int index) {
    return states[index];
  }

  /** The stream that carries a layer. */
  public int streamOf(int layer) {
    return spatial() ? 0 : layer;
  }
}
