package io.ringcast.server.calls;

import io.ringcast.calls.door.Calls;
import io.ringcast.calls.log.WrittenCallLog;
import io.ringcast.calls.news.Herald;
import io.ringcast.calls.push.PushAddresses;
import io.ringcast.calls.push.PushHook;
import io.ringcast.calls.push.PushPost;
import io.ringcast.calls.push.SqlPushAddresses;
import io.ringcast.calls.records.SqlCallRecords;
import io.ringcast.database.Database;
import io.ringcast.events.Events;
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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The calls of this server with all they need: rooms here, push hooks over HTTP, tables in its database. */
public final class CallPlane implements AutoCloseable {
  private static final long SWEEP_EVERY_MINUTES = 60;
  /** Connections to one hook. */
  private static final int CONNECTIONS_MAX = 16;

  private final RoomsHere rooms;
  private final ExecutorService pushing = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("push-", 0).factory());
  private final ScheduledExecutorService timer =
    Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("push-timer").daemon().factory());
  private final List<HttpSender> senders;
  private final PushPost push;
  private final WrittenCallLog log;
  private final Herald herald;
  private final Calls calls;
  private final ScheduledFuture<?> sweeping;

  private CallPlane(ServerSettings settings, Identity identity, Database database, Events events, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    PushAddresses addresses = new SqlPushAddresses(database);
    log = WrittenCallLog.open(database);
    herald = new Herald(log, events.log(), events.reader()::tells);
    rooms = new RoomsHere(settings.apps(), clock);
    List<PushHook> hooks = settings.calls().push();
    senders = hooks.stream().map(hook -> new HttpSender(hook.receiver(), clock, random, timer, CONNECTIONS_MAX)).toList();
    push = new PushPost(addresses, hooks.stream().map(hook -> way(hook, senders.get(hooks.indexOf(hook)))).toList(), pushing);
    Calls.Ports ports = new Calls.Ports(log, rooms, push, addresses, new SqlCallRecords(database));
    calls = new Calls(identity, ports, clock, random, settings.calls().exchange());
    long keepMs = settings.calls().keep().toMillis();
    sweeping = timer.scheduleWithFixedDelay(() -> log.forgetBefore(clock.millis() - keepMs), 1, SWEEP_EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private static PushPost.Way way(PushHook hook, HttpSender sender) {
    return new PushPost.Way(hook, sender::send);
  }

  /** Calls that may be asked for at once, and whose rooms open with {@link #serve}. */
  public static CallPlane open(ServerSettings settings, Identity identity, Database database, Events events, InstantSource clock) {
    return new CallPlane(settings, identity, database, events, clock);
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
    log.close();
    herald.close();
    sweeping.cancel(false);
    pushing.shutdownNow();
    timer.shutdownNow();
    senders.forEach(HttpSender::close);
  }
}
