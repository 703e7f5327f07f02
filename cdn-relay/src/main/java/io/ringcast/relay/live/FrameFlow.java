package io.ringcast.relay.live;

import io.ringcast.relay.hub.Cursor;
import io.ringcast.relay.media.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings a live stream to a taker on another thread, no faster than that takes it: each batch uses up one of those it asked for, and while
 * none is asked for frames stay in the stream, where whoever is late goes on at the last keyframe. Who asks for none for long is let go.
 */
public final class FrameFlow {
  /** What comes to a taker at once: a keyframe is often as large. */
  private static final int BATCH_BYTES = 64 << 10;
  /** A phone's bad moment is over by then. */
  private static final long PATIENCE_NS = 20_000_000_000L;

  private final RunningStream stream;
  private final Executor executor;
  private final Taker taker;
  private final long mergeNs;
  private final AtomicLong wanted = new AtomicLong();
  private final Outlet outlet = new End();

  /** Who takes the frames; called by the executor, one call after the other where that runs them so. */
  public interface Taker {
    /** The next frames, oldest first; at least one. */
    void onFrames(List<Frame> frames);

    void onEnd(LiveEnd reason);
  }

  /** Brings each frame as it comes. */
  public FrameFlow(RunningStream stream, Executor executor, Taker taker) {
    this(stream, executor, taker, 0);
  }

  private FrameFlow(RunningStream stream, Executor executor, Taker taker, long mergeNs) {
    this.stream = stream;
    this.executor = executor;
    this.taker = taker;
    this.mergeNs = mergeNs;
  }

  /** Brings what comes within {@link Outlet#MERGE_NS} in one batch: for a taker to whom each batch is a call of the system. */
  public static FrameFlow merging(RunningStream stream, Executor executor, Taker taker) {
    return new FrameFlow(stream, executor, taker, Outlet.MERGE_NS);
  }

  /** Begins at the last keyframe. */
  public void start() throws LiveRefusedException {
    stream.attach(outlet);
  }

  /** Asks for so many more batches; any thread. They come with the next frame. */
  public void request(long batches) {
    wanted.updateAndGet(now -> now > Long.MAX_VALUE - batches ? Long.MAX_VALUE : now + batches);
  }

  /** Wants nothing more; any thread. */
  public void stop() {
    stream.detach(outlet);
  }

  /** Its end at the stream. Used on the stream's thread. */
  private final class End implements Outlet {
    private @Nullable Cursor cursor;
    private long hungryNs;
    private long flowedNs = Long.MIN_VALUE / 2;

    @Override
    public void onJoined(Cursor place) {
      cursor = place;
    }

    @Override
    public void onMore(long nowNs) {
      if (wanted.get() > 0) {
        hungryNs = nowNs;
        if (nowNs - flowedNs >= mergeNs && flow()) {
          flowedNs = nowNs;
        }
      } else if (hungryNs == 0) {
        hungryNs = nowNs;
      } else if (nowNs - hungryNs >= PATIENCE_NS) {
        stop();
        executor.execute(() -> taker.onEnd(LiveEnd.TOO_SLOW));
        hungryNs = Long.MAX_VALUE;
      }
    }

    /** Whether there was something, and nothing is left. */
    private boolean flow() {
      Cursor place = cursor;
      if (place == null) {
        return false;
      }
      boolean flowed = false;
      while (wanted.get() > 0) {
        List<Frame> batch = batch(place);
        if (batch.isEmpty()) {
          break;
        }
        flowed = true;
        wanted.decrementAndGet();
        executor.execute(() -> taker.onFrames(batch));
      }
      return flowed && !place.hasMore();
    }

    @Override
    public void onEnd(LiveEnd reason) {
      flow();
      executor.execute(() -> taker.onEnd(reason));
    }
  }

  private static List<Frame> batch(Cursor place) {
    List<Frame> batch = new ArrayList<>();
    int bytes = 0;
    while (bytes < BATCH_BYTES) {
      Frame frame = place.next();
      if (frame == null) {
        return batch;
      }
      batch.add(frame);
      bytes += frame.data().length;
    }
    return batch;
  }
}
