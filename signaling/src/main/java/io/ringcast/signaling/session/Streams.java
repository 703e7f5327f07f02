package io.ringcast.signaling.session;

import io.ringcast.sfu.api.PublicationSpec;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be watched in a room, by whatever door it came in. */
final class Streams {
  private Streams() {}

  /** The streams of everybody who can be seen, in the order they came. */
  static List<Stream> of(Room room) {
    List<Stream> streams = new ArrayList<>();
    for (Participant participant : room.visible()) {
      Map<String, List<PublicationSpec>> byStream = new LinkedHashMap<>();
      for (Publication publication : participant.publications()) {
        PublicationSpec spec = publication.spec();
        if (spec != null) {
          byStream.computeIfAbsent(publication.streamId(), absent -> new ArrayList<>()).add(spec);
        }
      }
      byStream.forEach((streamId, specs) -> streams.add(new Stream(streamId, participant.userId(), participant.sid(), specs)));
    }
    return streams;
  }
}
