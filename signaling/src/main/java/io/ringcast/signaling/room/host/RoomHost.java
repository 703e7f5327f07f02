package io.ringcast.signaling.room.host;

import io.ringcast.events.Happening;
import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.MediaEvent;
import io.ringcast.sfu.api.MediaEvent.ActiveSpeakers;
import io.ringcast.sfu.api.MediaEvent.FirstMediaForwarded;
import io.ringcast.sfu.api.MediaEvent.FirstMediaReceived;
import io.ringcast.sfu.api.MediaEvent.PausedByRate;
import io.ringcast.sfu.api.MediaEvent.PeerClosed;
import io.ringcast.sfu.api.MediaEvent.PeerConnected;
import io.ringcast.sfu.api.MediaEvent.Speaker;
import io.ringcast.sfu.api.MediaRoom;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.PeerId;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.signaling.room.AttributeChange;
import io.ringcast.signaling.room.Chronicle;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one room lives: the queue that owns its state, its part of the media plane, its deadline. Any thread may tell or ask; everything
 * that happens to the room, to its participants' signalling and to their media sessions happens on the queue.
 */
public final class RoomHost {
  private static final Logger LOG = LoggerFactory.getLogger(RoomHost.class);
  /** Questions that wait; each connection waits for the answer to one before it asks the next. */
  static final int WAITING_MAX = 20_000;
  /** How often links are judged: receivers report their losses every second or so. */
  static final long MEASURED_EVERY_MS = 5_000;

  private final Room room;
  private final RoomChronicle chronicle;
  private final Journal journal;
  private final MediaRoom media;
  private final boolean estimates;
  private final SerialQueue queue;
  private final Alarm alarm;
  private final Herald herald;
  private final Addresses addresses;
  private final Runnable onEnded;
  private final Map<PeerId, PeerEar> ears = new HashMap<>();
  private final ServerCalls calls = new ServerCalls(this);
  private volatile List<Speaker> speakers = List.of();
  private long scheduledMs = Long.MAX_VALUE;
  private boolean measuring;
  private boolean closed;
  private boolean leaving;
  private boolean gone;

  /** What the owner of a peer hears of it, on the room's queue. */
  public interface PeerEar {
    void onConnected();

    void onClosed(CloseReason reason);

    /** Not even the least of what it receives by this subscription fits on its path; or it does again. */
    default void onPausedByRate(SubscriptionId subscription, boolean paused) {}
  }

  /** The room has too much to do. */
  public static final class BusyException extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1;

    BusyException(RoomKey key) {
      super("room " + key.roomId() + " is busy", null, false, false);
    }
  }

  /** What a server's rooms have in common. */
  record Surroundings(Sfu sfu, Executor executor, Alarm alarm, Outlets outlets) {}

  RoomHost(Surroundings around, RoomKey key, Function<Chronicle, Room> room, Function<RoomHost, Runnable> onEnded) {
    alarm = around.alarm();
    herald = around.outlets().herald();
    addresses = around.outlets().addresses();
    this.onEnded = onEnded.apply(this);
    queue = new SerialQueue(around.executor(), WAITING_MAX);
    journal = new Journal(key, around.outlets().log(), queue::add, alarm);
    chronicle = new RoomChronicle(key, journal, around.outlets().attendance(), around.outlets().addresses());
    this.room = room.apply(chronicle);
    estimates = around.sfu().estimates();
    media = around.sfu().openRoom(key, this::onMedia);
    queue.add(this::afterTurn);
  }

  public RoomKey key() {
    return room.key();
  }

  /** The room's part of the media plane; any thread. */
  public MediaRoom media() {
    return media;
  }

  /** Whether the media plane finds out how much fits on its peers' paths; any thread. */
  public boolean estimates() {
    return estimates;
  }

  public long nowMs() {
    return alarm.nowMs();
  }

  /** Has something done on the queue, soon. */
  public void tell(Runnable task) {
    queue.add(() -> turn(task));
  }

  /** Has something done on the queue after a while. */
  public void after(long delayMs, Runnable task) {
    alarm.after(delayMs, () -> tell(task));
  }

  /** Asks the room something on the queue; fails with {@link BusyException} when too many ask. */
  public <T extends @Nullable Object> CompletableFuture<T> ask(Function<Room, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean taken = queue.offer(() -> turn(() -> {
      try {
        answer.complete(question.apply(room));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }));
    if (!taken) {
      answer.completeExceptionally(new BusyException(key()));
    }
    return answer;
  }

  /** Completed when all that has happened in the room is durable (true), or when it is known that this will take a while. */
  public CompletableFuture<Boolean> written() {
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    queue.add(() -> journal.hold(written::complete));
    return written;
  }

  /** Says something to the world once what happened before is durable; on the queue. Nobody waits long for a database that is away. */
  public void afterWritten(Runnable saying) {
    journal.hold(durable -> saying.run());
  }

  /** Writes down what happened in the session that is none of the room's own doing; on the queue. */
  public void note(Happening happening) {
    chronicle.note(happening);
  }

  /** A new peer whose owner hears of it; on the queue. */
  public Peer connect(PeerEar ear) {
    Peer peer = media.connect();
    ears.put(peer.id(), ear);
    return peer;
  }

  /** A peer of another room is of this one from now on; on the queue. What that room is still told of it, its owner hears too. */
  void adopt(Peer peer, PeerEar ear, RoomHost before) {
    CompletableFuture<Boolean> moved = peer.move(media);
    ears.put(peer.id(), ear);
    var _ = moved.thenAccept(there -> {
      before.tell(() -> before.ears.remove(peer.id()));
      if (!there) {
        tell(() -> ears.remove(peer.id()));
      }
    });
  }

  /** Whether so many questions wait that further ones are refused. */
  boolean crowded() {
    return queue.crowded();
  }

  /** The room itself, for those that run on its queue. */
  public Room room() {
    return room;
  }

  /** The server's own calls to its participants, for those that run on its queue. */
  public ServerCalls calls() {
    return calls;
  }

  /** Who speaks now, loudest first; any thread. */
  public List<Speaker> speakers() {
    return speakers;
  }

  private void onMedia(MediaEvent event) {
    switch (event) {
      case PeerConnected connected -> tell(() -> {
        PeerEar ear = ears.get(connected.peer());
        if (ear != null) {
          ear.onConnected();
        }
      });
      case PeerClosed gone -> tell(() -> {
        PeerEar ear = ears.remove(gone.peer());
        if (ear != null) {
          ear.onClosed(gone.reason());
        }
      });
      case PausedByRate pause -> tell(() -> {
        PeerEar ear = ears.get(pause.peer());
        if (ear != null) {
          ear.onPausedByRate(pause.subscription(), pause.paused());
        }
      });
      case ActiveSpeakers active -> {
        speakers = List.copyOf(active.speakers());
        tell(() -> room.speakers(active.speakers()));
      }
      case FirstMediaReceived first -> tell(() -> chronicle.onFirstMedia(first.publication()));
      case FirstMediaForwarded first -> tell(() -> chronicle.onFirstForwarded(room, first.peer(), first.publication()));
      default -> { }
    }
  }

  private void turn(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("room {} of app {}: a command failed", key().roomId(), key().appId(), e);
    }
    afterTurn();
  }

  /** Again and again while somebody is there. */
  private void measure() {
    measuring = false;
    if (!closed && !room.members().isEmpty()) {
      var _ = media.report().thenAccept(report -> tell(() -> room.measured(report)));
    }
  }

  private void tellAddresses() {
    Map<String, String> told = addresses.attributes(key());
    if (!told.isEmpty() && !room.members().isEmpty()) {
      try {
        room.change(AttributeChange.ofServer(told), nowMs());
      } catch (RoomRefusedException e) {
        LOG.warn("room {} of app {} is not told where it is played: {}", key().roomId(), key().appId(), e.getMessage());
      }
    }
  }

  private void afterTurn() {
    if (chronicle.takePremiere()) {
      tellAddresses();
    }
    room.advance(nowMs());
    if (!room.gazette().isEmpty()) {
      herald.bring(this, room.gazette().take());
    }
    journal.flush();
    if (room.ended()) {
      end();
      return;
    }
    if (!measuring && !room.members().isEmpty()) {
      measuring = true;
      after(MEASURED_EVERY_MS, this::measure);
    }
    long dueMs = room.nextDeadlineMs();
    if (dueMs != Long.MAX_VALUE && dueMs != scheduledMs) {
      after(Math.clamp(dueMs - nowMs(), 0, Alarm.LONGEST.toMillis()), () -> scheduledMs = Long.MAX_VALUE);
    }
    scheduledMs = dueMs;
  }

  /** The next room of this name begins when the log has all that happened in this one. */
  private void end() {
    if (!closed) {
      closed = true;
      media.close();
      LOG.info("room {} of app {} closed", key().roomId(), key().appId());
    }
    if (!gone && journal.allTaken()) {
      gone = true;
      onEnded.run();
    } else if (!gone && !leaving) {
      leaving = true;
      after(Journal.RETRY_MS, () -> leaving = false);
    }
  }
}
