package io.ringcast.signaling.mix;

import io.ringcast.http.Json;
import io.ringcast.sfu.api.Layer;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.push.PushList;
import io.ringcast.signaling.push.Pushers;
import io.ringcast.signaling.room.News;
import io.ringcast.signaling.room.Publication;
import io.ringcast.signaling.room.Room;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The mixes of a server's rooms, at most one each. For threads that may wait. */
public final class RoomMixes {
  private static final Logger LOG = LoggerFactory.getLogger(RoomMixes.class);
  /** The stream that a room's mix is. */
  public static final String STREAM = "mix_main";
  /** Far more than any machine can mix at a time; further ones are refused. */
  public static final int MIXES_MAX = 100;
  private static final int LOCKS = 64;
  /** Everybody on the standard canvas. */
  private static final String STANDARD = "{}";

  private final Rooms rooms;
  private final Mixes mixes;
  private final PushList pushes;
  /** One of them is held while a room's mix starts or ends, so that a room that waits for its log makes few others wait. */
  private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
  private final ConcurrentMap<RoomHost, RunningMix> running = new ConcurrentHashMap<>();
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Map<MixFault, LongAdder> restarted = new EnumMap<>(MixFault.class);
  /** Sessions whose automatic mix somebody ended. */
  private final ConcurrentMap<RoomHost, String> declined = new ConcurrentHashMap<>();

  public RoomMixes(Rooms rooms, Mixes mixes, PushList pushes) {
    this.rooms = rooms;
    this.pushes = pushes;
    this.mixes = mixes;
    for (MixFault fault : MixFault.values()) {
      restarted.put(fault, new LongAdder());
    }
  }

  /** How many run now. */
  public int count() {
    return running.size();
  }

  public long started() {
    return started.get();
  }

  public long failed() {
    return failed.get();
  }

  /** How often mixes failed for this and went on. */
  public long restarted(MixFault fault) {
    LongAdder count = restarted.get(fault);
    return count == null ? 0 : count.sum();
  }

  /** What becomes of a mix that runs already. */
  public enum Existing { REFUSED, REPLACED, KEPT }

  /** @param fresh whether it was started by this */
  public record Submitted(boolean fresh, MixState state) {}

  /**
   * Starts a room's mix, or replaces what is asked of the one that runs, with the pushes that its document lists: all of it, or nothing.
   *
   * @param sequence numbers the change; null for the next number
   */
  public Submitted submit(RoomHost host, JsonNode document, @Nullable Long sequence, Existing existing)
      throws MixFaultException, RoomRefusedException {
    Mixes.Plan plan = mixes.read(document.toString());
    List<Pushers.Target> listed = ListedPushes.read(document, pushes);
    MixWish wish = new MixWish(ListedPushes.shown(document), plan, sequence, MixCause.ASKED);
    if (listed == null) {
      return submit(host, wish, existing);
    }
    PushList.Change change = pushes.enter(host, listed);
    try {
      Submitted done = submit(host, wish, existing);
      pushes.begin(host, change);
      return done;
    } catch (RoomRefusedException e) {
      pushes.undo(host, change);
      throw e;
    }
  }

  private Submitted submit(RoomHost host, MixWish wish, Existing existing) throws RoomRefusedException {
    ReentrantLock lock = lock(host);
    lock.lock();
    try {
      if (!running.containsKey(host)) {
        return new Submitted(true, start(host, wish));
      }
      if (existing == Existing.REFUSED) {
        throw refused(RoomRefusal.MIX_RUNS, "Room " + host.key().roomId() + " has a mix: replace what is asked of it.");
      }
      return new Submitted(false, changed(host, mix -> {
        if (existing == Existing.REPLACED) {
          mix.replace(wish);
        }
        return mix.state();
      }));
    } finally {
      lock.unlock();
    }
  }

  /** Somebody is heard or seen in a room for the first time: where its settings say so, it is mixed from now on. */
  public void onPublished(RoomKey key) {
    RoomHost host = rooms.find(key).orElse(null);
    if (host != null && host.room().settings().autoMix() && !running.containsKey(host)) {
      begin(host, MixCause.ROOM_SETTING, STANDARD);
    }
  }

  /** Somebody wants to watch a room, whichever stream: a live room of several is mixed from now on. */
  public void onWatched(RoomKey key) throws RoomRefusedException {
    RoomHost host = rooms.find(key).orElse(null);
    if (host != null && !running.containsKey(host)
        && rooms.wonder(key, (now, room) -> room.mode().live() && streams(room) > 1).orElse(false)) {
      begin(host, MixCause.WATCHED, STANDARD);
    }
  }

  /**
   * A room's live stream is played or pushed, and it needs the room's mix: it is mixed from now on.
   *
   * @return whether it is
   */
  public boolean onRelayed(RoomKey key) throws RoomRefusedException {
    RoomHost host = rooms.find(key).orElse(null);
    if (host != null && !running.containsKey(host)) {
      begin(host, MixCause.WATCHED, rooms.wonder(key, (now, room) -> OwnCanvas.documentFor(room)).orElse(STANDARD));
    }
    return host != null && running.containsKey(host);
  }

  private static long streams(Room room) {
    return room.visible().stream().flatMap(member -> member.publications().stream()).filter(Publication::live)
        .map(Publication::streamId).distinct().count();
  }

  /** Begins a mix that nobody asked for, unless there is one, or somebody ended that of this session. */
  private void begin(RoomHost host, MixCause cause, String document) {
    try {
      MixWish wish = new MixWish(Json.object(document), mixes.read(document), null, cause);
      String session = rooms.wonder(host.key(), (now, room) -> room.sessionId()).orElse("");
      if (cause == MixCause.WATCHED || !session.equals(declined.get(host))) {
        submit(host, wish, Existing.KEPT);
      }
    } catch (MixFaultException | RoomRefusedException e) {
      LOG.warn("room {} is not mixed: {}", host.key().roomId(), e.getMessage());
    }
  }

  public MixState state(RoomHost host) throws RoomRefusedException {
    return changed(host, RunningMix::state);
  }

  /** Ends a room's mix, and returns when it has. */
  public void stop(RoomHost host) throws RoomRefusedException {
    ReentrantLock lock = lock(host);
    lock.lock();
    try {
      changed(host, mix -> {
        declined.keySet().removeIf(one -> rooms.find(one.key()).orElse(null) != one);
        declined.put(host, host.room().sessionId());
        mix.place().end();
        return mix;
      }).running().await();
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(RoomHost host) {
    return locks.get(Math.floorMod(host.key().hashCode(), LOCKS));
  }

  /** What is done to a mix; on its room's queue. */
  @FunctionalInterface
  private interface Change<T> {
    T to(RunningMix mix) throws RoomRefusedException;
  }

  private <T> T changed(RoomHost host, Change<T> change) throws RoomRefusedException {
    return rooms.change(host.key(), (now, room) -> {
      RunningMix mix = running.get(now);
      if (mix == null) {
        throw refused(RoomRefusal.NO_SUCH_MIX, "Room " + host.key().roomId() + " has no mix: start one.");
      }
      return change.to(mix);
    }).orElseThrow(() -> gone(host));
  }

  private MixState start(RoomHost host, MixWish wish) throws RoomRefusedException {
    if (running.size() >= MIXES_MAX) {
      throw refused(RoomRefusal.MIX_UNAVAILABLE, "This server mixes " + running.size() + " rooms already: end one first.");
    }
    Ear ear = new Ear(host);
    Mixes.Running mix;
    try {
      mix = mixes.start(host.media(), wish.plan(), ear);
    } catch (MixFaultException e) {
      throw refused(RoomRefusal.MIX_UNAVAILABLE, e.detail());
    }
    try {
      MixState state = rooms.change(host.key(), (now, room) -> {
        if (now != host) {
          throw gone(host);
        }
        RunningMix entered = new RunningMix(host, new MixPlace(host, mix, wish, () -> ended(host)), mix, wish, host.nowMs());
        running.put(host, entered);
        ear.seat(entered.place());
        return entered.state();
      }).orElseThrow(() -> gone(host));
      started.incrementAndGet();
      return state;
    } catch (RoomRefusedException e) {
      mix.await();
      throw e;
    }
  }

  private void ended(RoomHost host) {
    RunningMix mix = running.remove(host);
    if (mix != null) {
      pushes.end(host);
      mix.tell(News.MixChanged.Step.ENDED);
    }
  }

  /** Hears one mix, and tells its place on the room's queue, where that is taken meanwhile. */
  private final class Ear implements Mixes.Ear {
    private final RoomHost host;
    private @Nullable MixPlace place;
    private boolean lost;

    Ear(RoomHost host) {
      this.host = host;
    }

    void seat(MixPlace taken) {
      place = taken;
      if (lost) {
        taken.end();
      }
    }

    @Override
    public void onLayer(String streamId, @Nullable Layer layer) {
      host.tell(() -> {
        if (place != null) {
          place.want(streamId, layer);
        }
      });
    }

    @Override
    public void onLeftOut(String streamId) {
      host.tell(() -> {
        RunningMix mix = running.get(host);
        if (mix != null) {
          mix.tellLeftOut(streamId);
        }
      });
    }

    @Override
    public void onRestarted(MixFault fault) {
      LongAdder count = restarted.get(fault);
      if (count != null) {
        count.increment();
      }
      host.tell(() -> told(News.MixChanged.Step.RESTARTED, fault));
    }

    private void told(News.MixChanged.Step step, MixFault fault) {
      RunningMix mix = running.get(host);
      if (mix != null) {
        mix.tell(step, fault);
      }
    }

    @Override
    public void onFailed(MixFault fault) {
      failed.incrementAndGet();
      host.tell(() -> {
        lost = true;
        told(News.MixChanged.Step.FAILED, fault);
        if (place != null) {
          place.end();
        }
      });
    }
  }

  private static RoomRefusedException gone(RoomHost host) {
    return refused(RoomRefusal.NO_SUCH_MIX, "Room " + host.key().roomId() + " has just ended.");
  }

  private static RoomRefusedException refused(RoomRefusal reason, String detail) {
    return new RoomRefusedException(reason, detail, List.of());
  }
}
