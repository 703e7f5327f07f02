package io.ringcast.calls.push;

import io.ringcast.calls.call.RingStop;
import io.ringcast.calls.exchange.PushSender;
import io.ringcast.database.StoreException;
import io.ringcast.events.delivery.Outcome;
import io.ringcast.events.format.Body;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts pushes to the apps' hooks. What is said of one call to one user goes in its order, a ring before its end; all else side by side. A
 * push that fails is tried again a few times and then forgotten: a call rings for a minute.
 */
public final class PushPost implements PushSender {
  /** Calls to users of which something waits, of all apps; with more, new pushes are dropped and counted. */
  static final int WAITING_MAX = 10_000;
  static final int ATTEMPTS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(PushPost.class);

  private final PushAddresses addresses;
  private final List<Way> ways;
  private final Executor executor;
  private final Map<Errand, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final Map<Errand, List<PushAddress>> rung = new ConcurrentHashMap<>();
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /** One call to one user. */
  private record Errand(String appId, String callId, String userId) {}

  /** A hook, and what posts to it and waits for what comes of it. */
  public record Way(PushHook hook, Poster poster) {}

  /** Posts once; it always returns, within a bounded time. */
  @FunctionalInterface
  public interface Poster {
    Outcome post(Body body);
  }

  /** @param executor runs what waits for databases and hooks */
  public PushPost(PushAddresses addresses, List<Way> ways, Executor executor) {
    this.addresses = addresses;
    this.ways = List.copyOf(ways);
    this.executor = executor;
  }

  /** Pushes that a hook has taken. */
  public long sent() {
    return sent.sum();
  }

  /** Pushes that no attempt brought to their hook. */
  public long failed() {
    return failed.sum();
  }

  /** Pushes for which there was no room. */
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public void ring(Ring ring) {
    if (serves(ring.appId())) {
      Errand errand = new Errand(ring.appId(), ring.call().callId(), ring.userId());
      run(errand, () -> ringNow(errand, ring));
    }
  }

  @Override
  public void stop(String appId, String callId, String userId, RingStop why) {
    if (serves(appId)) {
      Errand errand = new Errand(appId, callId, userId);
      run(errand, () -> stopNow(errand, why));
    }
  }

  private boolean serves(String appId) {
    return ways.stream().anyMatch(way -> way.hook().serves(appId));
  }

  private void run(Errand errand, Runnable task) {
    if (waiting.size() >= WAITING_MAX && !waiting.containsKey(errand)) {
      dropped.increment();
      return;
    }
    CompletableFuture<Void> done = waiting.compute(errand, (same, before) ->
        (before == null ? CompletableFuture.<Void>completedFuture(null) : before).thenRunAsync(() -> attempt(task), executor));
    var _ = done.whenComplete((nothing, failure) -> waiting.remove(errand, done));
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (StoreException e) {
      LOG.warn("a push is lost, since its addresses cannot be read: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a push is lost", e);
    }
  }

  private void ringNow(Errand errand, Ring ring) {
    Set<String> connected = new HashSet<>(ring.connectedDeviceIds());
    List<PushAddress> away = addresses.of(errand.appId(), errand.userId()).stream()
        .filter(address -> !connected.contains(address.deviceId())).toList();
    if (!away.isEmpty()) {
      rung.put(errand, away);
      post(errand, PushJson.ring(ring, away));
    }
  }

  private void stopNow(Errand errand, RingStop why) {
    List<PushAddress> heard = rung.remove(errand);
    if (heard != null) {
      post(errand, PushJson.stop(errand.appId(), errand.callId(), errand.userId(), why, heard));
    }
  }

  private void post(Errand errand, Body body) {
    ways.stream().filter(way -> way.hook().serves(errand.appId())).forEach(way -> post(way, body));
  }

  private void post(Way way, Body body) {
    Outcome outcome = Outcome.FAILED;
    for (int attempt = 0; attempt < ATTEMPTS && mayPass(outcome); attempt++) {
      outcome = way.poster().post(body);
    }
    if (outcome == Outcome.ACCEPTED) {
      sent.increment();
    } else {
      failed.increment();
      LOG.warn("push hook {}: {}", way.hook().id(), outcome);
    }
  }

  /** What another attempt may change. */
  private static boolean mayPass(Outcome outcome) {
    return switch (outcome) {
      case FAILED, UNREACHABLE, TIMED_OUT, MALFORMED -> true;
      case ACCEPTED, REJECTED, REFUSED, REDIRECTED, TLS_FAILED, UNKNOWN_HOST, INSIDE_ADDRESS, UNRENDERABLE -> false;
    };
  }
}
