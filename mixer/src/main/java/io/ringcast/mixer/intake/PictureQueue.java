package io.ringcast.mixer.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that wait until they are due. When too many wait the oldest are given out before their time, since all have to be decoded. Owned
 * by one thread.
 */
public final class PictureQueue {
  /** A second of 60 frames. */
  static final int CAPACITY = 60;

  /** When it is due is settled when it comes: timestamps may begin anew before it is shown. */
  private record Waiting(VideoFrame frame, long dueNs) {}

  private final Deque<Waiting> frames = new ArrayDeque<>();
  private final PlayClock clock;

  public PictureQueue(PlayClock clock) {
    this.clock = clock;
  }

  public void add(VideoFrame frame) {
    frames.add(new Waiting(frame, clock.videoDueNs(frame.timestamp())));
  }

  /** The next picture that is due, or that finds no place any more; null when none is. Called until it says so. */
  public @Nullable VideoFrame due(long nowNs) {
    Waiting first = frames.peek();
    if (first == null || (frames.size() <= CAPACITY && first.dueNs() > nowNs)) {
      return null;
    }
    frames.poll();
    return first.frame();
  }

  /** The next one that is due and that a later one that is due too makes old; null when there is none. Called until it says so. */
  public @Nullable VideoFrame overdue(long nowNs) {
    boolean old = frames.size() > CAPACITY || frames.stream().skip(1).findFirst().map(second -> second.dueNs() <= nowNs).orElse(false);
    return old ? due(nowNs) : null;
  }

  /** Whether any is due. */
  public boolean isDue(long nowNs) {
    Waiting first = frames.peek();
    return first != null && first.dueNs() <= nowNs;
  }

  /** Forgets those that wait. */
  public void clear() {
    frames.clear();
  }

  public int size() {
    return frames.size();
  }
}
