package io.ringcast.relay.source;

import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.PublicationSpec;
import org.jspecify.annotations.Nullable;

/**
 * The publications that a live stream is made of.
 *
 * @param audio null when there is none
 * @param video null when there is none
 * @param encrypted whether their payloads are encrypted end to end
 */
public record Tracks(MediaRoom room, @Nullable PublicationSpec audio, @Nullable PublicationSpec video, boolean encrypted) {
  /** Whether nothing is published. */
  public boolean none() {
    return audio == null && video == null;
  }
}
