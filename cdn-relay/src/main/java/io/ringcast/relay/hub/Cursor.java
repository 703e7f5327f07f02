package io.ringcast.relay.hub;

import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.VideoFrame;
import org.jspecify.annotations.Nullable;

/**
 * How far one reader has read. All that the stream keeps for it: it holds no frame, so a reader that does not read costs nothing but its
 * place, and meets the last keyframe when it reads again. Used on the stream's thread.
 */
public final class Cursor {
  private final LiveStream stream;
  private final Reader reader;
  private long position;
  private boolean awaitsKeyframe = true;
  private long skipped;
  /** Where it stands among the stream's cursors; negative after it left. */
  int seat;

  Cursor(LiveStream stream, Reader reader, int seat) {
    this.stream = stream;
    this.reader = reader;
    this.seat = seat;
    position = stream.window().start();
  }

  /** The next frame; null when there is none yet, or no more. */
  public @Nullable Frame next() {
    FrameWindow window = stream.window();
    if (seat < 0) {
      return null;
    }
    if (position < window.head()) {
      count(window.start() - position, SkipReason.BEHIND);
      position = window.start();
      awaitsKeyframe = true;
    }
    while (position < window.tail()) {
      Frame frame = window.frame(position++);
      if (!(frame instanceof VideoFrame picture)) {
        return frame;
      }
      if (picture.keyframe() || !awaitsKeyframe) {
        awaitsKeyframe = false;
        return frame;
      }
      count(1, SkipReason.AWAITING_KEYFRAME);
    }
    return null;
  }

  private void count(long frames, SkipReason reason) {
    skipped += frames;
    stream.count(frames, reason);
  }

  /** Frames it was not given. */
  public long skipped() {
    return skipped;
  }

  /** Whether frames follow the last that was read. */
  public boolean hasMore() {
    return position < stream.window().tail();
  }

  /** Whether the stream has ended and everything was read. */
  public boolean ended() {
    return stream.ended() && !hasMore();
  }

  /** Gives the place up; nothing more is read. */
  public void leave() {
    stream.remove(this);
  }

  void wake() {
    reader.onMore();
  }
}
