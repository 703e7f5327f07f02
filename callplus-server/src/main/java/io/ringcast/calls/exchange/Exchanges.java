package io.ringcast.calls.exchange;

import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The exchanges of all apps of a server; any thread may ask. Apps that the log knows of are there from the beginning. */
public final class Exchanges {
  private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  /** 119 bits. */
  private static final int ID_LETTERS = 20;

  private final ConcurrentHashMap<String, Exchange> byApp = new ConcurrentHashMap<>();
  private final ExchangeSettings settings;
  private final Ports ports;
  private final RandomGenerator random;

  /**
   * What exchanges talk to.
   *
   * @param executor where their turns run
   */
  public record Ports(CallLog log, CallRooms rooms, PushSender push, UserListener users, Alarm alarm, Executor executor) {}

  /** @param random used by several threads, and to make ids that nobody guesses: a {@link java.security.SecureRandom} */
  public Exchanges(ExchangeSettings settings, Ports ports, RandomGenerator random) {
    this.settings = settings;
    this.ports = ports;
    this.random = random;
    ports.log().apps().forEach(this::of);
  }

  /** The exchange of an app that exists. */
  public Exchange of(String appId) {
    return byApp.computeIfAbsent(appId, id -> new Exchange(
        new Surroundings(id, settings, ports.rooms(), ports.push(), ports.users(), this::newId),
        ports.log(), ports.alarm(), ports.executor()));
  }

  public Collection<Exchange> all() {
    return Collections.unmodifiableCollection(byApp.values());
  }

  private String newId() {
    StringBuilder id = new StringBuilder("CA_");
    for (int i = 0; i < ID_LETTERS; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }
}
