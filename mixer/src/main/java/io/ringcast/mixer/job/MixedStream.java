package io.ringcast.mixer.job;

import io.ringcast.mixer.layout.Rect;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.PublicationSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that may be mixed.
 *
 * @param audio null when it has none
 * @param video null when it has none
 * @param sizes the copies of its picture, smallest first; empty when they are not told
 * @param screen whether it shows a screen, of which nothing is ever cut off
 * @param encrypted whether its payloads are encrypted end to end: it is shown as who it is, and not heard
 */
public record MixedStream(String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video,
    List<LayerSize> sizes, boolean screen, boolean encrypted) {

  /** How large a copy of the picture is. */
  public record LayerSize(Layer layer, int width, int height) {}

  public MixedStream {
    sizes = List.copyOf(sizes);
  }

  /** One whose picture comes in one size. */
  public MixedStream(String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video) {
    this(userId, streamId, audio, video, List.of(), false, false);
  }

  /** The smallest copy that is not blown up by more than an eighth in such a tile. */
  Layer layerFor(Rect place) {
    return sizes.stream()
      .filter(size -> 9 * size.width() >= 8 * place.width() && 9 * size.height() >= 8 * place.height())
      .findFirst().map(LayerSize::layer).orElse(Layer.BIG);
  }
}
