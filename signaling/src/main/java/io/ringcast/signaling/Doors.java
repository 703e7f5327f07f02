package io.ringcast.signaling;

import io.ringcast.events.EventLog;
import io.ringcast.events.Events;
import io.ringcast.http.DoorsInTurn;
import io.ringcast.http.Handling;
import io.ringcast.identity.Identity;
import io.ringcast.sfu.api.Sfu;
import io.ringcast.signaling.control.RoomControlDoor;
import io.ringcast.signaling.http.EventsDoor;
import io.ringcast.signaling.http.RoomTokensDoor;
import io.ringcast.signaling.http.RoomsDoor;
import io.ringcast.signaling.http.TokenGate;
import io.ringcast.signaling.ingest.IngestPlaces;
import io.ringcast.signaling.insight.InsightDoor;
import io.ringcast.signaling.livekit.LiveKitDoor;
import io.ringcast.signaling.live.LivePlaces;
import io.ringcast.signaling.live.LiveUrls;
import io.ringcast.signaling.mix.MixDoor;
import io.ringcast.signaling.mix.MixTrigger;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.push.PushDoor;
import io.ringcast.signaling.push.RoomPushes;
import io.ringcast.signaling.rongcloud.RongCloudDoor;
import io.ringcast.signaling.room.Exclusions;
import io.ringcast.signaling.room.forward.Forwards;
import io.ringcast.signaling.room.forward.Links;
import io.ringcast.signaling.room.host.Alarm;
import io.ringcast.signaling.room.host.BanExclusions;
import io.ringcast.signaling.room.host.Outlets;
import io.ringcast.signaling.room.host.Rooms;
import io.ringcast.signaling.room.host.UserRules;
import io.ringcast.signaling.session.Sessions;
import io.ringcast.signaling.stage.LinkDoor;
import io.ringcast.signaling.stage.Newsstand;
import io.ringcast.signaling.stage.StageDoor;
import io.ringcast.signaling.twirp.TwirpDoor;
import io.ringcast.signaling.whip.WhepDoor;
import io.ringcast.signaling.whip.WhipDoor;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The rooms of a media plane and every HTTP door to them. Requests run on virtual threads, what media events cause on one more.
 */
public final class Doors implements AutoCloseable {
  /** What is told once it has ended is heard by nobody. */
  private final ExecutorService control = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
      Thread.ofVirtual().name("rooms").factory(), new ThreadPoolExecutor.DiscardPolicy());
  private final ExecutorService requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("door-", 0).factory());
  private final ExecutorService queues = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("room-", 0).factory());
  private final Alarm alarm;
  private final Rooms rooms;
  private final Sessions sessions;
  private final IngestPlaces ingests;
  private final RoomMixes mixes;
  private final RoomPushes pushes;
  private final LiveUrls live;
  private final RouterFunction<ServerResponse> routes;

  /**
   * Doors to a media plane.
   *
   * @param events where what happens in the rooms is written, and read
   * @param random makes session ids that must not be guessed: a secure generator outside of tests
   */
  public Doors(Sfu sfu, Identity identity, InstantSource clock, RandomGenerator random, DoorSettings settings, Events events) {
    this(sfu, identity, clock, random, settings, events.log(), (gate, scheduler) -> new EventsDoor(events, gate, scheduler).routes());
  }

  /** Doors to rooms whose events nobody keeps. */
  public Doors(Sfu sfu, Identity identity, InstantSource clock, RandomGenerator random, DoorSettings settings) {
    this(sfu, identity, clock, random, settings, EventLog.NONE, (gate, scheduler) -> request -> Mono.empty());
  }

  private Doors(Sfu sfu, Identity identity, InstantSource clock, RandomGenerator random, DoorSettings settings, EventLog log,
      BiFunction<TokenGate, Scheduler, RouterFunction<ServerResponse>> events) {
    alarm = Alarm.of(clock);
    Exclusions kept = new BanExclusions(identity.bans()).and(settings.exclusions());
    Newsstand newsstand = new Newsstand();
    live = new LiveUrls(identity.apps(), settings.liveUrls(), clock);
    Outlets outlets = new Outlets(log, newsstand, new MixTrigger(settings.attendance(), this::mixes, requests), live);
    rooms = new Rooms(sfu, queues, alarm, random, settings.limits(), outlets, new UserRules(kept, settings.stays()));
    Exclusions exclusions = kept.counted(rooms.counters());
    sessions = new Sessions(rooms, control, random);
    ingests = new IngestPlaces(rooms, identity.roomTokens(), clock);
    TokenGate gate = new TokenGate(identity.roomTokens(), exclusions, clock);
    Scheduler scheduler = Schedulers.fromExecutorService(requests);
    pushes = new RoomPushes(rooms, random);
    mixes = new RoomMixes(rooms, settings.mixes(), pushes.list());
    Forwards forwards = new Forwards(rooms);
    LiveKitDoor liveKit = new LiveKitDoor(rooms, gate, scheduler, random, settings.iceServers());
    routes = new DoorsInTurn(List.of(
        liveKit.routes(),
        new WhipDoor(sessions, gate, scheduler, random, settings.iceServers(), live).routes(),
        new WhepDoor(sessions, mixes, gate, scheduler, random, settings.iceServers(), sfu.estimates()).routes(),
        new RoomControlDoor(rooms, gate, scheduler).routes(),
        new StageDoor(rooms, newsstand, gate, scheduler).routes(),
        new LinkDoor(rooms, new Links(forwards, queues, alarm, random), gate, scheduler).routes(),
        new RoomsDoor(rooms, gate, scheduler, live).routes(),
        new InsightDoor(rooms, gate, scheduler, requests).routes(),
        events.apply(gate, scheduler),
        new TwirpDoor(rooms, forwards, liveKit.travellers(), gate, scheduler, random).routes(),
        new RoomTokensDoor(identity, exclusions, clock).routes(),
        new MixDoor(rooms, mixes, gate, scheduler).routes(),
        new PushDoor(rooms, pushes, gate, scheduler).routes(),
        new RongCloudDoor(identity, rooms, mixes, live, clock, scheduler).routes()))
        .filter(Handling::problems);
  }

  public RouterFunction<ServerResponse> routes() {
    return routes;
  }

  public Sessions sessions() {
    return sessions;
  }

  /** Where publishers that come by no door of these get their places. */
  public IngestPlaces ingests() {
    return ingests;
  }

  public Rooms rooms() {
    return rooms;
  }

  public RoomPushes pushes() {
    return pushes;
  }

  /** Where live streams are played. */
  public LiveUrls liveUrls() {
    return live;
  }

  /** Where live streams take their places in rooms. */
  public LivePlaces livePlaces() {
    return new LivePlaces(rooms, mixes, requests);
  }

  public RoomMixes mixes() {
    return mixes;
  }

  /** Ends every room and tells everybody why, while the media plane still can. */
  public void farewell() {
    rooms.close();
  }

  /** Stops taking requests. */
  @Override
  public void close() {
    requests.shutdown();
    queues.shutdown();
    control.shutdown();
    alarm.close();
  }
}
