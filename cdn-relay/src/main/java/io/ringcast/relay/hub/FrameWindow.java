package io.ringcast.relay.hub;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.VideoFrame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest frames of a stream by their position, counted from 0. It holds what a reader that is not too far behind has still to read, and
 * everything since the last keyframe, both within the limits.
 *
 * <pre>
 *   head ............ start ............ tail        head: the oldest; start: the last keyframe; tail: the next to come
 * </pre>
 */
final class FrameWindow {
  private final HubLimits limits;
  private final @Nullable Frame[] frames;
  private long head;
  private long tail;
  private long bytes;
  private long keyframe = -1;
  private boolean video;

  FrameWindow(HubLimits limits) {
    this.limits = limits;
    frames = new Frame[limits.frames()];
  }

  void add(Frame frame) {
    if (tail - head == frames.length) {
      dropOldest();
    }
    frames[index(tail)] = frame;
    bytes += frame.data().length;
    if (frame instanceof VideoFrame picture) {
      video = true;
      keyframe = picture.keyframe() ? tail : keyframe;
    }
    tail++;
    while (bytes > limits.bytes() && tail - head > 1) {
      dropOldest();
    }
    while (head < start() && ageUs() > limits.behindUs()) {
      dropOldest();
    }
  }

  private void dropOldest() {
    bytes -= frame(head).data().length;
    frames[index(head)] = null;
    head++;
  }

  long head() {
    return head;
  }

  long tail() {
    return tail;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Where somebody begins: at the last keyframe, where there are no pictures at the newest sound, and at the next frame to come when the
   * last keyframe had to go.
   */
  long start() {
    if (!video) {
      return Math.max(head, tail - 1);
    }
    return keyframe >= head ? keyframe : tail;
  }

  Frame frame(long position) {
    return Objects.requireNonNull(frames[index(position)]);
  }

  private long ageUs() {
    return frame(tail - 1).timeUs() - frame(head).timeUs();
  }

  private int index(long position) {
    return (int) (position % frames.length);
  }
}
