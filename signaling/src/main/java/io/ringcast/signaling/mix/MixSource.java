package io.ringcast.signaling.mix;

import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Source;
import io.ringcast.signaling.room.TrackDetails.Encryption;
import io.ringcast.signaling.room.TrackDetails.LayerSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a room's mix may take in.
 *
 * @param roomId the linked room that it comes from; empty for one of the mix's own
 * @param audio null when it has none
 * @param video null when it has none
 * @param layers the copies of its picture, smallest first; empty when they are not told
 * @param encrypted whether its payloads are encrypted end to end
 */
public record MixSource(String roomId, String userId, String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video,
    List<LayerSize> layers, boolean screen, boolean encrypted) {
  public MixSource {
    layers = List.copyOf(layers);
  }

  /** The stream of these publications, of which there is at least one. */
  static MixSource of(String roomId, List<Publication> publications) {
    Publication any = publications.getFirst();
    Publication video = find(publications, MediaKind.VIDEO);
    Publication audio = find(publications, MediaKind.AUDIO);
    return new MixSource(roomId, any.owner().userId(), any.streamId(), audio == null ? null : audio.spec(),
        video == null ? null : video.spec(), video == null ? List.of() : video.details().layers(),
        video != null && video.details().source() == Source.SCREEN_SHARE,
        publications.stream().anyMatch(one -> one.details().encryption() != Encryption.NONE));
  }

  static @Nullable Publication find(List<Publication> publications, MediaKind kind) {
    return publications.stream().filter(one -> one.kind() == kind).findFirst().orElse(null);
  }
}
