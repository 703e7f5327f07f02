package io.ringcast.relay.door;

import io.ringcast.relay.push.AddressPolicy;
import io.ringcast.relay.push.PushReason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks the host of a push up for each connection and checks the very addresses that it then goes to: a name that is checked first and
 * looked up again would pass. The system's resolver blocks its thread for as long as it likes, so it has some of its own.
 */
public final class PushAddresses implements AutoCloseable {
  private static final int THREADS = 4;
  private static final long LOOKUP_MS = 5_000;

  /** The system's resolver, or a test's. */
  @FunctionalInterface
  public interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** The addresses, or why there are none. */
  sealed interface Answer {
    record Found(List<InetAddress> addresses) implements Answer {}

    record None(PushReason reason) implements Answer {}
  }

  private final AddressPolicy policy;
  private final Names names;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().name("push-lookup-", 0).daemon().factory());

  public PushAddresses(AddressPolicy policy, Names names) {
    this.policy = policy;
    this.names = names;
  }

  /** Looks a host up; waits. One address out of bounds is enough to refuse: which of them would answer is not ours to say. */
  Answer of(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    Future<InetAddress[]> lookup = threads.submit(() -> names.addresses(bare));
    try {
      List<InetAddress> found = List.of(lookup.get(LOOKUP_MS, TimeUnit.MILLISECONDS));
      if (found.isEmpty()) {
        return new Answer.None(PushReason.UNKNOWN_HOST);
      }
      return found.stream().allMatch(policy::allows) ? new Answer.Found(found) : new Answer.None(PushReason.FORBIDDEN_ADDRESS);
    } catch (TimeoutException | ExecutionException e) {
      lookup.cancel(true);
      return new Answer.None(PushReason.UNKNOWN_HOST);
    } catch (InterruptedException e) {
      lookup.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer.None(PushReason.UNKNOWN_HOST);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
