package io.ringcast.signaling.session;

import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.RoomKey;
import java.util.List;

/** A room as it was at one moment. */
public record RoomView(RoomKey key, List<Session> sessions, List<Speaker> speakers) {
  public RoomView {
    sessions = List.copyOf(sessions);
    speakers = List.copyOf(speakers);
  }

  /** The sessions that publish, in the order they came. */
  public List<Publishing> publishers() {
    return sessions.stream().filter(Publishing.class::isInstance).map(Publishing.class::cast).toList();
  }
}
