package io.ringcast.sfu.routing;

import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Who speaks in a room, loudest first. Each loop tells the levels of its publishers every {@link #INTERVAL_NS}; the list is told when it
 * changes. Lives on the room's home loop.
 */
public final class ActiveSpeakers {
  /** A syllable or two: short enough to follow a conversation, long enough not to flicker. */
  public static final long INTERVAL_NS = 300_000_000;
  /** -45 dBov on the scale where 127 is loudest: breath and fans stay below it. */
  public static final int SPEAKING_LEVEL = 82;
  /** Nobody looks at more. */
  static final int MAX_SPEAKERS = 10;
  /** Two speakers change places only when the second is clearly (3 dB) louder. */
  static final int LOUDER_BY = 3;

  private final MediaEvents events;
  private final TreeMap<Integer, List<Speaker>> byShard = new TreeMap<>();
  private List<Speaker> told = List.of();

  ActiveSpeakers(MediaEvents events) {
    this.events = events;
  }

  /** Takes one loop's speakers, those above {@link #SPEAKING_LEVEL}. */
  public void onLevels(int shard, List<Speaker> speakers) {
    byShard.put(shard, speakers);
    List<Speaker> now = new ArrayList<>();
    byShard.values().forEach(now::addAll);
    now.sort(Comparator.comparingInt(this::rank).reversed());
    List<Speaker> loudest = List.copyOf(now.subList(0, Math.min(now.size(), MAX_SPEAKERS)));
    if (!sameOrder(loudest, told)) {
      told = loudest;
      events.on(new MediaEvent.ActiveSpeakers(loudest));
    }
  }

  /** A speaker who was told as speaking keeps a small lead. */
  private int rank(Speaker speaker) {
    for (int place = 0; place < told.size(); place++) {
      if (told.get(place).publication().equals(speaker.publication())) {
        return speaker.level() + (place == 0 ? LOUDER_BY : 0);
      }
    }
    return speaker.level();
  }

  private static boolean sameOrder(List<Speaker> one, List<Speaker> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).publication().equals(other.get(i).publication())) {
        return false;
      }
    }
    return true;
  }
}
