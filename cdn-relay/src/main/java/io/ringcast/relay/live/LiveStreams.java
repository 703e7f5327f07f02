package io.ringcast.relay.live;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The live streams of a server by their names. One begins when somebody wants it and ends by itself: when nobody has read it for a while,
 * or when its source has ended; whoever wants it then gets another. Any thread.
 */
public final class LiveStreams implements AutoCloseable {
  private static final int LOCKS = 64;

  private final Sources sources;
  private final LiveLimits limits;
  private final LongSupplier clockNs;
  private final Supplier<String> ids;
  /** One of them is held while a stream begins, so that those who come together find one. */
  private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
  private final ConcurrentMap<StreamName, RunningStream> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, RunningStream> byId = new ConcurrentHashMap<>();
  private final AtomicLong begun = new AtomicLong();
  private volatile boolean closed;

  /**
   * Live streams out of these sources.
   *
   * @param clockNs the media plane's: {@code System::nanoTime}
   * @param ids makes names that nobody guesses
   */
  public LiveStreams(Sources sources, LiveLimits limits, LongSupplier clockNs, Supplier<String> ids) {
    this.sources = sources;
    this.limits = limits;
    this.clockNs = clockNs;
    this.ids = ids;
  }

  /** The stream of this name, which begins now if it does not run. For threads that may wait. */
  public RunningStream open(StreamName name) throws LiveRefusedException {
    RunningStream running = running(name);
    if (running != null) {
      return running;
    }
    ReentrantLock lock = locks.get(Math.floorMod(name.hashCode(), LOCKS));
    lock.lock();
    try {
      running = running(name);
      return running == null ? begin(name) : running;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable RunningStream running(StreamName name) {
    RunningStream running = byName.get(name);
    return running == null || running.ended() ? null : running;
  }

  private RunningStream begin(StreamName name) throws LiveRefusedException {
    if (closed) {
      throw new LiveRefusedException(LiveRefusal.SERVER_CLOSED, "The server stops: try again when it is back.");
    }
    if (byId.size() >= limits.streams()) {
      throw new LiveRefusedException(LiveRefusal.TOO_MANY_STREAMS,
        "The server has " + limits.streams() + " live streams already: wait until one ends.");
    }
    RunningStream begun = new RunningStream(ids.get(), name, sources.open(name), limits, clockNs, this::remove);
    byName.put(name, begun);
    byId.put(begun.id(), begun);
    this.begun.incrementAndGet();
    begun.start();
    if (closed) {
      begun.end(LiveEnd.SERVER_CLOSED);
    }
    return begun;
  }

  private void remove(RunningStream ended) {
    byName.remove(ended.name(), ended);
    byId.remove(ended.id(), ended);
  }

  /** A stream that runs, by the id that it alone ever has. */
  public Optional<RunningStream> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Those that run now. */
  public List<RunningStream> all() {
    return List.copyOf(byId.values());
  }

  /** How many ever began. */
  public long begun() {
    return begun.get();
  }

  /** Ends all, and waits until they have. */
  @Override
  public void close() {
    closed = true;
    List<RunningStream> last = all();
    last.forEach(stream -> stream.end(LiveEnd.SERVER_CLOSED));
    last.forEach(RunningStream::await);
  }
}
