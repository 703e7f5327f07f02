package io.ringcast.calls.door;

import io.ringcast.calls.channel.CloseCode;
import io.ringcast.calls.exchange.Alarm;
import io.ringcast.calls.exchange.CallLog;
import io.ringcast.calls.exchange.CallRooms;
import io.ringcast.calls.exchange.ExchangeSettings;
import io.ringcast.calls.exchange.Exchanges;
import io.ringcast.calls.exchange.PushSender;
import io.ringcast.calls.push.PushAddresses;
import io.ringcast.calls.records.CallRecords;
import io.ringcast.http.DoorsInTurn;
import io.ringcast.http.Handling;
import io.ringcast.identity.Identity;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The calls of a server's apps and every door to them. Exchanges run on virtual threads. */
public final class Calls implements AutoCloseable {
  private final ExecutorService turns = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private final Watchers watchers = new Watchers();
  private final Alarm alarm;
  private final Exchanges exchanges;
  private final Reception reception;
  private final Clerk clerk;
  private final RouterFunction<ServerResponse> routes;

  /** What calls talk to. */
  public record Ports(CallLog log, CallRooms rooms, PushSender push, PushAddresses addresses, CallRecords records) {}

  /** @param random makes ids that must not be guessed: a secure generator outside of tests */
  public Calls(Identity identity, Ports ports, InstantSource clock, RandomGenerator random, ExchangeSettings settings) {
    alarm = Alarm.of(clock, System::nanoTime);
    exchanges = new Exchanges(
        settings, new Exchanges.Ports(ports.log(), ports.rooms(), ports.push(), watchers, alarm, turns), random);
    reception = new Reception(identity, exchanges, clock);
    clerk = new Clerk(ports, watchers, turns, settings, alarm::nowMs);
    BackEndGate gate = new BackEndGate(identity, clock);
    Scheduler scheduler = Schedulers.fromExecutorService(turns);
    routes = new DoorsInTurn(List.of(
        new ChannelDoor(this::open).routes(),
        new BackEndDoor(gate, exchanges, ports.addresses(), scheduler).routes(),
        new RecordsDoor(gate, ports.records(), scheduler).routes(),
        new PushTokensDoor(gate, ports.addresses(), scheduler, alarm::nowMs).routes()))
        .filter(Handling::problems);
  }

  private Channel open() {
    Channel channel = new Channel(reception, clerk, alarm::nowMs, channels::remove);
    channels.add(channel);
    return channel;
  }

  public RouterFunction<ServerResponse> routes() {
    return routes;
  }

  public Exchanges exchanges() {
    return exchanges;
  }

  /** Devices that are connected, or about to say who they are. */
  public int connections() {
    return channels.size();
  }

  /** Tells all devices to come back later. */
  public void farewell() {
    channels.forEach(channel -> channel.outbox().end(CloseCode.STOPPING));
  }

  @Override
  public void close() {
    alarm.close();
    turns.shutdown();
  }
}
