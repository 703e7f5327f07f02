package io.ringcast.relay.live;

import io.ringcast.relay.hub.Cursor;
import io.ringcast.relay.hub.KeyframeRhythm;
import io.ringcast.relay.hub.LiveStream;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.media.VideoFrame;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live stream on a thread of its own, on which its source and its outlets work. What is asked of it happens on that thread, between two
 * turns; its methods are for any thread where they do not say otherwise.
 */
public final class RunningStream {
  private static final Logger LOG = LoggerFactory.getLogger(RunningStream.class);
  /** Frames come every 20 ms or so; what comes together is written together. */
  private static final long TURN_NS = 10_000_000;
  private static final long NS_PER_MS = 1_000_000;
  /** More than ask between two turns; what finds no room is refused. */
  private static final int COMMANDS_MAX = 4_096;

  private final String id;
  private final StreamName name;
  private final Source source;
  private final LiveLimits limits;
  private final LongSupplier clockNs;
  private final Consumer<RunningStream> onEnded;
  private final LiveStream stream;
  private final KeyframeRhythm rhythm;
  private final Map<Outlet, Cursor> outlets = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> commands = new ArrayDeque<>();
  private final Thread thread;
  private boolean closing;
  private volatile @Nullable LiveEnd end;
  private volatile int readers;
  private final long openedNs;
  private boolean fresh;
  private long freshNs;
  private boolean restLeft;
  private long readNs;

  RunningStream(String id, StreamName name, Source source, LiveLimits limits, LongSupplier clockNs, Consumer<RunningStream> onEnded) {
    this.id = id;
    this.name = name;
    this.source = source;
    this.limits = limits;
    this.clockNs = clockNs;
    this.onEnded = onEnded;
    openedNs = clockNs.getAsLong();
    stream = new LiveStream(limits.hub());
    rhythm = new KeyframeRhythm(limits.keyframeInterval().toNanos());
    thread = Thread.ofPlatform().name("live-" + name.roomId()).daemon().unstarted(this::work);
  }

  void start() {
    LOG.info("live stream {} of room {} of app {} begins", id, name.roomId(), name.appId());
    thread.start();
  }

  /** Which it is of all that ever were. */
  public String id() {
    return id;
  }

  public StreamName name() {
    return name;
  }

  /** Whether there are pictures, or will be soon; on the stream's thread. */
  public boolean expectsVideo() {
    return source.expectsVideo();
  }

  /** Whether there is sound, or will be soon; on the stream's thread. */
  public boolean expectsAudio() {
    return source.expectsAudio();
  }

  /** How long it has been. */
  public long ageMs() {
    return (clockNs.getAsLong() - openedNs) / NS_PER_MS;
  }

  /** How many outlets it has. */
  public int readers() {
    return readers;
  }

  /** Whether it is over, or will be at once. */
  public boolean ended() {
    return end != null;
  }

  /** An outlet joins; soon it hears that it has, or why it has not. */
  public void attach(Outlet outlet) throws LiveRefusedException {
    if (readers >= limits.outlets()) {
      throw new LiveRefusedException(LiveRefusal.TOO_MANY_OUTLETS,
        "The stream is read by " + limits.outlets() + " already: try again in a moment.");
    }
    if (!tell(() -> join(outlet))) {
      throw ended()
        ? new LiveRefusedException(LiveRefusal.NOT_LIVE, "The stream has just ended: try again.")
        : new LiveRefusedException(LiveRefusal.BUSY, "Too many ask at once: try again in a moment.");
    }
  }

  /** An outlet leaves; it hears nothing more soon. */
  public void detach(Outlet outlet) {
    tell(() -> leave(outlet));
  }

  /** Has something done on the stream's thread soon; false when it is over, or has too much to do. */
  public boolean tell(Runnable command) {
    lock.lock();
    try {
      if (closing || commands.size() >= COMMANDS_MAX) {
        return false;
      }
      commands.add(command);
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(thread);
    return true;
  }

  /** Ends it soon. */
  void end(LiveEnd reason) {
    tell(() -> finish(reason));
  }

  private void join(Outlet outlet) {
    LiveEnd reason = end;
    if (reason != null) {
      outlet.onEnd(reason);
    } else if (!outlets.containsKey(outlet)) {
      // The hub would wake it for each frame; it is told once a turn.
      Cursor cursor = stream.join(() -> { });
      outlets.put(outlet, cursor);
      watched();
      outlet.onJoined(cursor);
      outlet.onMore(readNs);
    }
  }

  private void leave(Outlet outlet) {
    Cursor cursor = outlets.remove(outlet);
    if (cursor != null) {
      cursor.leave();
      watched();
    }
  }

  private void watched() {
    readers = outlets.size();
    readNs = clockNs.getAsLong();
    rhythm.onWatched(!outlets.isEmpty(), readNs);
  }

  private void finish(LiveEnd reason) {
    if (end == null) {
      end = reason;
    }
  }

  private void work() {
    readNs = clockNs.getAsLong();
    try {
      while (end == null) {
        obey();
        turn(clockNs.getAsLong());
        LockSupport.parkNanos(this, TURN_NS);
      }
    } catch (RuntimeException e) {
      LOG.warn("live stream {} of room {} failed", id, name.roomId(), e);
      finish(LiveEnd.FAILED);
    } finally {
      close();
    }
  }

  private void turn(long nowNs) {
    fresh = false;
    source.turn(nowNs, this::append);
    if (fresh) {
      freshNs = nowNs;
      restLeft = true;
    }
    if (fresh || restIsDue(nowNs)) {
      List.copyOf(outlets.keySet()).forEach(outlet -> outlet.onMore(nowNs));
    }
    if (rhythm.due(nowNs)) {
      source.requestKeyframe();
    }
    LiveEnd sourceEnd = source.ended();
    if (sourceEnd != null) {
      finish(sourceEnd);
    } else if (outlets.isEmpty() && nowNs - readNs >= limits.idle().toNanos()) {
      finish(LiveEnd.IDLE);
    }
  }

  /** Once after the last frame: whether those who wait for what follows wait no longer. */
  private boolean restIsDue(long nowNs) {
    if (!restLeft || nowNs - freshNs < Outlet.MERGE_NS) {
      return false;
    }
    restLeft = false;
    return true;
  }

  private void append(Frame frame) {
    fresh = true;
    if (frame instanceof VideoFrame picture && picture.keyframe()) {
      rhythm.onKeyframe(clockNs.getAsLong());
    }
    stream.append(frame);
  }

  private void obey() {
    for (Runnable command : taken()) {
      run(command);
    }
  }

  private void run(Runnable command) {
    try {
      command.run();
    } catch (RuntimeException e) {
      LOG.warn("live stream {} of room {}: what was asked failed", id, name.roomId(), e);
    }
  }

  private List<Runnable> taken() {
    lock.lock();
    try {
      List<Runnable> taken = List.copyOf(commands);
      commands.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody finds it any more, nobody asks it any more, then those who are there hear of its end. */
  private void close() {
    LiveEnd reason = end == null ? LiveEnd.FAILED : end;
    end = reason;
    onEnded.accept(this);
    refuseMore();
    obey();
    stream.end();
    List.copyOf(outlets.keySet()).forEach(outlet -> run(() -> outlet.onEnd(reason)));
    outlets.clear();
    readers = 0;
    source.close();
    LOG.info("live stream {} of room {} of app {} ended: {}", id, name.roomId(), name.appId(), reason);
  }

  private void refuseMore() {
    lock.lock();
    try {
      closing = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is over. */
  void await() {
    boolean interrupted = false;
    while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
