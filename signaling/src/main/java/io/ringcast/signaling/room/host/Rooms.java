package io.ringcast.signaling.room.host;

import io.ringcast.events.EventLog;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Outside;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomCounters;
import io.ringcast.signaling.room.RoomLimits;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.RoomSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every room of this server, by app and id. Any thread may call; rooms are opened by whoever enters them first and taken out by
 * themselves when they have ended.
 */
public final class Rooms implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
  /** An entry that meets a room's end tries the next one. */
  private static final int ENTRIES_MAX = 10;
  private static final int FAREWELLS_MAX_S = 2;

  private final RoomHost.Surroundings around;
  private final RandomGenerator random;
  private final RoomLimits limits;
  private final Exclusions exclusions;
  private final RoomCounters counters = new RoomCounters();
  private final PendingPlaces pending;
  private final Stays residence;
  private final ConcurrentMap<RoomKey, RoomHost> hosts = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What is done in a room that is entered; on its queue. */
  @FunctionalInterface
  public interface Entry<T> {
    T enter(RoomHost host, Room room) throws RoomRefusedException;
  }

  /** Rooms whose events nobody keeps, of apps whose users may be where users may be by default. */
  public Rooms(Sfu sfu, Executor executor, Alarm alarm, RandomGenerator random, RoomLimits limits) {
    this(sfu, executor, alarm, random, limits, Outlets.NONE, UserRules.USUAL);
  }

  /** Rooms whose members are told by their own protocols alone. */
  public Rooms(Sfu sfu, Executor executor, Alarm alarm, RandomGenerator random, RoomLimits limits, EventLog log, UserRules rules) {
    this(sfu, executor, alarm, random, limits, new Outlets(log, Herald.NONE, Attendance.NONE, Addresses.NONE), rules);
  }

  /**
   * Rooms on a media plane.
   *
   * @param executor runs the rooms' queues
   * @param random makes names: a secure generator outside of tests
   * @param rules what apps decide of their users
   */
  public Rooms(Sfu sfu, Executor executor, Alarm alarm, RandomGenerator random, RoomLimits limits, Outlets outlets, UserRules rules) {
    around = new RoomHost.Surroundings(sfu, executor, alarm, outlets);
    this.random = random;
    this.limits = limits;
    exclusions = rules.exclusions();
    residence = new Stays(rules.stays(), this::evict);
    pending = new PendingPlaces(limits.pending(), counters);
  }

  public RoomCounters counters() {
    return counters;
  }

  public RoomLimits limits() {
    return limits;
  }

  /** Those whose media has not come up yet. */
  public PendingPlaces pending() {
    return pending;
  }

  /** Users that are in some room. */
  public int stays() {
    return residence.size();
  }

  /** A room that is open now. */
  public Optional<RoomHost> find(RoomKey key) {
    return Optional.ofNullable(hosts.get(key));
  }

  /** The open rooms of an app. */
  public List<RoomHost> of(String appId) {
    return hosts.values().stream().filter(host -> host.key().appId().equals(appId)).toList();
  }

  /**
   * Enters a room, which is opened with these settings if there is none, and waits for the outcome: for threads that may wait. What it did
   * may not be durable yet.
   */
  public <T> T enter(RoomKey key, RoomSettings settings, Entry<T> entry) throws RoomRefusedException {
    for (int i = 0; i < ENTRIES_MAX; i++) {
      RoomHost host = open(key, settings);
      Outcome<T> outcome = outcome(host, entry);
      if (outcome.refusal() != null) {
        counters.onRefused(outcome.refusal().refusal());
        throw outcome.refusal();
      }
      if (outcome.value() != null) {
        return outcome.value();
      }
    }
    throw new RoomRefusedException(RoomRefusal.ROOM_BUSY, "Room " + key.roomId() + " keeps ending: try again.", List.of());
  }

  /** Enters a room that is open; empty when there is none. For threads that may wait. */
  public <T> Optional<T> enterOpen(RoomKey key, Entry<T> entry) throws RoomRefusedException {
    try {
      return wonder(key, entry);
    } catch (RoomRefusedException e) {
      counters.onRefused(e.refusal());
      throw e;
    }
  }

  /** As {@link #enterOpen} for who only wants to know: a refusal is not counted. */
  public <T> Optional<T> wonder(RoomKey key, Entry<T> entry) throws RoomRefusedException {
    RoomHost host = hosts.get(key);
    if (host == null) {
      return Optional.empty();
    }
    Outcome<T> outcome = outcome(host, entry);
    if (outcome.refusal() != null) {
      throw outcome.refusal();
    }
    return Optional.ofNullable(outcome.value());
  }

  /** Changes a room that is open, and waits until that is durable; empty when there is none. For threads that may wait. */
  public <T> Optional<T> change(RoomKey key, Entry<T> entry) throws RoomRefusedException {
    RoomHost host = hosts.get(key);
    Optional<T> done = enterOpen(key, entry);
    settle(host);
    return done;
  }

  /** Waits until what happened in an open room is durable. For threads that may wait. */
  public void settle(RoomKey key) throws RoomRefusedException {
    settle(hosts.get(key));
  }

  private void settle(@Nullable RoomHost host) throws RoomRefusedException {
    if (host != null && !host.written().join()) {
      counters.onRefused(RoomRefusal.EVENTS_UNWRITABLE);
      throw new RoomRefusedException(
          RoomRefusal.EVENTS_UNWRITABLE, "It is done, but cannot be written down now: it may not outlast the server.", List.of());
    }
  }

  /** Neither a value nor a refusal when the room had ended. */
  private record Outcome<T>(@Nullable T value, @Nullable RoomRefusedException refusal) {}

  private static <T> Outcome<T> outcome(RoomHost host, Entry<T> entry) {
    try {
      return host.ask(room -> {
        if (room.ended()) {
          return new Outcome<T>(null, null);
        }
        try {
          return new Outcome<>(entry.enter(host, room), null);
        } catch (RoomRefusedException e) {
          return new Outcome<T>(null, e);
        }
      }).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RoomHost.BusyException busy) {
        return new Outcome<>(null, new RoomRefusedException(RoomRefusal.ROOM_BUSY, busy.getMessage() + ": try again.", List.of()));
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private RoomHost open(RoomKey key, RoomSettings settings) throws RoomRefusedException {
    RoomHost existing = hosts.get(key);
    if (existing != null) {
      return existing;
    }
    if (closed) {
      counters.onRefused(RoomRefusal.SERVER_CLOSED);
      throw new RoomRefusedException(RoomRefusal.SERVER_CLOSED, "The server stops: try again when it is back.", List.of());
    }
    if (of(key.appId()).size() >= limits.roomsPerApp()) {
      counters.onRefused(RoomRefusal.TOO_MANY_ROOMS);
      throw new RoomRefusedException(
          RoomRefusal.TOO_MANY_ROOMS, "The app has " + limits.roomsPerApp() + " rooms already: wait until one ends.", List.of());
    }
    return hosts.computeIfAbsent(key, absent -> {
      LOG.info("room {} of app {} opened", key.roomId(), key.appId());
      return new RoomHost(around, key,
          chronicle -> new Room(
              key, settings, limits, new Outside(chronicle, exclusions, residence, counters), random, around.alarm().nowMs()),
          host -> () -> hosts.remove(key, host));
    });
  }

  /** A user is elsewhere now. */
  private void evict(RoomKey key, String sid) {
    find(key).ifPresent(host -> host.tell(() -> {
      Participant who = host.room().member(sid);
      if (who != null) {
        host.room().leave(who, LeaveReason.REPLACED, host.nowMs());
      }
    }));
  }

  /** Ends every room, tells everybody in it that the server stops, and returns when that is done. */
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?>[] ends = hosts.values().stream().map(host -> host.ask(room -> {
      room.end(LeaveReason.SERVER_CLOSED);
      return true;
    }).thenCompose(told -> host.written())).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(FAREWELLS_MAX_S, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("not everybody was told that the server stops", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
