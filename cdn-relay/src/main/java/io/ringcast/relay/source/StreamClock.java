package io.ringcast.relay.source;

import io.ringcast.mixer.intake.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * When a publisher's sounds and pictures are in its live stream, whose time begins when it is opened. Each first lies where it came; then
 * sounds are never moved, so that they follow each other without gaps, and pictures glide to where sender reports say that they belong.
 * Owned by one thread.
 */
final class StreamClock {
  private static final long NS_PER_S = 1_000_000_000L;
  private static final long NS_PER_US = 1_000;
  /** So fast pictures glide: seen by nobody, and faster than clocks drift. */
  private static final long GLIDE_PER_S_NS = 10_000_000;
  /** Further away nothing glides: timestamps have begun anew. */
  private static final long JUMP_NS = 400_000_000;
  /** So far a publisher's clock may drift from ours before its stream is moved. */
  private static final long AWAY_NS = 3 * NS_PER_S;

  private final long openedNs;
  private final Line sounds = new Line();
  private final Line pictures = new Line();
  private long movedNs;

  /** What is added to a timestamp's own time. */
  private static final class Line {
    private @Nullable Timeline timeline;
    private long offsetNs;
    private boolean placed;

    long ns(long timestamp) {
      return timeline == null ? 0 : timeline.ns(timestamp) + offsetNs;
    }
  }

  StreamClock(long openedNs) {
    this.openedNs = openedNs;
    movedNs = openedNs;
  }

  /** Looks at what came; called once a turn, before anything is asked. */
  void move(@Nullable Timeline sound, @Nullable Timeline picture, long nowNs) {
    long glideNs = GLIDE_PER_S_NS * Math.clamp(nowNs - movedNs, 0, NS_PER_S) / NS_PER_S;
    movedNs = nowNs;
    look(sounds, sound, pictures);
    look(pictures, picture, sounds);
    if (sounds.placed && pictures.placed && sound != null && picture != null) {
      long distanceNs = sounds.offsetNs - sound.offsetTo(picture) - pictures.offsetNs;
      pictures.offsetNs += Math.abs(distanceNs) > JUMP_NS ? distanceNs : Math.clamp(distanceNs, -glideNs, glideNs);
    }
  }

  private void look(Line line, @Nullable Timeline timeline, Line other) {
    line.timeline = timeline;
    if (timeline == null || !timeline.started()) {
      line.placed = false;
      return;
    }
    long arrivedNs = timeline.earliestOffsetNs() - openedNs;
    if (!line.placed || Math.abs(arrivedNs - line.offsetNs) > AWAY_NS) {
      Timeline known = other.placed ? other.timeline : null;
      line.offsetNs = known == null ? arrivedNs : other.offsetNs - known.offsetTo(timeline);
      line.offsetNs = Math.abs(arrivedNs - line.offsetNs) > AWAY_NS ? arrivedNs : line.offsetNs;
      line.placed = true;
    }
  }

  void forgetSounds() {
    sounds.placed = false;
  }

  void forgetPictures() {
    pictures.placed = false;
  }

  /** In µs since the stream was opened. */
  long soundUs(long timestamp) {
    return Math.max(0, sounds.ns(timestamp) / NS_PER_US);
  }

  /** In µs since the stream was opened. */
  long pictureUs(long timestamp) {
    return Math.max(0, pictures.ns(timestamp) / NS_PER_US);
  }
}
