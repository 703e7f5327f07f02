package io.ringcast.events.webhook;

import io.ringcast.events.Event;
import io.ringcast.events.RoomKey;
import io.ringcast.events.delivery.DeliveryCounters;
import io.ringcast.events.delivery.DeliveryReport;
import io.ringcast.events.delivery.Progress;
import io.ringcast.events.delivery.SavedLane;
import io.ringcast.events.log.Outbox;
import io.ringcast.events.store.EndedEvent;
import io.ringcast.events.store.EventStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** All receivers, each with a courier of its own, so that none waits for another; and what an operator may ask for. */
public final class Webhooks implements AutoCloseable {
  public static final int RECEIVERS_MAX = 32;
  private static final int ENDED_MAX = 1_000;

  private final EventStore store;
  private final Outbox outbox;
  private final Function<Receiver, Sender> senders;
  private final Courier.World world;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Courier> couriers = new LinkedHashMap<>();
  private volatile List<Courier> told = List.of();
  private volatile long position;

  /** @param senders makes the way to a receiver */
  public Webhooks(EventStore store, Outbox outbox, Function<Receiver, Sender> senders, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.outbox = outbox;
    this.senders = senders;
    world = new Courier.World(store, outbox, clock, random);
  }

  /** Starts them all where they stood; called before anything is appended. */
  public void start(List<Receiver> receivers) {
    if (receivers.size() > RECEIVERS_MAX || receivers.stream().map(Receiver::id).distinct().count() < receivers.size()) {
      throw new IllegalArgumentException("there may be " + RECEIVERS_MAX + " webhook receivers, each with an id of its own");
    }
    lock.lock();
    try {
      position = store.lastPosition();
      for (Receiver receiver : receivers) {
        if (store.progress(receiver.id()).isEmpty()) {
          store.reset(receiver.id(), new Progress(receiver.start() == Receiver.Start.NOW ? position : 0, Map.of()));
        }
        dispatch(receiver, store.progress(receiver.id()).orElseThrow(), new DeliveryCounters());
      }
    } finally {
      lock.unlock();
    }
  }

  private void dispatch(Receiver receiver, Progress progress, DeliveryCounters counters) {
    Courier courier = new Courier(receiver, progress, world, senders.apply(receiver), counters);
    couriers.put(receiver.id(), courier);
    told = List.copyOf(couriers.values());
    // Appends from here on are told by the writing thread, all earlier ones are within this position.
    courier.onAppended(position);
    courier.start();
  }

  /** The log reaches up to here. Called by the writing thread. */
  public void onAppended(long newPosition) {
    position = newPosition;
    told.forEach(courier -> courier.onAppended(newPosition));
  }

  /** How each receiver stands, by its id. Any thread may ask. */
  public Map<String, DeliveryReport> reports() {
    return told.stream().collect(Collectors.toMap(courier -> courier.receiver().id(), Courier::report));
  }

  public Set<String> receiverIds() {
    return told.stream().map(courier -> courier.receiver().id()).collect(Collectors.toUnmodifiableSet());
  }

  /** Events that were given up for a receiver, the latest first. */
  public List<EndedEvent> ended(String receiverId) {
    return store.ended(receiverId, ENDED_MAX);
  }

  /** Sends a room's events to the receiver again, this one and all that follow it, in their order; other rooms go on. */
  public void replayRoom(String receiverId, String appId, String eventId) {
    Event first = find(appId, eventId);
    restart(receiverId, stands -> {
      Map<RoomKey, SavedLane> behind = new LinkedHashMap<>(stands.behind());
      SavedLane lane = behind.get(first.room());
      long from = lane == null ? first.sequence() : Math.min(first.sequence(), lane.sequence());
      behind.put(first.room(), new SavedLane(from, 0, 0));
      return new Progress(stands.position(), behind);
    });
  }

  /** Sends everything that the receiver wants again, from this event on. */
  public void replayAll(String receiverId, String appId, String eventId) {
    Event first = find(appId, eventId);
    restart(receiverId, stands -> new Progress(first.position() - 1, Map.of()));
  }

  private Event find(String appId, String eventId) {
    return store.find(appId, eventId).orElseThrow(() -> new NoSuchElementException("no event " + eventId));
  }

  private void restart(String receiverId, Function<Progress, Progress> change) {
    lock.lock();
    try {
      Courier courier = couriers.get(receiverId);
      if (courier == null) {
        throw new NoSuchElementException("no webhook receiver " + receiverId);
      }
      courier.close();
      outbox.run(() -> store.reset(receiverId, change.apply(store.progress(receiverId).orElseThrow()))).join();
      dispatch(courier.receiver(), store.progress(receiverId).orElseThrow(), courier.counters());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      List<Thread> closing = couriers.values().stream().map(courier -> Thread.ofVirtual().start(courier::close)).toList();
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
