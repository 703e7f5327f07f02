package io.ringcast.signaling.live;

import io.ringcast.sfu.api.Codec;
import io.ringcast.sfu.api.MediaKind;
import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.TrackDetails.Encryption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a live stream is made of now.
 *
 * @param streamId null while nothing is published
 * @param audio null when there is none
 * @param video null when there is none
 * @param encrypted whether the payloads are encrypted end to end
 */
public record LiveTracks(
    @Nullable String streamId, @Nullable PublicationSpec audio, @Nullable PublicationSpec video, boolean encrypted) {
  static final LiveTracks NONE = new LiveTracks(null, null, null, false);

  /** The stream of these publications, of which there is at least one. */
  static LiveTracks of(List<Publication> publications) {
    return new LiveTracks(publications.getFirst().streamId(), spec(publications, MediaKind.AUDIO), spec(publications, MediaKind.VIDEO),
        publications.stream().anyMatch(one -> one.details().encryption() != Encryption.NONE));
  }

  /** Whether live streams carry it as it is. */
  public boolean carried() {
    return !encrypted && (video == null || video.codec().codec() == Codec.H264);
  }

  LiveTracks withoutVideo() {
    return new LiveTracks(streamId, audio, null, encrypted);
  }

  private static @Nullable PublicationSpec spec(List<Publication> publications, MediaKind kind) {
    return publications.stream().filter(one -> one.kind() == kind).map(Publication::spec).findFirst().orElse(null);
  }
}
