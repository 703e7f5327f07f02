package io.ringcast.server.calls;

import io.ringcast.calls.exchange.CallRooms;
import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.RoomWish;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.sfu.api.RoomKey;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.LeaveReason;
import io.ringcast.signaling.room.Participant;
import io.ringcast.signaling.room.Permissions;
import io.ringcast.signaling.room.Presence;
import io.ringcast.signaling.room.RoomRefusal;
import io.ringcast.signaling.room.RoomRefusedException;
import io.ringcast.signaling.room.host.Attendance;
import io.ringcast.signaling.room.host.RoomHost;
import io.ringcast.signaling.room.host.Rooms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls' rooms among this server's own: a call's room is the meeting with the call's id, and only who takes part in the call may be there,
 * whatever token it has. Any thread.
 */
public final class RoomsHere implements CallRooms, Exclusions, Attendance {
  /** A pass is used at once, or by a client that comes back; a stay may last longer. */
  static final Duration PASS_LIFE = Duration.ofHours(1);
  /** Longer than a call may ring. */
  private static final Duration WAITING_PASS_LIFE = Duration.ofMinutes(5);
  /** Of who takes part in a call: what its pass says. */
  private static final Permissions ADMITTED = new Permissions(true, true, true, Set.of(), false, false, false);

  private static final Logger LOG = LoggerFactory.getLogger(RoomsHere.class);

  private final Apps apps;
  private final InstantSource clock;
  private final Map<RoomKey, Guests> guests = new ConcurrentHashMap<>();
  private final Deque<Closed> closed = new ArrayDeque<>();
  private volatile @Nullable Rooms rooms;
  private volatile @Nullable Exchanges exchanges;

  /** Who may be in a call's room; nobody once the call is over. */
  private static final class Guests {
    private final Set<String> userIds = new HashSet<>();
    private final Set<Waiter> waiters = new HashSet<>();
    private boolean over;

    synchronized void admit(String userId) {
      if (!over) {
        userIds.add(userId);
        dismissWaiting(userId, null);
      }
    }

    synchronized void expect(Waiter waiter) {
      if (!over && !userIds.contains(waiter.userId())) {
        waiters.add(waiter);
      }
    }

    synchronized void dismissWaiting(String userId, @Nullable String deviceId) {
      waiters.removeIf(waiter -> waiter.isOf(userId, deviceId));
    }

    synchronized boolean expects(Waiter waiter) {
      return waiters.contains(waiter);
    }

    synchronized void dismiss(String userId) {
      userIds.remove(userId);
    }

    synchronized void dismissAll() {
      over = true;
      userIds.clear();
      waiters.clear();
    }

    synchronized boolean has(String userId) {
      return userIds.contains(userId);
    }
  }

  /** A device that rings. */
  private record Waiter(String userId, String deviceId) {
    /** @param device null for any */
    boolean isOf(String user, @Nullable String device) {
      return userId.equals(user) && (device == null || device.equals(deviceId));
    }
  }

  private record Closed(RoomKey room, long forgetAtMs) {}

  public RoomsHere(Apps apps, InstantSource clock) {
    this.apps = apps;
    this.clock = clock;
  }

  /** The rooms are open, and these are the calls that they are for. */
  public void serve(Rooms open, Exchanges calls) {
    rooms = open;
    exchanges = calls;
  }

  @Override
  public void admit(String appId, String callId, String userId, String deviceId) {
    RoomKey key = new RoomKey(appId, callId);
    of(key).admit(userId);
    in(key, host -> waiting(host, userId).forEach(who -> settle(host, who, deviceId)));
  }

  private static List<Participant> waiting(RoomHost host, String userId) {
    return host.room().members().stream()
        .filter(who -> who.presence() == Presence.WAITING && who.userId().equals(userId)).toList();
  }

  /** The device that answered is in; whom the room refuses comes with its pass, and is told why. */
  private static void settle(RoomHost host, Participant waiting, String deviceId) {
    if (deviceId.equals(waiting.waitingAs())) {
      try {
        host.room().letIn(waiting, ADMITTED, host.nowMs());
        return;
      } catch (RoomRefusedException e) {
        LOG.info("room {}: {} is not let in: {}", host.key().roomId(), waiting.userId(), e.detail());
      }
    }
    host.room().leave(waiting, LeaveReason.REMOVED, host.nowMs());
  }

  @Override
  public void expect(String appId, String callId, String userId, String deviceId) {
    of(new RoomKey(appId, callId)).expect(new Waiter(userId, deviceId));
  }

  @Override
  public void dismissWaiting(String appId, String callId, String userId, @Nullable String deviceId) {
    RoomKey key = new RoomKey(appId, callId);
    of(key).dismissWaiting(userId, deviceId);
    in(key, host -> waiting(host, userId).stream().filter(who -> deviceId == null || deviceId.equals(who.waitingAs()))
        .forEach(who -> host.room().leave(who, LeaveReason.REMOVED, host.nowMs())));
  }

  private Guests of(RoomKey key) {
    return guests.computeIfAbsent(key, _ -> new Guests());
  }

  @Override
  public String pass(String appId, String callId, String userId) {
    Instant now = clock.instant();
    return issue(appId, RoomToken.joining(userId, callId, now.plus(PASS_LIFE)), now);
  }

  @Override
  public String waitingPass(String appId, String callId, String userId, String deviceId) {
    Instant now = clock.instant();
    RoomToken token = RoomToken.joining(userId, callId, now.plus(WAITING_PASS_LIFE))
        .without(Grant.CAN_PUBLISH).without(Grant.CAN_SUBSCRIBE).without(Grant.CAN_PUBLISH_DATA).with(Grant.HIDDEN)
        .with(RoomWish.NONE.waiting(deviceId));
    return issue(appId, token, now);
  }

  private String issue(String appId, RoomToken token, Instant now) {
    App app = apps.all().stream().filter(one -> one.appId().equals(appId)).findAny().orElseThrow();
    return new TokenIssuer(app.keys().getFirst()).issue(token, now);
  }

  @Override
  public void dismiss(String appId, String callId, String userId) {
    RoomKey key = new RoomKey(appId, callId);
    of(key).dismiss(userId);
    in(key, host -> {
      Participant who = host.room().user(userId);
      if (who != null) {
        host.room().leave(who, LeaveReason.REMOVED, host.nowMs());
      }
    });
  }

  /** The room stays shut for as long as somebody may have a pass. */
  @Override
  public void close(String appId, String callId) {
    RoomKey key = new RoomKey(appId, callId);
    of(key).dismissAll();
    forgetAfter(key);
    in(key, host -> host.room().end(LeaveReason.ROOM_DELETED));
  }

  private void in(RoomKey key, Consumer<RoomHost> act) {
    Rooms open = rooms;
    if (open != null) {
      open.find(key).ifPresent(host -> host.tell(() -> act.accept(host)));
    }
  }

  private void forgetAfter(RoomKey key) {
    long nowMs = clock.millis();
    synchronized (closed) {
      closed.add(new Closed(key, nowMs + PASS_LIFE.toMillis()));
      while (!closed.isEmpty() && closed.getFirst().forgetAtMs() <= nowMs) {
        guests.remove(closed.removeFirst().room());
      }
    }
  }

  @Override
  public void require(RoomKey room, String userId, long nowMs) throws RoomRefusedException {
    Guests known = guests.get(room);
    if (known != null && !known.has(userId)) {
      throw new RoomRefusedException(
          RoomRefusal.NOT_ON_CALL, userId + " takes no part in the call " + room.roomId() + ": answer or join it first.", List.of());
    }
  }

  /** Of a call's room whose ringing this server knows nothing of, nobody waits. */
  @Override
  public void requireWaiting(RoomKey room, String userId, String waitingAs, long nowMs) throws RoomRefusedException {
    Guests known = guests.get(room);
    if (known == null || !known.expects(new Waiter(userId, waitingAs))) {
      throw new RoomRefusedException(
          RoomRefusal.NOT_ON_CALL, "The call " + room.roomId() + " does not ring " + userId + " on this device.", List.of());
    }
  }

  @Override
  public void joined(RoomKey room, String userId) {
    tell(room, exchange -> exchange.entered(room.roomId(), userId));
  }

  @Override
  public void heard(RoomKey room, String userId) {
    tell(room, exchange -> exchange.mediaArrived(room.roomId(), userId));
  }

  @Override
  public void left(RoomKey room, String userId) {
    tell(room, exchange -> exchange.left(room.roomId(), userId));
  }

  private void tell(RoomKey room, Consumer<Exchange> what) {
    Exchanges calls = exchanges;
    if (calls != null && guests.containsKey(room)) {
      what.accept(calls.of(room.appId()));
    }
  }
}
