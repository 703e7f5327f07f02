package io.ringcast.server.live;

import io.ringcast.events.Events;
import io.ringcast.http.DoorsInTurn;
import io.ringcast.identity.App;
import io.ringcast.identity.Apps;
import io.ringcast.identity.Grant;
import io.ringcast.identity.Identity;
import io.ringcast.identity.KeyPair;
import io.ringcast.identity.RoomToken;
import io.ringcast.identity.TokenIssuer;
import io.ringcast.server.config.ServerSettings;
import io.ringcast.server.relay.LivePlane;
import io.ringcast.sfu.SfuServer;
import io.ringcast.sfu.SfuSettings;
import io.ringcast.signaling.DoorSettings;
import io.ringcast.signaling.Doors;
import io.ringcast.signaling.ingest.IngestPlaces;
import io.ringcast.signaling.mix.RoomMixes;
import io.ringcast.signaling.room.DataFault;
import io.ringcast.signaling.session.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Media plane and doors on ports that the system chooses, for tests with scripted clients. */
final class LiveServer implements AutoCloseable {
  static final int LOOPS = 2;
  /** Speaks for another app than the development pair does. */
  static final KeyPair OTHER = new KeyPair("otherkey", "another secret of this server");
  private static final String APP = "live";
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
  private static final ServerSettings.Live LIVE = new ServerSettings.Live(false, APP, Duration.ofSeconds(1), Duration.ofHours(1), "");

  private final SfuServer sfu;
  private final Doors doors;
  private final LivePlane live;
  private final DisposableServer http;
  private final TokenIssuer issuer = new TokenIssuer(KeyPair.DEVELOPMENT);

  LiveServer() throws IOException {
    this(List.of(InetAddress.getLoopbackAddress()), DoorSettings.DEFAULT);
  }

  LiveServer(List<InetAddress> announced) throws IOException {
    this(announced, DoorSettings.DEFAULT);
  }

  LiveServer(DoorSettings settings) throws IOException {
    this(List.of(InetAddress.getLoopbackAddress()), settings);
  }

  private LiveServer(List<InetAddress> announced, DoorSettings settings) throws IOException {
    this(announced, (sfu, identity, random) -> new Doors(sfu, identity, InstantSource.system(), random, settings));
  }

  /** One whose events are written and read. */
  LiveServer(Events events) throws IOException {
    this(List.of(InetAddress.getLoopbackAddress()),
      (sfu, identity, random) -> new Doors(sfu, identity, InstantSource.system(), random, DoorSettings.DEFAULT, events));
  }

  private interface DoorsOf {
    Doors to(SfuServer sfu, Identity identity, SecureRandom random);
  }

  private LiveServer(List<InetAddress> announced, DoorsOf doorsOf) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    SecureRandom random = new SecureRandom();
    sfu = SfuServer.start(new SfuSettings(LOOPS, loopback, 0, 0, announced), random);
    Apps apps = new Apps(List.of(new App(APP, List.of(KeyPair.DEVELOPMENT)), new App("other", List.of(OTHER))));
    Identity identity = Identity.unkept(apps);
    doors = doorsOf.to(sfu, identity, random);
    live = LivePlane.open(LIVE, doors.livePlaces(), identity, InstantSource.system());
    DoorsInTurn all = new DoorsInTurn(List.of(doors.routes(), live.door().routes()));
    http = HttpServer.create().host(loopback.getHostAddress()).port(0)
      .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(all))).bindNow();
  }

  Doors doors() {
    return doors;
  }

  LivePlane live() {
    return live;
  }

  SfuServer sfu() {
    return sfu;
  }

  Sessions rooms() {
    return doors.sessions();
  }

  RoomMixes mixes() {
    return doors.mixes();
  }

  IngestPlaces ingests() {
    return doors.ingests();
  }

  URI whip(String room) {
    return URI.create("http://127.0.0.1:" + http.port() + "/whip/" + room);
  }

  URI whep(String room) {
    return URI.create("http://127.0.0.1:" + http.port() + "/whep/" + room);
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + http.port() + path);
  }

  URI room(String room) {
    return URI.create("http://127.0.0.1:" + http.port() + "/v1/rooms/" + room);
  }

  /** LiveKit's signal door: {@code rtc} or {@code rtc/v1}. */
  URI signal(String door, String token) {
    return URI.create("ws://127.0.0.1:" + http.port() + "/" + door + "?access_token=" + token);
  }

  URI validate(String door, String token) {
    return URI.create("http://127.0.0.1:" + http.port() + "/" + door + "/validate?access_token=" + token);
  }

  /** Who has come in, by whatever door, and not connected yet. */
  int openRooms() {
    return doors.rooms().of(APP).size();
  }

  int pendingPlaces() {
    return doors.rooms().pending().size();
  }

  String token(String user, String room) {
    Instant now = Instant.now();
    return issuer.issue(RoomToken.joining(user, room, now.plus(TOKEN_LIFE)).with(Grant.ROOM_LIST), now);
  }

  /** Of a back end that opens rooms. */
  String creator() {
    Instant now = Instant.now();
    return issuer.issue(RoomToken.joining("backend", "r", now.plus(TOKEN_LIFE)).with(Grant.ROOM_CREATE), now);
  }

  /** Of one who may not send data. */
  String mute(String user, String room) {
    Instant now = Instant.now();
    return issuer.issue(RoomToken.joining(user, room, now.plus(TOKEN_LIFE)).without(Grant.CAN_PUBLISH_DATA), now);
  }

  long faults(DataFault fault) {
    return doors.rooms().counters().faults(fault);
  }

  @Override
  public void close() {
    live.close();
    sfu.close();
    doors.close();
    http.disposeNow();
  }
}
