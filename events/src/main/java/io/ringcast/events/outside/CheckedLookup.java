package io.ringcast.events.outside;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a host up for each connection, and checks the very addresses that the connection then goes to: a name that is checked
 * first and looked up again (DNS rebinding) would pass. The system's resolver blocks its thread for as long as it likes, so it has one of
 * its own, which is not a virtual one.
 */
public final class CheckedLookup implements DnsResolver, AutoCloseable {
  private static final long LOOKUP_MS = 5_000;

  /** The system's resolver, or a test's. */
  public interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final Names names;
  private final boolean insideAllowed;
  private final ExecutorService thread;

  /** @param purpose names its thread */
  public CheckedLookup(String purpose, Names names, boolean insideAllowed) {
    this.names = names;
    this.insideAllowed = insideAllowed;
    thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("lookup-" + purpose).daemon().factory());
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Future<InetAddress[]> lookup = thread.submit(() -> names.addresses(host));
    try {
      InetAddress[] addresses = lookup.get(LOOKUP_MS, TimeUnit.MILLISECONDS);
      if (!insideAllowed) {
        InsideAddresses.refuse(host, addresses);
      }
      return addresses;
    } catch (TimeoutException e) {
      lookup.cancel(true);
      throw new UnknownHostException(host + ": the resolver does not answer");
    } catch (InterruptedException e) {
      lookup.cancel(true);
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host + ": interrupted");
    } catch (ExecutionException e) {
      throw new UnknownHostException(host + ": " + e.getMessage());
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
