package io.ringcast.events.delivery;

import io.ringcast.events.Event;
import io.ringcast.events.RoomKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything one receiver is still owed, and in which order and when it is sent.
 *
 * <p>The log is read once, in order, into one {@link Lane} a room. A lane whose event fails falls behind: from then on its events wait in
 * the store and the others go on. The receiver itself is up or down:
 *
 * <pre>
 *   state  on                                     to    with
 *   UP     as many failures in a row as allowed   DOWN  one probe at a time, each after a longer pause; sooner for a room not tried yet
 *   DOWN   a probe fails                          DOWN
 *   DOWN   an event is accepted or rejected       UP    all lanes that wait are due now
 * </pre>
 *
 * An event ends unaccepted when it failed for a day, several times by its own fault: the receiver says so, or answered another one between
 * two attempts. So nothing is given up because a receiver was down. One thread owns it.
 */
public final class Delivery {
  private static final int LOG_PAGE = 256;
  /** A lane that caught up may hold a page in memory, and {@link DeliveryLimits#behindMax} lanes may. */
  private static final int ROOM_PAGE = 16;
  /** What is settled is saved after this time: what a crash makes the receiver see twice, against one more write to the database. */
  static final long SAVE_AFTER_MS = 500;
  /** … or after so many events. */
  private static final int SAVE_AFTER_EVENTS = 256;

  private final String receiverId;
  private final Predicate<Event> wanted;
  private final DeliveryLimits limits;
  private final RandomGenerator random;
  private final DeliveryCounters counters;

  private final Map<RoomKey, Lane> lanes = new LinkedHashMap<>();
  private final ArrayDeque<Lane> ready = new ArrayDeque<>();
  private final TreeSet<Lane> waiting = new TreeSet<>(Lane.BY_DUE);
  /** Positions of all events in lanes that are not behind. */
  private final TreeSet<Long> unsettled = new TreeSet<>();
  private long lanesMade;
  private int behind;
  private int inFlight;
  private int readingRooms;

  private long logEnd;
  private long scanned;
  private boolean readingLog;

  private boolean down;
  private int failuresInRow;
  private int probes;
  private long probeAtMs;
  private long lastAnswerMs = Long.MIN_VALUE;

  private final Map<RoomKey, SavedLane> changedLanes = new LinkedHashMap<>();
  private final Set<RoomKey> caughtUp = new LinkedHashSet<>();
  private final List<Ended> ended = new ArrayList<>();
  private boolean saving;
  private boolean dirty;
  private long dirtySinceMs;
  private int settledSinceSave;

  /** @param wanted which events the receiver is sent at all */
  public Delivery(String receiverId, Progress progress, Predicate<Event> wanted, DeliveryLimits limits, RandomGenerator random,
    DeliveryCounters counters) {
    this.receiverId = receiverId;
    this.wanted = wanted;
    this.limits = limits;
    this.random = random;
    this.counters = counters;
    scanned = progress.position();
    progress.behind().forEach((room, saved) -> {
      Lane lane = new Lane(room, lanesMade++, saved);
      lanes.put(room, lane);
      behind++;
      ready.add(lane);
    });
  }

  /** The log now reaches up to this position. */
  public void onAppended(long position, long nowMs, Consumer<Effect> out) {
    logEnd = Math.max(logEnd, position);
    advance(nowMs, out);
  }

  /** @param events all that {@link Effect.ReadLog} asked for, oldest first; fewer than its limit when there are no more */
  public void onLogRead(Effect.ReadLog asked, List<Event> events, long nowMs, Consumer<Effect> out) {
    readingLog = false;
    for (Event event : events) {
      passOver(event.position() - 1);
      scanned = event.position();
      if (wanted.test(event)) {
        enqueue(event, nowMs);
      }
    }
    if (events.size() < asked.limit()) {
      passOver(asked.upTo());
    }
    touch(nowMs);
    advance(nowMs, out);
  }

  /** @param events the room's next, wanted or not, oldest first */
  public void onRoomRead(RoomKey room, List<Event> events, long nowMs, Consumer<Effect> out) {
    readingRooms--;
    Lane lane = lane(room, Lane.State.READING);
    if (events.isEmpty() && lane.readUpTo == scanned) {
      lanes.remove(room);
      behind--;
      changedLanes.remove(room);
      caughtUp.add(room);
      touch(nowMs);
    } else {
      for (Event event : events) {
        if (event.sequence() > lane.next) {
          counters.expire(event.sequence() - lane.next);
          if (lane.queue.isEmpty()) {
            lane.startAfresh();
          }
        }
        lane.next = event.sequence() + 1;
        if (wanted.test(event)) {
          lane.queue.add(event);
        }
      }
      lane.next = lane.queue.isEmpty() ? lane.next : lane.queue.getFirst().sequence();
      lane.state = Lane.State.READY;
      // Its turn goes on.
      ready.addFirst(lane);
    }
    advance(nowMs, out);
  }

  public void onOutcome(Event event, Outcome outcome, long nowMs, Consumer<Effect> out) {
    inFlight--;
    counters.attempted(outcome);
    judgeReceiver(outcome, nowMs);
    Lane lane = lane(event.room(), Lane.State.SENDING);
    if (outcome == Outcome.ACCEPTED) {
      settle(lane);
    } else {
      failed(lane, outcome, nowMs);
    }
    touch(nowMs);
    advance(nowMs, out);
  }

  public void onSaved(long nowMs, Consumer<Effect> out) {
    saving = false;
    advance(nowMs, out);
  }

  public void onDeadline(long nowMs, Consumer<Effect> out) {
    advance(nowMs, out);
  }

  /** When {@link #onDeadline} has something to do; {@link Long#MAX_VALUE} when it has not. */
  public long nextDeadlineMs() {
    long next = dirty && !saving ? dirtySinceMs + SAVE_AFTER_MS : Long.MAX_VALUE;
    if (down && busy() == 0 && !lanes.isEmpty()) {
      next = Math.min(next, probeAtMs);
    }
    if (!down && busy() < limits.inFlightMax() && !waiting.isEmpty()) {
      next = Math.min(next, waiting.first().dueMs);
    }
    return next;
  }

  /** Nothing is owed but what waits for a pause to end. */
  public boolean atRest() {
    return scanned >= logEnd && inFlight == 0 && ready.isEmpty() && readingRooms == 0 && !readingLog && !saving && !dirty;
  }

  public DeliveryReport report() {
    return new DeliveryReport(down, settledUpTo(), Math.max(0, logEnd - scanned), behind, inFlight, counters.attempts(),
      counters.gaveUp(), counters.expired());
  }

  private void advance(long nowMs, Consumer<Effect> out) {
    while (!down && !waiting.isEmpty() && waiting.first().dueMs <= nowMs) {
      ready(waiting.removeFirst());
    }
    Lane lane = nextLane(nowMs);
    while (lane != null) {
      serve(lane, out);
      lane = nextLane(nowMs);
    }
    if (!readingLog && scanned < logEnd && unsettled.size() < limits.windowEvents() && behind < limits.behindMax()) {
      readingLog = true;
      out.accept(new Effect.ReadLog(scanned, logEnd, Math.min(LOG_PAGE, limits.windowEvents() - unsettled.size())));
    }
    if (dirty && !saving && (settledSinceSave >= SAVE_AFTER_EVENTS || nowMs >= dirtySinceMs + SAVE_AFTER_MS)) {
      save(out);
    }
  }

  /** What the log does not hold up to this position was deleted. */
  private void passOver(long position) {
    counters.expire(position - scanned);
    scanned = position;
  }

  private @Nullable Lane nextLane(long nowMs) {
    if (!down) {
      return busy() < limits.inFlightMax() ? ready.poll() : null;
    }
    if (busy() > 0 || nowMs < probeAtMs) {
      return null;
    }
    // Rooms that do not wait come first: one room's bad event must not be all that a receiver is judged by.
    return ready.isEmpty() ? waiting.pollFirst() : ready.poll();
  }

  private int busy() {
    return inFlight + readingRooms;
  }

  private void serve(Lane lane, Consumer<Effect> out) {
    if (lane.queue.isEmpty()) {
      lane.state = Lane.State.READING;
      lane.readUpTo = scanned;
      readingRooms++;
      out.accept(new Effect.ReadRoom(lane.room, lane.next, scanned, ROOM_PAGE));
    } else {
      lane.state = Lane.State.SENDING;
      inFlight++;
      out.accept(new Effect.Send(lane.queue.getFirst(), lane.attempts + 1));
    }
  }

  private void enqueue(Event event, long nowMs) {
    Lane lane = lanes.get(event.room());
    if (lane == null) {
      lane = new Lane(event.room(), lanesMade++);
      lanes.put(event.room(), lane);
      ready(lane);
      // What was not tried yet may find the receiver well; the window bounds how often.
      probeAtMs = Math.min(probeAtMs, nowMs + limits.backoff().firstMs());
    }
    if (!lane.behind) {
      lane.queue.add(event);
      unsettled.add(event.position());
    }
  }

  private void judgeReceiver(Outcome outcome, long nowMs) {
    if (outcome.answersEvent()) {
      lastAnswerMs = nowMs;
      failuresInRow = 0;
      comeUp();
      return;
    }
    if (outcome != Outcome.UNRENDERABLE) {
      failuresInRow++;
    }
    if (down && inFlight == 0) {
      probes++;
      probeAtMs = nowMs + limits.backoff().pauseMs(probes, random);
    } else if (!down && failuresInRow >= limits.downAfter()) {
      down = true;
      probes = 1;
      probeAtMs = nowMs + limits.backoff().pauseMs(probes, random);
    }
  }

  private void comeUp() {
    if (down) {
      down = false;
      while (!waiting.isEmpty()) {
        ready(waiting.removeFirst());
      }
    }
  }

  private void failed(Lane lane, Outcome outcome, long nowMs) {
    if (lane.attempts == 0) {
      lane.failingSinceMs = nowMs;
    }
    lane.attempts++;
    if (outcome.concernsEvent() || lastAnswerMs >= lane.failedMs) {
      lane.faults++;
    }
    lane.failedMs = nowMs;
    if (lane.faults >= limits.giveUpFaults() && nowMs - lane.failingSinceMs >= limits.giveUpAfterMs()) {
      counters.giveUp();
      ended.add(new Ended(lane.queue.getFirst(), outcome, nowMs));
      settle(lane);
      return;
    }
    if (!lane.behind) {
      for (Event event : lane.queue) {
        unsettled.remove(event.position());
      }
      lane.fallBehind();
      behind++;
    }
    changed(lane);
    lane.state = Lane.State.WAITING;
    lane.dueMs = nowMs + limits.backoff().pauseMs(lane.attempts, random);
    waiting.add(lane);
  }

  /** The lane's first event is done with. */
  private void settle(Lane lane) {
    Event event = lane.queue.removeFirst();
    settledSinceSave++;
    lane.startAfresh();
    if (lane.behind) {
      lane.next = event.sequence() + 1;
      changed(lane);
    } else {
      unsettled.remove(event.position());
    }
    if (lane.behind || !lane.queue.isEmpty()) {
      ready(lane);
    } else {
      lanes.remove(lane.room);
    }
  }

  private void ready(Lane lane) {
    lane.state = Lane.State.READY;
    ready.add(lane);
  }

  private void changed(Lane lane) {
    changedLanes.put(lane.room, lane.saved());
    caughtUp.remove(lane.room);
  }

  private void touch(long nowMs) {
    if (!dirty) {
      dirty = true;
      dirtySinceMs = nowMs;
    }
  }

  private void save(Consumer<Effect> out) {
    dirty = false;
    saving = true;
    settledSinceSave = 0;
    out.accept(new Effect.Save(checkpoint()));
  }

  /** What is left to be saved when nothing more is told to this object. */
  public Checkpoint checkpoint() {
    Checkpoint checkpoint = new Checkpoint(receiverId, settledUpTo(), new LinkedHashMap<>(changedLanes), new LinkedHashSet<>(caughtUp),
      List.copyOf(ended));
    changedLanes.clear();
    caughtUp.clear();
    ended.clear();
    return checkpoint;
  }

  private long settledUpTo() {
    return unsettled.isEmpty() ? scanned : unsettled.first() - 1;
  }

  private Lane lane(RoomKey room, Lane.State expected) {
    Lane lane = lanes.get(room);
    if (lane == null || lane.state != expected) {
      throw new IllegalStateException("no lane of " + room + " is " + expected);
    }
    return lane;
  }
}
