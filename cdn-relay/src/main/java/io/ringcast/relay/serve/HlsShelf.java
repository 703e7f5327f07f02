package io.ringcast.relay.serve;

import io.ringcast.relay.live.LiveRefusedException;
import io.ringcast.relay.live.RunningStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The live streams that are cut into segments now, and those that were a moment ago. Any thread. */
final class HlsShelf {
  /** Players that are behind play what is left. */
  private static final Duration LEFT_FOR = Duration.ofSeconds(30);

  private final LiveRules rules;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentMap<RunningStream, HlsOutlet> byStream = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, HlsOutlet> byId = new ConcurrentHashMap<>();

  HlsShelf(LiveRules rules, InstantSource clock, Supplier<String> ids) {
    this.rules = rules;
    this.clock = clock;
    this.ids = ids;
  }

  /** A stream's segments, which are cut from now on if they are not already. */
  HlsOutlet of(RunningStream stream) throws LiveRefusedException {
    HlsOutlet known = byStream.get(stream);
    if (known != null && !known.ended()) {
      return known;
    }
    lock.lock();
    try {
      known = byStream.get(stream);
      return known != null && !known.ended() ? known : begin(stream);
    } finally {
      lock.unlock();
    }
  }

  private HlsOutlet begin(RunningStream stream) throws LiveRefusedException {
    String id = ids.get();
    long startedMs = clock.millis() - stream.ageMs();
    HlsOutlet begun = new HlsOutlet(id, stream, rules.hls(), rules.idle().toNanos(), startedMs, () -> remove(stream, id));
    byStream.put(stream, begun);
    byId.put(id, begun);
    try {
      stream.attach(begun);
    } catch (LiveRefusedException e) {
      byStream.remove(stream, begun);
      byId.remove(id);
      throw e;
    }
    return begun;
  }

  private void remove(RunningStream stream, String id) {
    byStream.computeIfPresent(stream, (same, outlet) -> outlet.id().equals(id) ? null : outlet);
    Mono.delay(LEFT_FOR).subscribe(elapsed -> byId.remove(id));
  }

  /** The segments of this name. */
  Optional<HlsOutlet> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
