package io.ringcast.signaling.room.host;

import io.ringcast.sfu.api.CloseReason;
import io.ringcast.sfu.api.Peer;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.sfu.api.SubscriptionId;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.host.RoomHost.PeerEar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one stay lives: in a room, and one day in another. Whatever is to happen to the stay is told here, and happens in the order of
 * telling on the queue of the room where it then is.
 *
 * <pre>
 * in a room    {@link #depart}            on the way   on that room's queue; what is told waits
 * on the way   {@link #arrive}            in a room    on the other room's queue; what waited happens
 * </pre>
 *
 * Any thread may tell, and ask for the host. What waits is bounded by who tells: a connection waits for the answer to one question before
 * it asks the next, peers tell their ends, timers are few.
 */
public final class Home {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Map<Peer, PeerEar> peers = new LinkedHashMap<>();
  private volatile RoomHost host;
  private volatile boolean onTheWay;

  public Home(RoomHost host) {
    this.host = host;
  }

  /** The room where the stay is, or was last. */
  public RoomHost host() {
    return host;
  }

  /** The room itself, for those that run here. */
  public Room room() {
    return host.room();
  }

  public RoomKey key() {
    return host.key();
  }

  public long nowMs() {
    return host.nowMs();
  }

  /** Has something done to the stay, soon. */
  public void tell(Runnable task) {
    waiting.add(task);
    if (!onTheWay) {
      wake(host);
    }
  }

  /** Has something done to the stay after a while. */
  public void after(long delayMs, Runnable task) {
    host.after(delayMs, () -> tell(task));
  }

  /** Says something to the world once what happened in the room is durable; on the room's queue, or where the stay is by then. */
  public void afterWritten(Runnable saying) {
    RoomHost there = host;
    there.afterWritten(() -> {
      if (host == there) {
        saying.run();
      } else {
        tell(saying);
      }
    });
  }

  /** Asks the stay something; fails with {@link RoomHost.BusyException} when its room has too much to do. */
  public <T extends @Nullable Object> CompletableFuture<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (host.crowded()) {
      answer.completeExceptionally(new RoomHost.BusyException(key()));
      return answer;
    }
    tell(() -> {
      try {
        answer.complete(question.get());
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }

  private void wake(RoomHost there) {
    there.tell(() -> run(there));
  }

  /** A turn of a room that the stay has left meanwhile does nothing: the other room has its own. */
  private void run(RoomHost there) {
    boolean failed = true;
    try {
      for (Runnable task = next(there); task != null; task = next(there)) {
        task.run();
      }
      failed = false;
    } finally {
      if (failed) {
        wake(there);
      }
    }
  }

  private @Nullable Runnable next(RoomHost there) {
    return onTheWay || host != there ? null : waiting.poll();
  }

  /** A new peer of this stay, which comes along when it moves. */
  public Peer connect(PeerEar ear) {
    Peer[] made = new Peer[1];
    PeerEar following = new PeerEar() {
      @Override
      public void onConnected() {
        tell(ear::onConnected);
      }

      @Override
      public void onClosed(CloseReason reason) {
        tell(() -> {
          peers.remove(made[0]);
          ear.onClosed(reason);
        });
      }

      @Override
      public void onPausedByRate(SubscriptionId subscription, boolean paused) {
        tell(() -> ear.onPausedByRate(subscription, paused));
      }
    };
    made[0] = host.connect(following);
    peers.put(made[0], following);
    return made[0];
  }

  /** The stay has left its room; on that room's queue. */
  public void depart() {
    onTheWay = true;
  }

  /**
   * The stay is in another room from now on, and its peers are of that room's part of the media plane; on that room's queue.
   *
   * @throws IllegalArgumentException when something is published there by the name of what comes along
   */
  public void arrive(RoomHost next) {
    RoomHost before = host;
    host = next;
    onTheWay = false;
    wake(next);
    peers.forEach((peer, ear) -> next.adopt(peer, ear, before));
  }
}
