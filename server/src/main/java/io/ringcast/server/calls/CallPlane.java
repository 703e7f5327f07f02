package io.ringcast.server.calls;

import io.ringcast.calls.door.Calls;
import io.ringcast.calls.exchange.CallLog;
import io.ringcast.calls.push.PushAddresses;
import io.ringcast.calls.push.PushHook;
import io.ringcast.calls.push.PushPost;
import io.ringcast.calls.push.SqlPushAddresses;
import io.ringcast.database.Database;
import io.ringcast.events.webhook.HttpSender;
import io.ringcast.identity.Identity;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.signaling.room.host.Rooms;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The calls of this server with all they need: rooms here, push hooks over HTTP, tables in its database. */
public final class CallPlane implements AutoCloseable {
  /** Connections to one hook. */
  private static final int CONNECTIONS_MAX = 16;

  private final RoomsHere rooms;
  private final ExecutorService pushing = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("push-", 0).factory());
  private final ScheduledExecutorService timer =
    Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("push-timer").daemon().factory());
  private final List<HttpSender> senders;
  private final PushPost push;
  private final Calls calls;

  private CallPlane(ServerSettings settings, Identity identity, PushAddresses addresses, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    rooms = new RoomsHere(settings.apps(), clock);
    List<PushHook> hooks = settings.calls().push();
    senders = hooks.stream().map(hook -> new HttpSender(hook.receiver(), clock, random, timer, CONNECTIONS_MAX)).toList();
    push = new PushPost(addresses, hooks.stream().map(hook -> way(hook, senders.get(hooks.indexOf(hook)))).toList(), pushing);
    calls = new Calls(identity, new Calls.Ports(CallLog.NONE, rooms, push, addresses), clock, random, settings.calls().exchange());
  }

  private static PushPost.Way way(PushHook hook, HttpSender sender) {
    return new PushPost.Way(hook, sender::send);
  }

  /** Calls that may be asked for at once, and whose rooms open with {@link #serve}. */
  public static CallPlane open(ServerSettings settings, Identity identity, Database database, InstantSource clock) {
    return new CallPlane(settings, identity, new SqlPushAddresses(database), clock);
  }

  /** Says who may be in calls' rooms, and hears who is. */
  public RoomsHere rooms() {
    return rooms;
  }

  public Calls calls() {
    return calls;
  }

  public PushPost push() {
    return push;
  }

  /** The rooms are open. */
  public void serve(Rooms open) {
    rooms.serve(open, calls.exchanges());
  }

  /** Tells devices to come back later. */
  public void farewell() {
    calls.farewell();
  }

  @Override
  public void close() {
    calls.close();
    pushing.shutdownNow();
    timer.shutdownNow();
    senders.forEach(HttpSender::close);
  }
}
