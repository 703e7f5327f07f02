package io.ringcast.mixer.job;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings the pictures that documents name. */
public interface PictureSource {
  /** Has none. */
  PictureSource NONE = (uri, then) -> then.accept(null);

  /** Fetches a picture and returns at once; {@code then} hears it on any thread, or null when it cannot be had. */
  void fetch(URI uri, Consumer<@Nullable BufferedImage> then);
}
