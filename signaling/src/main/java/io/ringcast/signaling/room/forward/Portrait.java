package io.ringcast.signaling.room.forward;

import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.Profile;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.TrackDetails;
import java.util.List;
import java.util.Objects;

/**
 * What is shown of a participant in another room.
 *
 * @param level how loud it speaks, 0 for silent
 * @param link how well it is connected, 0 to 1
 */
record Portrait(Profile profile, int level, double link, List<Track> tracks) {
  /** @param sid names the publication where it is published */
  record Track(String sid, TrackDetails details, PublicationSpec spec, boolean muted) {
    static Track of(Publication publication) {
      // A viewer elsewhere cannot ask the publisher for its backup codec.
      return new Track(publication.sid(), publication.details().inOneCodec(), Objects.requireNonNull(publication.spec()),
          publication.muted());
    }
  }

  Portrait {
    tracks = List.copyOf(tracks);
  }
}
