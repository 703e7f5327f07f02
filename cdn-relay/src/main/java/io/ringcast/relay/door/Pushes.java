package io.ringcast.relay.door;

import io.ringcast.relay.push.PushReason;
import io.ringcast.relay.push.PushRetry;
import io.ringcast.relay.push.PushState;
import io.ringcast.relay.push.PushUrl;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Begins the pushes of a server; any thread. */
public final class Pushes implements AutoCloseable {
  private final PushAddresses addresses;
  private final RunningPush.Surroundings around;
  private final Set<RunningPush> running = ConcurrentHashMap.newKeySet();

  /** @param tls whom RTMPS servers are believed by */
  public Pushes(LiveLoop loop, Audiences audiences, PushAddresses addresses, SSLContext tls, PushRetry retry, RandomGenerator random) {
    this.addresses = addresses;
    around = new RunningPush.Surroundings(loop, audiences, addresses, new PushTransports(loop, tls, random), retry, random);
  }

  /** Whether pushes can go there. */
  public static boolean speaks(PushUrl url) {
    return PushTransports.speaks(url);
  }

  /** Pushes a stream to an address from now on, until it is stopped, given up or the stream ends. */
  public RunningPush start(PushUrl url, PlayedStreams.Played stream, RunningPush.Listener listener) {
    AtomicReference<RunningPush> begun = new AtomicReference<>();
    RunningPush push = new RunningPush(around, url, stream, state -> {
      if (state instanceof PushState.Stopped || state instanceof PushState.Failed) {
        running.remove(begun.get());
      }
      listener.onState(state);
    });
    begun.set(push);
    running.add(push);
    push.start();
    return push;
  }

  /** Stops those that run. */
  @Override
  public void close() {
    running.forEach(push -> push.stop(PushReason.STOPPED));
    addresses.close();
  }
}
