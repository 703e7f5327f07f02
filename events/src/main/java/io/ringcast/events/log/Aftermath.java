package io.ringcast.events.log;

import io.ringcast.events.Happening;
import io.ringcast.events.NewEvent;
import io.ringcast.events.RoomKey;
import io.ringcast.events.store.OpenThing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is left of a server that died: the events that it owes to what it left open, as of the time when that is found out. */
public final class Aftermath {
  private final Map<RoomKey, Integer> present = new HashMap<>();
  private final long nowMs;

  private Aftermath(long nowMs) {
    this.nowMs = nowMs;
  }

  /** @param latestFirst what is open, so that what lies within another thing ends before it */
  public static List<NewEvent> endings(List<OpenThing> latestFirst, long nowMs) {
    Aftermath aftermath = new Aftermath(nowMs);
    latestFirst.stream().filter(open -> open.began() instanceof Happening.ParticipantJoined)
      .forEach(open -> aftermath.count(open.room(), 1));
    List<NewEvent> endings = new ArrayList<>();
    latestFirst.forEach(open -> aftermath.end(open, endings));
    return endings;
  }

  private void end(OpenThing open, List<NewEvent> endings) {
    long durationMs = nowMs - open.timeMs();
    switch (open.began()) {
      case Happening.Published published ->
        endings.add(ending(open, new Happening.Unpublished(published.member(), published.track())));
      case Happening.ParticipantJoined joined -> {
        int left = count(open.room(), -1);
        endings.add(ending(open, new Happening.ParticipantLeft(joined.member(), Happening.Departure.SERVER_CLOSED, durationMs, left)));
      }
      case Happening.RoomStarted started ->
        endings.add(ending(open, new Happening.RoomFinished(Happening.RoomEnd.SERVER_CLOSED, durationMs)));
      default -> { }
    }
  }

  private NewEvent ending(OpenThing open, Happening happening) {
    return new NewEvent(open.room(), open.sessionId(), nowMs, happening);
  }

  private int count(RoomKey room, int more) {
    int count = present.getOrDefault(room, 0) + more;
    present.put(room, count);
    return count;
  }
}
