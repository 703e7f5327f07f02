package io.ringcast.mixer.job;

import io.ringcast.mixer.config.MixConfig;
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
 * @param roomId the linked room that it comes from; empty for one of the mix's own
 */
public record MixedStream(String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video,
    List<LayerSize> sizes, boolean screen, boolean encrypted, String roomId) {

  /** How large a copy of the picture is. */
  public record LayerSize(Layer layer, int width, int height) {}

  public MixedStream {
    sizes = List.copyOf(sizes);
  }

  /** One of the mix's own room. */
  public MixedStream(String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video,
      List<LayerSize> sizes, boolean screen, boolean encrypted) {
    this(userId, streamId, audio, video, sizes, screen, encrypted, "");
  }

  /** One whose picture comes in one size. */
  public MixedStream(String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video) {
    this(userId, streamId, audio, video, List.of(), false, false, "");
  }

  boolean isSeenBy(MixConfig config) {
    return config.wantsVideo(userId, streamId, roomId);
  }

  boolean isHeardBy(MixConfig config) {
    return audio != null && !encrypted && config.wantsAudio(userId, streamId, roomId);
  }

  /** The smallest copy that is not blown up by more than an eighth in such a tile. */
  Layer layerFor(Rect place) {
    return sizes.stream()
      .filter(size -> 9 * size.width() >= 8 * place.width() && 9 * size.height() >= 8 * place.height())
      .findFirst().map(LayerSize::layer).orElse(Layer.BIG);
  }
}
