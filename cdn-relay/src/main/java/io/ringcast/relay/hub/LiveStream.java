package io.ringcast.relay.hub;

import io.ringcast.relay.media.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * One live stream from its first frame to its end: a bounded window of its newest frames, and a cursor for each who reads them. Whoever
 * joins begins at the last keyframe; whoever is slow skips to it and slows nobody. Owned by one thread, on which readers are called.
 */
public final class LiveStream {
  private final FrameWindow window;
  private final List<Cursor> cursors = new ArrayList<>();
  private final long[] skipped = new long[SkipReason.values().length];
  private boolean ended;

  public LiveStream(HubLimits limits) {
    window = new FrameWindow(limits);
  }

  /** Takes the next frame and wakes everybody; after the end it is dropped. */
  public void append(Frame frame) {
    if (!ended) {
      window.add(frame);
      wakeAll();
    }
  }

  /** No frame follows; readers are woken to read what is left. */
  public void end() {
    if (!ended) {
      ended = true;
      wakeAll();
    }
  }

  /** A new reader, at the last keyframe. */
  public Cursor join(Reader reader) {
    Cursor cursor = new Cursor(this, reader, cursors.size());
    cursors.add(cursor);
    return cursor;
  }

  /** From the last to the first: whoever leaves meanwhile has its seat taken by one that was woken already. */
  private void wakeAll() {
    for (int i = cursors.size() - 1; i >= 0; i--) {
      if (i < cursors.size()) {
        cursors.get(i).wake();
      }
    }
  }

  void remove(Cursor cursor) {
    if (cursor.seat < 0) {
      return;
    }
    Cursor last = cursors.removeLast();
    if (last != cursor) {
      cursors.set(cursor.seat, last);
      last.seat = cursor.seat;
    }
    cursor.seat = -1;
  }

  void count(long frames, SkipReason reason) {
    skipped[reason.ordinal()] += frames;
  }

  FrameWindow window() {
    return window;
  }

  public boolean ended() {
    return ended;
  }

  public int readers() {
    return cursors.size();
  }

  /** Frames kept now. */
  public int keptFrames() {
    return (int) (window.tail() - window.head());
  }

  /** Bytes of the frames kept now. */
  public long keptBytes() {
    return window.bytes();
  }

  /** Frames that readers were not given, for this reason. */
  public long skipped(SkipReason reason) {
    return skipped[reason.ordinal()];
  }
}
