package io.ringcast.mixer.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that wait until they are due. When too many wait the oldest are given out before their time, since all have to be decoded; those
 * that are due and wait for too long are given up. Owned by one thread.
 */
public final class PictureQueue {
  /** A second of 60 frames. */
  static final int CAPACITY = 60;
  /** Who decodes is so far behind that a keyframe of now is worth more. */
  static final long LATE_NS = 500_000_000;

  /** When it is due is settled when it comes: timestamps may begin anew before it is shown. */
  private record Waiting(VideoFrame frame, long dueNs, long sinceNs) {
    boolean isLate(long nowNs) {
      return nowNs - sinceNs > LATE_NS;
    }
  }

  private final Deque<Waiting> frames = new ArrayDeque<>();
  private final PlayClock clock;

  public PictureQueue(PlayClock clock) {
    this.clock = clock;
  }

  public void add(VideoFrame frame, long nowNs) {
    long dueNs = clock.videoDueNs(frame.timestamp());
    frames.add(new Waiting(frame, dueNs, Math.max(dueNs, nowNs)));
  }

  /**
   * Gives up what has waited too long to be decoded: all before the newest keyframe, and what follows that one when it is late too.
   *
   * @return whether only another keyframe helps now
   */
  public boolean giveUpLate(long nowNs) {
    Waiting first = frames.peek();
    if (first == null || frames.size() == 1 || !first.isLate(nowNs)) {
      return false;
    }
    Waiting keyframe = null;
    for (Waiting each : frames) {
      keyframe = each.frame().keyframe() ? each : keyframe;
    }
    while (!frames.isEmpty() && !frames.getFirst().equals(keyframe)) {
      frames.removeFirst();
    }
    if (keyframe != null && !keyframe.isLate(nowNs)) {
      return false;
    }
    while (frames.size() > 1) {
      frames.removeLast();
    }
    return true;
  }

  /** Takes the next picture that is due; null when none is. */
  public @Nullable VideoFrame due(long nowNs) {
    return isDue(nowNs) ? frames.removeFirst().frame() : null;
  }

  /** Whether any is due, or finds no place any more. */
  public boolean isDue(long nowNs) {
    Waiting first = frames.peek();
    return first != null && (frames.size() > CAPACITY || first.dueNs() <= nowNs);
  }

  /** Whether one is due that a later one that is due too makes old. */
  public boolean isOverdue(long nowNs) {
    return frames.size() > CAPACITY || frames.stream().skip(1).findFirst().map(second -> second.dueNs() <= nowNs).orElse(false);
  }

  /** Forgets those that wait. */
  public void clear() {
    frames.clear();
  }

  public int size() {
    return frames.size();
  }
}
